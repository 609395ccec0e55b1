package dev.signalbox.web.api;

import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.web.security.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A ticket as the API tells it; unknown is null. */
record TicketView(
        String number,
        @Nullable String externalReference,
        String title,
        String description,
        TicketState state,
        @Nullable String severity,
        @Nullable String issueClass,
        @Nullable String boundary,
        @Nullable String handlingParty,
        @Nullable String vehicle,
        @Nullable String channel,
        @Nullable String externalId,
        @Nullable String queue,
        @Nullable String assignee,
        String customerId,
        @Nullable String subscriptionId,
        @Nullable String productFamily,
        String policySet,
        @Nullable String nextMove,
        Instant createdAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt,
        @Nullable Instant dueAt,
        String reportedCategory,
        String businessImpact,
        String environment,
        boolean commit24x7,
        @Nullable String thirdPartyReference,
        @Nullable String healthIssueId,
        @Nullable String mergedInto,
        @Nullable String previousNumber,
        @Nullable String splitFrom) {

    /** A customer sees nothing of what was written under the customer before it. */
    static TicketView of(Caller caller, Ticket ticket) {
        return new TicketView(
                ticket.number().toString(),
                ticket.externalReference(),
                ticket.title(),
                caller.isCustomer() && ticket.descriptionWithheld() ? "" : ticket.description(),
                ticket.state(),
                ticket.severity(),
                ticket.issueClass(),
                ticket.boundary(),
                ticket.handlingParty(),
                ticket.vehicle(),
                ticket.channel(),
                ticket.externalId(),
                ticket.queue(),
                ticket.assignee(),
                ticket.customerId(),
                ticket.subscriptionId(),
                ticket.productFamily(),
                ticket.policySet(),
                ticket.nextMove(),
                ticket.createdAt(),
                ticket.resolvedAt(),
                ticket.closedAt(),
                ticket.dueAt(),
                ticket.reportedCategory(),
                ticket.businessImpact(),
                ticket.environment(),
                ticket.commit24x7(),
                ticket.thirdPartyReference(),
                ticket.healthIssueId(),
                ticket.mergedInto() == null ? null : ticket.mergedInto().toString(),
                ticket.previousNumber() == null ? null : ticket.previousNumber().toString(),
                ticket.splitFrom() == null ? null : ticket.splitFrom().toString());
    }
}
