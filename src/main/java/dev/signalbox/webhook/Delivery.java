package dev.signalbox.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One event on its way to one webhook; its id is the same at every attempt. */
public record Delivery(
        String id,
        String webhook,
        String eventId,
        String type,
        @Nullable String ticket,
        State state,
        @Nullable String reason,
        int attempts,
        Instant queuedAt,
        @Nullable Instant nextAt,
        @Nullable Instant endedAt,
        boolean payloadKept) {

    /** {@code QUEUED} also while it is tried again and again; {@code DEAD} when it is given up. */
    public enum State {
        QUEUED,
        DELIVERED,
        DEAD
    }

    /** One request, and what was answered. */
    public record Attempt(
            int attempt,
            Instant at,
            @Nullable Integer status,
            int millis,
            @Nullable String reason,
            @Nullable String answer) {}
}
