package dev.signalbox.ticket;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which tickets to list; null or empty means any. {@code sort} is a field's name, "-" before it turns it around. */
public record TicketFilter(
        List<TicketState> states,
        @Nullable String customer,
        @Nullable String queue,
        @Nullable String assignee,
        @Nullable String severity,
        @Nullable String externalReference,
        @Nullable Instant updatedSince,
        @Nullable String text,
        @Nullable String sort) {

    public static TicketFilter any() {
        return new TicketFilter(List.of(), null, null, null, null, null, null, null, null);
    }

    public TicketFilter ofCustomer(String only) {
        return new TicketFilter(states, only, queue, assignee, severity, externalReference, updatedSince, text, sort);
    }
}
