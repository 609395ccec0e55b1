package dev.signalbox.microsoft;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How reading one target's health goes: when it last worked, and what is in the way since. */
public record HealthPoll(
        String connection,
        String service,
        String target,
        String tenantId,
        Instant dueAt,
        @Nullable Instant triedAt,
        @Nullable Instant succeededAt,
        int failures,
        @Nullable String lastError) {}
