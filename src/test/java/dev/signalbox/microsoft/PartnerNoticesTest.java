package dev.signalbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.demo.microsoft.Fault;
import dev.signalbox.demo.microsoft.GraphRelationships;
import dev.signalbox.demo.microsoft.PartnerCenterDesk;
import dev.signalbox.demo.microsoft.PartnerCenterHooks;
import dev.signalbox.demo.microsoft.SimulatedMicrosoft;
import dev.signalbox.support.Api;
import dev.signalbox.support.FilingCustomer;
import dev.signalbox.support.MicrosoftForTests;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Partner Center tells by webhook, as the simulated one does it, and what follows is seen through the API. */
@SignalboxTest
class PartnerNoticesTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Instant LATER = Instant.parse("2098-01-01T00:00:00Z");
    private static final String SERVICE_SUPPORT = "f023fd81-a637-4b56-95fd-791ac0226033";

    @LocalServerPort
    int port;

    @Autowired
    SimulatedMicrosoft microsoft;

    @Autowired
    GraphRelationships relationships;

    @Autowired
    PartnerCenterDesk partnerCenter;

    @Autowired
    PartnerCenterHooks hooks;

    private final String relationship = UUID.randomUUID().toString();
    private Api api;
    private URI callback;
    private FilingCustomer customer;

    @BeforeEach
    void aCustomer() {
        api = new Api(port);
        callback = URI.create(
                "http://127.0.0.1:" + port + "/api/microsoft/partner-center/" + MicrosoftForTests.CONNECTION);
        customer = FilingCustomer.of(api).subscribes(api, "M365", Map.of()).subscribesToAzure(api, "CSP");
    }

    private byte[] relationshipEvent(String action) {
        return hooks.event(
                "granular-admin-relationship-" + action,
                "https://partner.microsoft.com/granularAdminRelationships/" + relationship,
                "GranularAdminRelationship");
    }

    private JsonNode access() {
        return api.get("operator", "/api/delegated-access?size=200")
                .body()
                .path("items")
                .valueStream()
                .filter(row -> row.path("customerId").asString().equals(customer.id()))
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> notices(String name) {
        return api.get("operator", "/api/microsoft/notices?size=200")
                .body()
                .path("items")
                .valueStream()
                .filter(notice -> notice.path("name").asString().equals(name))
                .toList();
    }

    private Walk preparing() {
        Walk walk = Walk.request(api, Map.of("customerId", customer.id()));
        if (walk.tasks().contains("check-health")) {
            walk.healthy();
        }
        return walk.diagnosed("UNDOCUMENTED_DEVIATION").is("ESCALATION_PREPARING");
    }

    @Test
    void whoeverCannotSignAsMicrosoftIsTurnedAwayAndLearnsNothing() {
        byte[] event = relationshipEvent("terminated");

        assertThat(hooks.deliver(callback, event, Map.of("Authorization", ""))).isEqualTo(401);
        assertThat(hooks.deliver(callback, event, Map.of("Authorization", "Signature AAAA")))
                .isEqualTo(401);
        assertThat(hooks.deliver(callback, event, Map.of("X-MS-Certificate-Url", "http://evil.example/a.cer")))
                .isEqualTo(401);
        assertThat(hooks.deliver(callback.resolve("unknown"), event)).isEqualTo(401);
        assertThat(notices("granular-admin-relationship-terminated"))
                .noneMatch(notice -> notice.path("resourceUri").asString().contains(relationship));
    }

    @Test
    void aSignatureInAHeaderOfItsOwnIsTakenToo() {
        byte[] event = hooks.event(
                "test-created",
                "https://api.partnercenter.microsoft.com/webhooks/v1/registration/" + "validationEvents/"
                        + relationship,
                "test");

        assertThat(hooks.deliver(
                        callback, event, Map.of("Authorization", "", "X-MS-Signature", hooks.signature(event))))
                .isEqualTo(202);

        await().atMost(SOON).untilAsserted(() -> assertThat(notices("test-created"))
                .anyMatch(notice -> notice.path("resourceUri").asString().contains(relationship)
                        && notice.path("state").asString().equals("DONE")));
    }

    @Test
    void whatIsSignedAndNoNoticeIsRefusedByItsField() {
        byte[] noEvent = "{\"resource\": 1}".getBytes(StandardCharsets.UTF_8);

        assertThat(hooks.deliver(callback, noEvent)).isEqualTo(400);
        assertThat(hooks.deliver(callback, "no json".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(400);
    }

    @Test
    void aTerminatedRelationshipIsReadFromGraphAndOpenTicketsWeighAgain() {
        relationships.relationship(relationship, customer.tenant(), "active", LATER, SERVICE_SUPPORT);
        Walk walk = preparing().packaged();
        relationships.becomes(relationship, "terminated");

        assertThat(hooks.deliver(callback, relationshipEvent("terminated"))).isEqualTo(202);

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(access().path("status").asString()).isEqualTo("terminated"));
        assertThat(walk.told()).contains("ticket.access-changed");
        walk.is("AWAITING_CUSTOMER");

        relationships.becomes(relationship, "active");
        assertThat(hooks.deliver(callback, relationshipEvent("activated"))).isEqualTo(202);

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(access().path("status").asString()).isEqualTo("active"));
        assertThat(access().path("endDate").asString()).startsWith("2098-01-01");
        assertThat(access().path("roles").valueStream().map(JsonNode::asString).toList())
                .containsExactly("Service support administrator");
        walk.is("ESCALATION_PREPARING");
    }

    @Test
    void aRelationshipThatEndsBesideOneThatStandsTakesNothingAway() {
        String other = UUID.randomUUID().toString();
        relationships
                .relationship(
                        relationship,
                        customer.tenant(),
                        "expired",
                        Instant.parse("2020-01-01T00:00:00Z"),
                        SERVICE_SUPPORT)
                .relationship(other, customer.tenant(), "active", LATER, SERVICE_SUPPORT);

        assertThat(hooks.deliver(callback, relationshipEvent("expired"))).isEqualTo(202);

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(access().path("endDate").asString()).startsWith("2098-01-01"));
        assertThat(access().path("status").asString()).isEqualTo("active");
    }

    @Test
    void whileGraphIsAwayTheNoticeWaitsAndIsFollowedUpAfterwards() {
        relationships.relationship(relationship, customer.tenant(), "expired", Instant.parse("2020-01-01T00:00:00Z"));
        // the hourly reading may meet one of them
        microsoft.scenario().next(2, "delegatedAdminRelationships", Fault.throttled(Duration.ofSeconds(1)));

        assertThat(hooks.deliver(callback, relationshipEvent("expired"))).isEqualTo(202);

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(access().path("status").asString()).isEqualTo("expired"));
        assertThat(notices("granular-admin-relationship-expired"))
                .filteredOn(notice -> notice.path("resourceUri").asString().contains(relationship))
                .singleElement()
                .satisfies(notice -> assertThat(notice.path("attempts").asInt()).isGreaterThanOrEqualTo(2));
    }

    @Test
    void toldTwiceItIsOneNotice() {
        byte[] event = hooks.event(
                "referral-created",
                "https://api.partnercenter.microsoft.com/engagements/v1/referrals/" + relationship,
                "referral");

        assertThat(hooks.deliver(callback, event)).isEqualTo(202);
        assertThat(hooks.deliver(callback, event)).isEqualTo(202);

        await().atMost(SOON).untilAsserted(() -> assertThat(notices("referral-created"))
                .filteredOn(notice -> notice.path("resourceUri").asString().contains(relationship))
                .singleElement()
                .satisfies(notice -> assertThat(notice.path("state").asString()).isEqualTo("IGNORED")));
    }

    @Test
    void suspectedFraudOpensOneTicketForTheSubscriptionAndMoreOfItIsNotedThere() {
        String uri = "https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId="
                + customer.azureSubscription() + "&EventStatus=Active";
        partnerCenter.suspects(
                UUID.randomUUID().toString(), customer.tenant(), customer.azureSubscription(), "vm-miner-1");

        assertThat(hooks.deliver(callback, hooks.event("azure-fraud-event-detected", uri, "AzureFraud")))
                .isEqualTo(202);

        await().atMost(SOON).untilAsserted(() -> assertThat(tickets()).hasSize(1));
        JsonNode ticket = tickets().getFirst();
        assertThat(ticket.path("title").asString()).contains(customer.azureSubscription());
        assertThat(ticket.path("issueClass").asString()).isEqualTo("COMMERCIAL");
        assertThat(ticket.path("severity").asString()).isEqualTo("B");
        assertThat(ticket.path("subscriptionId").asString()).isEqualTo(customer.id() + "-azure");
        assertThat(ticket.path("description").asString()).contains("vm-miner-1");

        partnerCenter.suspects(
                UUID.randomUUID().toString(), customer.tenant(), customer.azureSubscription(), "vm-miner-2");
        assertThat(hooks.deliver(callback, hooks.event("azure-fraud-event-detected", uri + "&x=2", "AzureFraud")))
                .isEqualTo(202);

        Walk walk = Walk.of(api, ticket.path("number").asString());
        await().atMost(SOON).untilAsserted(() -> assertThat(walk.told()).contains("ticket.recurred"));
        assertThat(tickets()).hasSize(1);
    }

    private List<JsonNode> tickets() {
        return api.get("lead", "/api/tickets?size=200&customer=" + customer.id())
                .body()
                .path("items")
                .valueStream()
                .toList();
    }

    @Test
    void fraudOnASubscriptionNobodyKnowsIsLeftToPeople() {
        String unknown = UUID.randomUUID().toString();

        assertThat(hooks.deliver(
                        callback,
                        hooks.event(
                                "azure-fraud-event-detected",
                                "https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=" + unknown,
                                "AzureFraud")))
                .isEqualTo(202);

        await().atMost(SOON).untilAsserted(() -> assertThat(notices("azure-fraud-event-detected"))
                .filteredOn(notice -> notice.path("resourceUri").asString().contains(unknown))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.path("state").asString()).isEqualTo("FAILED");
                    assertThat(notice.path("outcome").asString()).contains("No customer of ours", unknown);
                }));
    }

    @Test
    void anUpdatedSubscriptionAndAnInvoiceAreToldToThePartnersSystems() {
        String subscription = UUID.randomUUID().toString();
        String invoice = "G" + relationship.substring(0, 8);

        hooks.deliver(
                callback,
                hooks.event(
                        "subscription-updated",
                        "http://api.partnercenter.microsoft.com/webhooks/v1/customers/" + customer.tenant()
                                + "/subscriptions/" + subscription,
                        "subscription"));
        hooks.deliver(
                callback,
                hooks.event(
                        "invoice-ready", "http://api.partnercenter.microsoft.com/v1/invoices/" + invoice, "invoice"));

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(outcome("subscription-updated", subscription)).isEqualTo("Told as subscription.updated");
            assertThat(outcome("invoice-ready", invoice)).isEqualTo("Told as invoice.ready");
        });
    }

    private String outcome(String name, String resource) {
        return notices(name).stream()
                .filter(notice -> notice.path("resourceUri").asString().contains(resource))
                .map(notice -> notice.path("outcome").asString())
                .findFirst()
                .orElse("");
    }

    @Test
    void noticesAreForOperatorsOnly() {
        assertThat(api.get("agent", "/api/microsoft/notices").status()).isEqualTo(403);
        assertThat(api.get("customer", "/api/microsoft/notices").status()).isEqualTo(403);
    }
}
