package dev.signalbox.web.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.clock.ProductClock;
import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Reports and questions about changes, on tickets that were led through the running product. */
@SignalboxTest
class ClockReportsTest {

    private static final ZoneId PRAGUE = ZoneId.of("Europe/Prague");

    @LocalServerPort
    int port;

    @Autowired
    ProductClock clock;

    Api api;
    String customer;

    /** A customer of its own, served around the clock by the second. */
    @BeforeEach
    void customer() {
        api = new Api(port);
        customer = "report-" + UUID.randomUUID().toString().substring(0, 8);
        put(
                "customers",
                customer,
                Map.of(
                        "partnerId", "demo-direct",
                        "name", "Customer of reports",
                        "tenantId", UUID.randomUUID().toString(),
                        "domain", customer + ".example",
                        "country", "CZ",
                        "timeZone", "Europe/Prague"));
        put("contracts", customer, Map.of("customerId", customer, "tier", "GOLD", "aroundTheClock", true));
        put("subscriptions", customer, Map.of("customerId", customer, "productFamily", "M365", "name", "Office"));
    }

    @Test
    void aMonthTellsWhatWasKeptAndBrokenWhoUsedTheTimeAndWhy() {
        Walk kept = Walk.request(api, Map.of("customerId", customer));
        word(kept);
        Walk broken = Walk.request(api, Map.of("customerId", customer));
        Instant due = due(broken, "RESPONSE");
        clock.advance(Duration.ofHours(3));
        word(broken);

        JsonNode report = report("lead", "");

        JsonNode line = lines(report).getFirst();
        assertThat(line.path("customer").asString()).isEqualTo("Customer of reports");
        assertThat(line.path("tickets").asInt()).isEqualTo(2);
        JsonNode response = line.path("attainment").path("RESPONSE");
        assertThat(response.path("kept").asInt()).isEqualTo(1);
        assertThat(response.path("broken").asInt()).isEqualTo(1);
        assertThat(response.path("percent").asDouble()).isEqualTo(50.0);
        long all = sum(line.path("seconds"));
        assertThat(line.path("seconds").path("PARTNER_DESK").asLong()).isEqualTo(all);
        assertThat(sum(line.path("deskSecondsByLevel"))).isEqualTo(all);
        assertThat(all).isBetween(2 * 3 * 3_600L, 2 * 3 * 3_600L + 600);
        JsonNode breach = report.path("breaches").get(0);
        assertThat(report.path("breaches")).hasSize(1);
        assertThat(breach.path("ticket").asString()).isEqualTo(broken.number());
        assertThat(breach.path("clock").asString()).isEqualTo("RESPONSE");
        assertThat(breach.path("dueAt").asString()).isEqualTo(due.toString());
        assertThat(breach.path("reason").asString()).isEqualTo("PARTNER_DESK");
        assertThat(breach.path("reasonSeconds").asLong())
                .isEqualTo(Duration.parse(breach.path("target").asString()).toSeconds());
        assertThat(breach.path("explanation").asString()).contains("due ");
    }

    @Test
    void theTimeOfALateTruthMovesToWhomItBelongs() {
        Walk walk = Walk.request(api, Map.of("customerId", customer));
        Instant since = clock.instant();
        clock.advance(Duration.ofHours(5));
        api.post(
                "agent",
                "/api/tickets/" + walk.number() + "/waiting-since",
                Map.of("party", "CUSTOMER", "since", since.toString(), "reason", "They asked us to wait."));

        JsonNode report = report("manager", "");

        assertThat(lines(report).getFirst().path("seconds").path("CUSTOMER").asLong())
                .isBetween(5 * 3_600L - 5, 5 * 3_600L + 60);
        assertThat(report.path("breaches")).isEmpty();
    }

    @Test
    void casesFiledWithMicrosoftStandAgainstRequestsReceivedByProduct() {
        put(
                "delegated-access",
                customer,
                Map.of(
                        "customerId",
                        customer,
                        "status",
                        "active",
                        "endDate",
                        clock.instant().plus(Duration.ofDays(300)).toString(),
                        "roles",
                        List.of("Service support administrator")));
        Walk.request(api, Map.of("customerId", customer));
        Walk filed = Walk.request(api, Map.of("customerId", customer))
                .healthy()
                .diagnosed("SERVICE_MALFUNCTION")
                .filed("2611" + (1_000_000_000L + System.nanoTime() % 1_000_000_000L));
        filed.is("AWAITING_MICROSOFT");

        JsonNode rates = report("lead", "").path("caseRates");

        assertThat(rates).hasSize(1);
        assertThat(rates.get(0).path("productFamily").asString()).isEqualTo("M365");
        assertThat(rates.get(0).path("received").asInt()).isEqualTo(2);
        assertThat(rates.get(0).path("cases").asInt()).isEqualTo(1);
        assertThat(rates.get(0).path("perHundred").asDouble()).isEqualTo(50.0);
    }

    @Test
    void aSheetHasTheSameNumbersAndTakingItAwayIsKept() {
        word(Walk.request(api, Map.of("customerId", customer)));

        Api.Answer sheet = api.get("manager", "/api/reports/clocks?format=csv&customer=" + customer);

        assertThat(sheet.status()).as(sheet.text()).isEqualTo(200);
        assertThat(sheet.text().lines().findFirst().orElseThrow())
                .startsWith("month,customerId,customer,vehicle,tickets,responseKept,responseBroken,responsePercent");
        assertThat(sheet.text().lines().skip(1).findFirst().orElseThrow())
                .startsWith(month() + "," + customer + ",Customer of reports,,1,1,0,100.0");
        assertThat(api.get("lead", "/api/reports/clocks?format=csv").status()).isEqualTo(403);
        assertThat(api.get("manager", "/api/audit?action=data.exported").text()).contains("clock-report");
    }

    @Test
    void reportsAreForLeadsOfTheirOwnPartner() {
        assertThat(api.get("agent", "/api/reports/clocks").status()).isEqualTo(403);
        assertThat(api.get("customer", "/api/reports/clocks").status()).isEqualTo(403);
        api.agent(customer, Map.of("displayName", "Lea", "role", "LEAD", "partnerId", "demo-bare"));

        Api.Answer foreign = api.get(customer, "/api/reports/clocks?customer=" + customer);
        Api.Answer unknown = api.get(customer, "/api/reports/clocks?customer=nobody");

        assertThat(foreign.status()).isEqualTo(422);
        assertThat(foreign.text().replace(customer, "nobody")).isEqualTo(unknown.text());
        assertThat(api.get("lead", "/api/reports/clocks?from=2026-13").text()).contains("from", "2026-11");
        assertThat(api.get("lead", "/api/reports/clocks?from=2026-11&to=2026-01")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aCalendarThatIsOnlySupposedTellsWhatItWouldMoveAndMovesNothing() {
        put(
                "calendars",
                customer,
                Map.of(
                        "partnerId", "demo-direct",
                        "name", "Desk",
                        "timeZone", "Europe/Prague",
                        "hours", List.of("Mon-Sun 00:00-24:00")));
        put("contracts", customer, Map.of("customerId", customer, "tier", "GOLD", "calendarId", customer));
        Walk walk = Walk.request(api, Map.of("customerId", customer));
        Instant due = due(walk, "RESOLUTION");

        // from today on nothing counts but one hour a week
        String today = clock.instant().atZone(PRAGUE).toLocalDate().toString();
        JsonNode answer = ask(Map.of(
                "calendar",
                Map.of(
                        "externalId",
                        customer + "-2",
                        "versionOf",
                        customer,
                        "validFrom",
                        today,
                        "timeZone",
                        "Europe/Prague",
                        "hours",
                        List.of("Mon 09:00-10:00"))));

        JsonNode move = moves(answer, walk).stream()
                .filter(one -> one.path("clock").asString().equals("RESOLUTION"))
                .findFirst()
                .orElseThrow();
        assertThat(move.path("dueAt").asString()).isEqualTo(due.toString());
        Instant would = Instant.parse(move.path("wouldBeDueAt").asString());
        assertThat(would).isAfter(due);
        assertThat(move.path("moveSeconds").asLong())
                .isEqualTo(Duration.between(due, would).toSeconds());
        assertThat(due(walk, "RESOLUTION")).isEqualTo(due);

        put(
                "calendars",
                customer + "-2",
                Map.of(
                        "partnerId",
                        "demo-direct",
                        "name",
                        "Desk",
                        "versionOf",
                        customer,
                        "validFrom",
                        today,
                        "timeZone",
                        "Europe/Prague",
                        "hours",
                        List.of("Mon 09:00-10:00")));
        assertThat(due(walk, "RESOLUTION")).isEqualTo(would);
    }

    @Test
    void aTargetThatIsOnlySupposedMovesWhomItIsForAndNobodyElse() {
        Walk walk = Walk.request(api, Map.of("customerId", customer));
        Walk other = Walk.request(api, Map.of("customerId", "demo-direct-1"));
        Instant due = due(walk, "RESPONSE");
        Duration target = Duration.between(
                Instant.parse(walk.field("createdAt")).truncatedTo(java.time.temporal.ChronoUnit.SECONDS), due);

        JsonNode answer = ask(Map.of(
                "targets",
                List.of(Map.of(
                        "clock",
                        "RESPONSE",
                        "minutes",
                        target.toMinutes() + 45,
                        "customerId",
                        customer,
                        "severity",
                        walk.field("severity")))));

        assertThat(moves(answer, walk)).hasSize(1);
        assertThat(moves(answer, walk).getFirst().path("moveSeconds").asLong()).isEqualTo(45 * 60L);
        assertThat(moves(answer, other)).isEmpty();
        assertThat(answer.path("movedTickets").asInt()).isEqualTo(1);
        assertThat(answer.path("later").asInt()).isEqualTo(1);
        assertThat(due(walk, "RESPONSE")).isEqualTo(due);
    }

    @Test
    void whatCannotBeSupposedIsNamedByItsPath() {
        Api.Answer refused = api.post(
                "lead",
                "/api/clocks/what-if",
                Map.of(
                        "calendar", Map.of("externalId", "x", "timeZone", "Nowhere", "hours", List.of()),
                        "targets", List.of(Map.of("clock", "LUNCH", "minutes", 0))));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("calendar.timeZone", "targets[0].clock", "targets[0].minutes");
        assertThat(api.post("lead", "/api/clocks/what-if", Map.of()).status()).isEqualTo(422);
        assertThat(api.post("agent", "/api/clocks/what-if", Map.of()).status()).isEqualTo(403);
    }

    private void put(String kind, String id, Map<String, ?> fields) {
        Api.Answer answer = api.put("operator", "/api/" + kind + "/" + id, fields);
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    private void word(Walk walk) {
        assertThat(api.post(
                                "agent",
                                "/api/tickets/" + walk.number() + "/messages",
                                Map.of("visibility", "PUBLIC", "body", "We are on it."))
                        .status())
                .isLessThan(300);
    }

    private JsonNode report(String who, String more) {
        String months = "&from=" + month().minusMonths(1) + "&to=" + month();
        Api.Answer answer = api.get(who, "/api/reports/clocks?customer=" + customer + months + more);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    private JsonNode ask(Map<String, ?> body) {
        Api.Answer answer = api.post("lead", "/api/clocks/what-if", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    private static List<JsonNode> moves(JsonNode answer, Walk walk) {
        return StreamSupport.stream(answer.path("moves").spliterator(), false)
                .filter(move -> move.path("ticket").asString().equals(walk.number()))
                .toList();
    }

    private static List<JsonNode> lines(JsonNode report) {
        return StreamSupport.stream(report.path("lines").spliterator(), false).toList();
    }

    private YearMonth month() {
        return YearMonth.from(clock.instant().atZone(PRAGUE));
    }

    private Instant due(Walk walk, String kind) {
        JsonNode clocks =
                api.get("lead", "/api/tickets/" + walk.number() + "/clocks").body();
        return StreamSupport.stream(clocks.path("items").spliterator(), false)
                .filter(one -> one.path("kind").asString().equals(kind))
                .map(one -> Instant.parse(one.path("dueAt").asString()))
                .findFirst()
                .orElseThrow();
    }

    private static long sum(JsonNode seconds) {
        return StreamSupport.stream(seconds.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .sum();
    }
}
