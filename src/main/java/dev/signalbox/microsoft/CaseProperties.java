package dev.signalbox.microsoft;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How cases are brought to Microsoft and watched there.
 *
 * @param lookEvery how often a filed case is read
 * @param takenFor how long one node keeps what it works on to itself
 * @param firstPause the first wait after a call without an answer; each further one is twice as long
 * @param giveUpAfter attempts after which a person is asked
 */
@ConfigurationProperties("signalbox.microsoft.cases")
record CaseProperties(
        @DefaultValue("PT5M") Duration lookEvery,
        @DefaultValue("PT5M") Duration takenFor,
        @DefaultValue("PT15S") Duration firstPause,
        @DefaultValue("PT30M") Duration longestPause,
        @DefaultValue("10") int giveUpAfter,
        @DefaultValue("PT1S") Duration idle,
        @DefaultValue("2") int workers) {

    Duration pause(int attempts) {
        Duration pause = firstPause.multipliedBy(1L << Math.min(Math.max(attempts - 1, 0), 10));
        return pause.compareTo(longestPause) > 0 ? longestPause : pause;
    }
}
