package dev.signalbox.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something on its way in: the event as it was read, or why it could not be.
 *
 * @param appendedAt when the broker took it; null by any other transport
 */
record Incoming(
        @Nullable InboundEvent event,
        @Nullable String unreadable,
        Arrival arrival,
        @Nullable Instant appendedAt,
        long sinceNanos) {

    static Incoming of(InboundEvent event, Arrival arrival) {
        return new Incoming(event, null, arrival, null, System.nanoTime());
    }

    static Incoming appended(InboundEvent event, Arrival arrival, long millis) {
        return new Incoming(event, null, arrival, Instant.ofEpochMilli(millis), System.nanoTime());
    }

    static Incoming unreadable(String reason, Arrival arrival) {
        return new Incoming(null, reason, arrival, null, System.nanoTime());
    }
}
