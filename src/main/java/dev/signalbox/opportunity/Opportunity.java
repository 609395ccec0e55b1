package dev.signalbox.opportunity;

import dev.signalbox.ticket.TicketNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A need for a new service, noticed on a ticket.
 *
 * @param productFamily what the customer needs, or in the words of {@code service} where it is none of the families
 */
public record Opportunity(
        String id,
        TicketNumber ticket,
        String customerId,
        String partnerId,
        @Nullable String productFamily,
        @Nullable String service,
        String note,
        State state,
        String notedBy,
        Instant notedAt,
        Instant changedAt) {

    /** What became of it. */
    public enum State {
        NOTED,
        WON,
        LOST,
        DROPPED
    }
}
