package dev.signalbox.opportunity;

import dev.signalbox.ticket.TicketNumber;
import org.jspecify.annotations.Nullable;

/** Which opportunities to show; null leaves a field open. */
public record OpportunityFilter(
        @Nullable String partnerId,
        @Nullable String customerId,
        @Nullable TicketNumber ticket,
        Opportunity.@Nullable State state) {}
