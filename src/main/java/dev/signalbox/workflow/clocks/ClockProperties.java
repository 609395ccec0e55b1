package dev.signalbox.workflow.clocks;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When clocks warn, and how the alarms run.
 *
 * @param warnAt the shares of a target, in percent, at which a warning is due
 * @param settle how long a ticket rests after an event before its alarm is computed, so that a burst counts once
 * @param batch how many tickets one transaction of the alarms takes
 */
@ConfigurationProperties("signalbox.clock")
record ClockProperties(
        @DefaultValue("80") List<Integer> warnAt,
        @DefaultValue("PT1S") Duration settle,
        @DefaultValue("50") int batch) {}
