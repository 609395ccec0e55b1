package dev.signalbox.microsoft;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A published issue of a service; classification is {@code INCIDENT} or {@code ADVISORY}. */
public record HealthIssue(
        String id,
        String title,
        String service,
        String classification,
        String status,
        boolean resolved,
        @Nullable Instant startedAt,
        @Nullable Instant modifiedAt) {}
