package dev.signalbox.microsoft;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something Partner Center told, and what became of it: {@code WAITING}, {@code DONE}, {@code IGNORED} or {@code FAILED}. */
public record PartnerNotice(
        String id,
        String connection,
        String name,
        String resourceUri,
        @Nullable Instant changedAt,
        Instant receivedAt,
        String state,
        int attempts,
        @Nullable String outcome) {}
