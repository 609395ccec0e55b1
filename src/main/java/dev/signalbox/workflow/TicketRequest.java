package dev.signalbox.workflow;

import org.jspecify.annotations.Nullable;

/** A request for support as it came in; checked against its schema, not yet against our data. */
public record TicketRequest(
        String source,
        @Nullable String externalReference,
        String customerId,
        @Nullable String subscriptionId,
        String title,
        String description,
        String reportedCategory,
        @Nullable String productFamily,
        @Nullable String businessImpact,
        @Nullable String environment,
        @Nullable Boolean commit24x7,
        @Nullable Contact contact,
        @Nullable String policySet) {

    /** Whom to reach about the request. */
    public record Contact(
            String name, String email, @Nullable String phone) {}
}
