package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.clock.ProductClock;
import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Clocks on the running product; what they compute is tested in the room of the clocks. */
@SignalboxTest
class ClocksTest {

    private static final Duration BUDGET = Duration.ofSeconds(60);

    @LocalServerPort
    int port;

    @Autowired
    ProductClock clock;

    Api api;

    @BeforeEach
    void api() {
        api = new Api(port);
    }

    @Test
    void everySecondHasAnOwnerAndEveryDueTimeExplainsItself() {
        Walk walk = aroundTheClock();

        JsonNode ledger =
                api.get("agent", "/api/tickets/" + walk.number() + "/ledger").body();
        long wall = Duration.between(
                        Instant.parse(ledger.path("from").asString()),
                        Instant.parse(ledger.path("to").asString()))
                .toSeconds();
        long owned = StreamSupport.stream(ledger.path("seconds").spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .sum();
        assertThat(owned).isEqualTo(wall);
        JsonNode response = clock("agent", walk, "RESPONSE");
        assertThat(response.path("state").asString()).isEqualTo("RUNNING");
        assertThat(response.path("explanation").asString())
                .startsWith("1 h target: around the clock; ")
                .contains("due ");
    }

    @Test
    void aBreachIsToldWhereTheLedgerHasItAndTakenBackByALateTruth() {
        Walk walk = aroundTheClock();
        Instant due =
                Instant.parse(clock("agent", walk, "RESPONSE").path("dueAt").asString());

        clock.advance(Duration.ofHours(2));

        await().atMost(BUDGET).until(() -> told(walk, "ticket.sla-breached").size() == 1);
        JsonNode breach = told(walk, "ticket.sla-breached").getFirst();
        assertThat(breach.path("occurredAt").asString()).isEqualTo(due.toString());
        assertThat(breach.path("data").path("kind").asString()).isEqualTo("RESPONSE");
        assertThat(told(walk, "ticket.sla-warning")).isNotEmpty();
        await().atMost(BUDGET).until(() -> !told(walk, "ticket.paged").isEmpty());
        assertThat(walk.field("severity")).isEqualTo("B");

        Api.Answer corrected = api.post(
                "agent",
                "/api/tickets/" + walk.number() + "/waiting-since",
                Map.of(
                        "party",
                        "CUSTOMER",
                        "since",
                        due.minus(Duration.ofMinutes(30)).toString(),
                        "reason",
                        "They called and asked us to wait."));

        assertThat(corrected.status()).as(corrected.text()).isEqualTo(200);
        JsonNode response = clock("agent", walk, "RESPONSE");
        assertThat(response.path("state").asString()).isEqualTo("PAUSED");
        assertThat(response.path("paused").path("owner").asString()).isEqualTo("CUSTOMER");
        assertThat(response.path("breached").asBoolean()).isFalse();
        await().atMost(BUDGET)
                .until(() -> told(walk, "ticket.sla-breach-withdrawn").size() == 1);
        assertThat(told(walk, "ticket.sla-breached")).hasSize(1);
    }

    @Test
    void acknowledgingIsWorkOfTheDeskAndEndsOnTheTimeline() {
        Walk walk = aroundTheClock();

        assertThat(api.post("agent", "/api/tickets/" + walk.number() + "/acknowledge", Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(api.post("customer", "/api/tickets/" + walk.number() + "/acknowledge", Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(told(walk, "ticket.acknowledged")).hasSize(1);
    }

    @Test
    void aLateTruthStaysWithinTheTicketsLife() {
        Walk walk = aroundTheClock();

        Api.Answer before = api.post(
                "agent",
                "/api/tickets/" + walk.number() + "/waiting-since",
                Map.of("party", "CUSTOMER", "since", "2020-01-01T00:00:00Z", "reason", "A typing error."));

        assertThat(before.status()).isEqualTo(422);
        assertThat(before.text()).contains("since");
    }

    @Test
    void aCalendarThatIsWrongIsRefusedByField() {
        Api.Answer refused = api.put(
                "operator",
                "/api/calendars/clocks-wrong",
                Map.of(
                        "name",
                        "Wrong",
                        "timeZone",
                        "Europe/Prague",
                        "hours",
                        List.of("Mon 09:00-12:00", "Mon 11:00-13:00"),
                        "holidays",
                        List.of("XX")));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("periods apart from each other", "a country or region such as CZ");
    }

    private Walk aroundTheClock() {
        return Walk.request(api, Map.of("customerId", "demo-provider-1"));
    }

    private JsonNode clock(String who, Walk walk, String kind) {
        JsonNode clocks =
                api.get(who, "/api/tickets/" + walk.number() + "/clocks").body().path("items");
        return StreamSupport.stream(clocks.spliterator(), false)
                .filter(clock -> clock.path("kind").asString().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError(kind + " in " + clocks));
    }

    private List<JsonNode> told(Walk walk, String type) {
        JsonNode entries = api.get("agent", "/api/tickets/" + walk.number() + "/timeline")
                .body()
                .path("items");
        return StreamSupport.stream(entries.spliterator(), false)
                .filter(entry -> entry.path("type").asString().equals(type)
                        && !entry.path("data").path("kind").asString("RESPONSE").equals("UPDATE"))
                .toList();
    }
}
