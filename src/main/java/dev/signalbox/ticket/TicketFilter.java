package dev.signalbox.ticket;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which tickets to list; null or empty means any. {@code sort} is a field's name, "-" before it turns it around. */
public record TicketFilter(
        List<TicketState> states,
        @Nullable String partner,
        @Nullable String customer,
        @Nullable String queue,
        @Nullable String assignee,
        @Nullable String severity,
        @Nullable String externalReference,
        @Nullable Instant updatedSince,
        @Nullable String text,
        @Nullable String sort) {

    public static TicketFilter any() {
        return new TicketFilter(List.of(), null, null, null, null, null, null, null, null, null);
    }

    /** The same within one partner's or one customer's data; null leaves it open. */
    public TicketFilter within(@Nullable String onlyPartner, @Nullable String onlyCustomer) {
        return new TicketFilter(
                states,
                onlyPartner == null ? partner : onlyPartner,
                onlyCustomer == null ? customer : onlyCustomer,
                queue,
                assignee,
                severity,
                externalReference,
                updatedSince,
                text,
                sort);
    }
}
