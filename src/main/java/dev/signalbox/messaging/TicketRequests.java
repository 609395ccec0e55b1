package dev.signalbox.messaging;

import dev.signalbox.workflow.TicketRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a request for support from JSON that fits the schema of {@code ticket.requested}. */
public final class TicketRequests {

    public static final String TYPE = "dev.signalbox.ticket.requested.v1";

    private TicketRequests() {}

    public static TicketRequest read(JsonNode data, String source, @Nullable String reference) {
        JsonNode contact = data.path("contact");
        JsonNode commit = data.path("commit24x7");
        return new TicketRequest(
                source,
                reference,
                Reactions.needed(data, "customerId"),
                Reactions.text(data, "subscriptionId"),
                Reactions.needed(data, "title"),
                Reactions.needed(data, "description"),
                Reactions.needed(data, "reportedCategory"),
                Reactions.text(data, "productFamily"),
                Reactions.text(data, "businessImpact"),
                Reactions.text(data, "environment"),
                commit.isBoolean() ? commit.booleanValue() : null,
                contact.isObject()
                        ? new TicketRequest.Contact(
                                Reactions.needed(contact, "name"),
                                Reactions.needed(contact, "email"),
                                Reactions.text(contact, "phone"))
                        : null,
                Reactions.text(data, "policySet"));
    }
}
