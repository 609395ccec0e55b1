package dev.signalbox.messaging;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How long an event that came too early is kept waiting, and whose events are taken. */
@ConfigurationProperties("signalbox.messaging")
record InboxProperties(
        @DefaultValue("P7D") Duration parkTtl,
        @DefaultValue Map<String, Duration> parkTtlByType,
        @DefaultValue("P30D") Duration keepPayloads,
        @DefaultValue("ACCEPT") Unlisted unlistedSources,
        @Nullable Path mappingsDir) {

    /** How long an event of this type waits; types are named without prefix and version. */
    Duration parkTtl(String type) {
        return parkTtlByType.getOrDefault(Inbox.plain(type), parkTtl);
    }

    /** What becomes of events on Kafka whose source no service account lists. */
    enum Unlisted {
        ACCEPT,
        REFUSE
    }
}
