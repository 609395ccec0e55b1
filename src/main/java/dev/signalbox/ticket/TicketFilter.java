package dev.signalbox.ticket;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tickets to list; null or empty means any. {@code sort} is a field's name, "-" before it turns it around.
 *
 * @param assignees any of these; with {@link #NOBODY} also those that nobody has
 * @param customers any of these
 * @param nextMoves whose turn it is
 * @param dueBefore due by then or overdue
 * @param named customers that {@code text} names too, beside what it finds in the ticket itself
 */
public record TicketFilter(
        List<TicketState> states,
        @Nullable String partner,
        @Nullable String customer,
        @Nullable String queue,
        Set<String> assignees,
        @Nullable String severity,
        @Nullable String externalReference,
        @Nullable Instant updatedSince,
        @Nullable String text,
        @Nullable String sort,
        Set<String> customers,
        @Nullable String productFamily,
        Set<String> nextMoves,
        @Nullable Instant dueBefore,
        Set<String> named) {

    /** Among {@code assignees}: what has no owner. */
    public static final String NOBODY = "";

    public TicketFilter(
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
        this(
                states,
                partner,
                customer,
                queue,
                assignee == null ? Set.of() : Set.of(assignee),
                severity,
                externalReference,
                updatedSince,
                text,
                sort,
                Set.of(),
                null,
                Set.of(),
                null,
                Set.of());
    }

    public static TicketFilter any() {
        return new TicketFilter(List.of(), null, null, null, (String) null, null, null, null, null, null);
    }

    /** The same within one partner's or one customer's data; null leaves it open. */
    public TicketFilter within(@Nullable String onlyPartner, @Nullable String onlyCustomer) {
        return new TicketFilter(
                states,
                onlyPartner == null ? partner : onlyPartner,
                onlyCustomer == null ? customer : onlyCustomer,
                queue,
                assignees,
                severity,
                externalReference,
                updatedSince,
                text,
                sort,
                customers,
                productFamily,
                nextMoves,
                dueBefore,
                named);
    }
}
