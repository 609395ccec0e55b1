package dev.signalbox.messaging;

import dev.signalbox.messaging.EventResult.Fate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of an event, in one sentence and in fields.
 *
 * @param step the state the ticket was in after the event was applied
 * @param waitsFor the message of the flow, or the request, that a parked event waits for
 * @param duplicates how often the same event came again
 * @param deadLetter the id under which it can be seen and sent again
 * @param mend what would make it apply
 */
public record Explanation(
        String source,
        String id,
        @Nullable String type,
        Fate result,
        String sentence,
        @Nullable String ticket,
        @Nullable String step,
        @Nullable String reason,
        @Nullable String waitsFor,
        @Nullable Instant until,
        Instant receivedAt,
        String transport,
        int duplicates,
        @Nullable Instant lastSeenAt,
        @Nullable String deadLetter,
        @Nullable String mend) {}
