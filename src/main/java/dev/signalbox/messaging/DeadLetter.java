package dev.signalbox.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that came in and could not be read or applied, with the reason. */
public record DeadLetter(
        String id,
        @Nullable String source,
        @Nullable String eventId,
        String transport,
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable Long offset,
        String reason,
        byte @Nullable [] payload,
        Instant at,
        @Nullable Instant replayedAt,
        @Nullable String replayResult) {}
