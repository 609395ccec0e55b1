package dev.signalbox.opportunity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.TopicContent;
import dev.signalbox.support.Walk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A need noticed on a ticket, from the note to the CRM. */
@SignalboxTest
class OpportunityTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @LocalServerPort
    int port;

    @Value("${signalbox.broker.port}")
    int broker;

    Api api;

    @BeforeEach
    void client() {
        api = new Api(port);
    }

    private Api.Answer note(Walk walk, Map<String, ?> fields, String... headers) {
        return api.post("agent", "/api/tickets/" + walk.number() + "/opportunities", fields, headers);
    }

    /** What went out about the opportunity, in order. */
    private List<JsonNode> told(String id) {
        return TopicContent.of("127.0.0.1:" + broker, "signalbox.partner-events.v1").stream()
                .map(sent -> JSON.readTree(new String(sent.value(), StandardCharsets.UTF_8)))
                .filter(event -> event.path("subject").asString().equals(id))
                .toList();
    }

    private List<JsonNode> told(String id, int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> told(id).size() >= count);
        return told(id);
    }

    @Test
    void aNeedIsNotedInOneStepListedForTheCustomerAndToldOnceWithoutItsWords() {
        Walk walk = Walk.request(api, Map.of());

        Api.Answer noted = note(
                walk,
                Map.of("productFamily", "AZURE", "note", "Eva asked for a backup in the cloud"),
                "Idempotency-Key",
                "need-" + walk.number());
        Api.Answer again = note(
                walk,
                Map.of("productFamily", "AZURE", "note", "Eva asked for a backup in the cloud"),
                "Idempotency-Key",
                "need-" + walk.number());
        String id = noted.body().path("id").asString();

        assertThat(noted.status()).as(noted.text()).isEqualTo(201);
        assertThat(again.body().path("id").asString()).isEqualTo(id);
        assertThat(noted.headers().get("location").getFirst()).isEqualTo("/api/opportunities/" + id);
        for (String list : List.of(
                "/api/customers/demo-direct-1/opportunities",
                "/api/opportunities?ticket=" + walk.number(),
                "/api/tickets/" + walk.number() + "/opportunities")) {
            JsonNode first = api.get("auditor", list).body().path("items").path(0);
            assertThat(first.path("id").asString()).as(list).isEqualTo(id);
            assertThat(first.path("note").asString()).isEqualTo("Eva asked for a backup in the cloud");
        }
        assertThat(told(id, 1)).singleElement().satisfies(event -> {
            assertThat(event.path("type").asString()).isEqualTo("dev.signalbox.opportunity.noted.v1");
            assertThat(event.path("data").toString())
                    .isEqualTo(
                            "{\"opportunityId\":\"%s\",\"ticket\":\"%s\",\"customerId\":\"demo-direct-1\",\"partnerId\":\"demo-direct\",\"productFamily\":\"AZURE\",\"state\":\"NOTED\"}"
                                    .formatted(id, walk.number()));
        });
        assertThat(walk.told()).filteredOn("ticket.opportunity-noted"::equals).hasSize(1);
        assertThat(walk.timeline().toString()).doesNotContain("Eva asked");
    }

    @Test
    void itsStateChangesWithAReasonForAuditorsAndIsToldOnce() {
        Walk walk = Walk.request(api, Map.of());
        String id = note(walk, Map.of("service", "Managed firewall", "note", "Two branches without one"))
                .body()
                .path("id")
                .asString();

        for (int i = 0; i < 2; i++) {
            assertThat(api.post(
                                    "lead",
                                    "/api/opportunities/" + id + "/state",
                                    Map.of("state", "WON", "reason", "Signed"))
                            .body()
                            .path("state")
                            .asString())
                    .isEqualTo("WON");
        }

        assertThat(api.get("auditor", "/api/audit?kind=opportunities&id=" + id)
                        .body()
                        .path("items"))
                .singleElement()
                .satisfies(row -> assertThat(row.toString()).contains("NOTED", "WON", "Signed"));
        assertThat(told(id, 2))
                .extracting(event -> event.path("type").asString())
                .containsExactly("dev.signalbox.opportunity.noted.v1", "dev.signalbox.opportunity.changed.v1");
        assertThat(api.get("agent", "/api/opportunities?state=WON").text()).contains(id);
        assertThat(api.get("agent", "/api/opportunities?state=NOTED").text()).doesNotContain(id);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Walk walk = Walk.request(api, Map.of());
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("note", "Nothing named"),
                Map.of("productFamily", "AZURE"),
                Map.of("productFamily", "TOASTERS", "note", "x"),
                Map.of("productFamily", "AZURE", "note", "x".repeat(4001)),
                Map.of("service", "x".repeat(201), "note", "x"),
                Map.of("productFamily", "AZURE", "note", "x", "state", "WON"),
                Map.of("productFamily", 7, "note", "x"))) {
            assertThat(note(walk, wrong).status()).as(wrong.toString()).isEqualTo(422);
        }
        assertThat(api.get("agent", "/api/opportunities?state=SOLD").status()).isEqualTo(422);
        assertThat(api.get("customer", "/api/opportunities").status()).isEqualTo(403);
        assertThat(api.get("agent", "/api/customers/nobody/opportunities").status())
                .isEqualTo(404);
    }
}
