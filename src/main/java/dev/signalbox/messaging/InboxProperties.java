package dev.signalbox.messaging;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How long an event that came too early is kept waiting, and whose events are taken. */
@ConfigurationProperties("signalbox.messaging")
record InboxProperties(
        @DefaultValue("P7D") Duration parkTtl,
        @DefaultValue("ACCEPT") Unlisted unlistedSources) {

    /** What becomes of events on Kafka whose source no service account lists. */
    enum Unlisted {
        ACCEPT,
        REFUSE
    }
}
