package dev.signalbox.workflow;

import dev.signalbox.ticket.TicketNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A piece of work for a person; {@code state} is {@code OPEN}, {@code COMPLETED} or {@code CANCELLED}. */
public record Task(
        String id,
        TicketNumber ticket,
        String customerId,
        String partnerId,
        String kind,
        String name,
        @Nullable String queue,
        @Nullable String assignee,
        String state,
        Instant createdAt,
        @Nullable Instant dueAt,
        @Nullable String endedBy) {}
