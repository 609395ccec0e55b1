package dev.signalbox.microsoft;

import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.Subscription;
import dev.signalbox.microsoft.connection.Connection;
import dev.signalbox.microsoft.connection.Connection.Call;
import dev.signalbox.microsoft.connection.MicrosoftService;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Suspected fraud on a customer's Azure subscription opens a ticket, one for each subscription; more of it is noted there.
 * With a user's token the events are read, without one the notice alone speaks. Source: Partner Center, get fraud events.
 */
@Component
class FraudEvents {

    private static final Pattern SUBSCRIPTION = Pattern.compile("[?&]SubscriptionId=([^&]+)", Pattern.CASE_INSENSITIVE);
    private static final int MOST_LINES = 50;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Customers customers;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    FraudEvents(Customers customers, ApplicationEventPublisher events, Clock clock) {
        this.customers = customers;
        this.events = events;
        this.clock = clock;
    }

    /** How many tickets were asked for, and what happened in words. */
    record Told(int tickets, String words) {}

    Told follow(Connection connection, PartnerNotice notice) {
        Matcher named = SUBSCRIPTION.matcher(notice.resourceUri());
        String subscription = named.find() ? URLDecoder.decode(named.group(1), StandardCharsets.UTF_8) : "";
        Map<String, List<JsonNode>> bySubscription = new LinkedHashMap<>();
        if (connection.hasPartnerCenterUser()) {
            for (JsonNode event : read(connection, subscription)) {
                bySubscription
                        .computeIfAbsent(text(event, "subscriptionId"), id -> new ArrayList<>())
                        .add(event);
            }
        }
        if (bySubscription.isEmpty() && !subscription.isBlank()) {
            bySubscription.put(subscription, List.of());
        }
        if (bySubscription.isEmpty()) {
            return new Told(0, "The notice names no subscription, and no fraud event is active");
        }
        int tickets = 0;
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, List<JsonNode>> one : bySubscription.entrySet()) {
            if (ask(connection, notice, one.getKey(), one.getValue())) {
                tickets++;
            } else {
                unknown.add(one.getKey());
            }
        }
        return new Told(
                tickets,
                unknown.isEmpty()
                        ? tickets + " subscriptions have a ticket"
                        : "No customer of ours has the subscription " + String.join(", ", unknown));
    }

    private static List<JsonNode> read(Connection connection, String subscription) {
        String query = subscription.isBlank()
                ? ""
                : "&SubscriptionId=" + URLEncoder.encode(subscription, StandardCharsets.UTF_8);
        JsonNode body = connection
                .send(Call.get(
                                MicrosoftService.PARTNER_CENTER,
                                connection.tenantId(),
                                "/v1/fraudEvents?EventStatus=Active" + query)
                        .with("MS-Contract-Version", "v1"))
                .body();
        List<JsonNode> found = new ArrayList<>();
        (body.isArray() ? body : body.path("items")).forEach(found::add);
        return found;
    }

    private boolean ask(Connection connection, PartnerNotice notice, String azure, List<JsonNode> found) {
        Optional<Owned> owned = owner(connection, azure, found);
        if (owned.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        ObjectNode data = JSON.createObjectNode();
        data.put("customerId", owned.get().customer().id());
        Subscription known = owned.get().subscription();
        if (known != null) {
            data.put("subscriptionId", known.id());
        }
        data.put("title", "Suspected fraud on Azure subscription " + Texts.cut(Texts.onOneLine(azure), 100));
        data.put("description", described(azure, found));
        data.put("reportedCategory", "FRAUD_SUSPICION");
        data.put("productFamily", "AZURE");
        data.put("businessImpact", "SIGNIFICANT");
        String id = found.isEmpty()
                ? notice.id()
                : Digests.of(String.join(
                        "\n",
                        found.stream()
                                .map(event -> text(event, "eventId"))
                                .sorted()
                                .toList()));
        Instant changed = notice.changedAt();
        events.publishEvent(new Noticed(
                "dev.signalbox.ticket.requested.v1",
                "urn:microsoft:partner:" + connection.tenantId() + ":fraud",
                id + "/" + azure,
                "azure-fraud/" + Texts.cut(azure, 100),
                changed == null || changed.isAfter(now) ? now : changed,
                data));
        return true;
    }

    private record Owned(Customer customer, @Nullable Subscription subscription) {}

    private Optional<Owned> owner(Connection connection, String azure, List<JsonNode> found) {
        Optional<Subscription> known = customers.byAzureSubscription(azure);
        Optional<Customer> customer = known.map(one -> customers.get(one.customerId()))
                .or(() -> found.stream()
                        .map(event -> text(event, "customerTenantId"))
                        .filter(tenant -> !tenant.isBlank())
                        .findFirst()
                        .flatMap(customers::byTenant))
                .filter(one -> one.partnerId().equals(connection.partnerId()));
        return customer.map(one -> new Owned(one, known.orElse(null)));
    }

    private static String described(String azure, List<JsonNode> found) {
        StringBuilder text = new StringBuilder(
                "Microsoft suspects fraud on the Azure subscription %s. ".formatted(azure)
                        + "Look at the resources, stop what is not the customer's, and say in Partner Center what it was.");
        found.stream().limit(MOST_LINES).forEach(event -> text.append("\n- ")
                .append(Texts.cut(
                        Texts.onOneLine("%s %s %s %s"
                                .formatted(
                                        text(event, "eventTime"),
                                        text(event, "eventType"),
                                        text(event, "entityName"),
                                        text(event, "entityUrl"))),
                        500)));
        return text.toString();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
