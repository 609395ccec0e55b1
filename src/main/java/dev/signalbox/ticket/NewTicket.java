package dev.signalbox.ticket;

import org.jspecify.annotations.Nullable;

/** What is known of a ticket when it is requested; codes are those of the decision tables. */
public record NewTicket(
        String source,
        @Nullable String externalReference,
        String title,
        String description,
        String reportedCategory,
        String customerId,
        String partnerId,
        @Nullable String subscriptionId,
        @Nullable String productFamily,
        @Nullable String contactId,
        String policySet,
        String environment,
        String businessImpact,
        boolean commit24x7,
        @Nullable TicketNumber previous) {}
