package dev.signalbox.workflow;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How long the flows wait for people before they remind, chase or go on. */
@ConfigurationProperties("signalbox.ticket")
record TicketProperties(
        @DefaultValue("P2D") Duration remindAfter,
        @DefaultValue("P7D") Duration closeAfterSilence,
        @DefaultValue("P5D") Duration confirmWithin,
        @DefaultValue("P1D") Duration chaseAfter,
        @DefaultValue("P2D") Duration askMicrosoftAfter,
        @DefaultValue("P1D") Duration outageRecheckAfter) {}
