package dev.signalbox.microsoft;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Partner Center's notices are followed up.
 *
 * @param relationshipsEvery how often all delegated admin relationships are read, for the notices that never came
 * @param takenFor how long one node keeps what it works on to itself
 * @param firstPause the first wait after a failure; each further one is twice as long
 * @param giveUpAfter attempts after which a notice is left as failed
 */
@ConfigurationProperties("signalbox.microsoft.notices")
record NoticeProperties(
        @DefaultValue("PT1H") Duration relationshipsEvery,
        @DefaultValue("PT5M") Duration takenFor,
        @DefaultValue("PT15S") Duration firstPause,
        @DefaultValue("12") int giveUpAfter) {

    Duration pause(int attempts) {
        return firstPause.multipliedBy(1L << Math.min(Math.max(attempts - 1, 0), 8));
    }
}
