package dev.signalbox.ticket;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing that happened to a ticket. Published inside the transaction that appended it. */
public record TimelineEntry(
        TicketNumber ticket,
        int sequence,
        TimelineType type,
        Instant time,
        Instant occurredAt,
        String actor,
        @Nullable String causeSource,
        @Nullable String causeId,
        Map<String, Object> data) {}
