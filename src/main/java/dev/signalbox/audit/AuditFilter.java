package dev.signalbox.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which changes to show; null leaves a field open. */
public record AuditFilter(
        @Nullable String kind,
        @Nullable String id,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String partnerId,
        @Nullable Instant since) {}
