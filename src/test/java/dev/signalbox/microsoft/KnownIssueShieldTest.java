package dev.signalbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.clock.ServiceHours;
import dev.signalbox.customer.Contract;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.DelegatedAccess;
import dev.signalbox.customer.Delivery;
import dev.signalbox.customer.Subscription;
import dev.signalbox.demo.microsoft.GraphHealth;
import dev.signalbox.demo.microsoft.SimulatedMicrosoft;
import dev.signalbox.microsoft.connection.Connections;
import dev.signalbox.microsoft.connection.MicrosoftProperties;
import dev.signalbox.microsoft.connection.Secret;
import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.TurnedClock;
import dev.signalbox.support.Walk;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/** From an incident at the simulated Microsoft to the tickets it explains, seen through the API. */
@SignalboxTest
class KnownIssueShieldTest {

    private static final String APP = "aaaaaaaa-0000-4000-8000-00000000000c";
    private static final String WORDS = "Mail delivery through Exchange is delayed and messages wait in the queue";

    @LocalServerPort
    int port;

    @Autowired
    HealthPolls polls;

    @Autowired
    ServiceHealth health;

    @Autowired
    HealthTargets targets;

    @Autowired
    Customers customers;

    @Autowired
    ApplicationEventPublisher inbox;

    @Autowired
    Clock product;

    @Autowired
    JdbcClient jdbc;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final String issue = "EX" + run;
    private final List<String> ours = new ArrayList<>();
    private TurnedClock clock;
    private SimulatedMicrosoft microsoft;
    private GraphHealth graph;
    private HealthPoller poller;
    private Api api;

    @BeforeEach
    void start() {
        api = new Api(port);
        clock = new TurnedClock(product.instant());
        microsoft = SimulatedMicrosoft.start(0, clock);
        graph = microsoft.with(new GraphHealth(microsoft));
        microsoft.directory().app(APP, "secret");
        URI base = microsoft.baseUri();
        MicrosoftProperties properties = new MicrosoftProperties(
                Map.of(
                        "shield",
                        new MicrosoftProperties.Tenant(
                                "demo-direct",
                                UUID.randomUUID().toString(),
                                APP,
                                new Secret("secret"),
                                null,
                                base,
                                base,
                                base,
                                base,
                                null,
                                null,
                                null,
                                null)),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                DataSize.ofMegabytes(1),
                2,
                Duration.ofMillis(5),
                Duration.ofMinutes(1),
                180,
                600,
                Duration.ofMinutes(5),
                1);
        poller = new HealthPoller(
                new Connections(properties, List.of(), clock), targets, polls, health, properties, inbox, clock);
    }

    @AfterEach
    void stop() {
        microsoft.close();
        jdbc.sql("delete from health_poll where connection = 'shield'").update();
    }

    private String customer(String name) {
        String id = "shield-" + run + "-" + name;
        String tenant = UUID.randomUUID().toString();
        customers.put(
                new Customer(id, "demo-direct", id, tenant, id + ".example", "CZ", "en", ZoneId.of("Europe/Prague")));
        customers.put(new Contract(id, "GOLD", ServiceHours.always()));
        for (String family : List.of("M365", "EMS")) {
            customers.put(new Subscription(
                    id + "-" + family.toLowerCase(Locale.ROOT),
                    id,
                    family,
                    family,
                    "CLOUD",
                    null,
                    true,
                    null,
                    false,
                    null));
        }
        customers.put(new DelegatedAccess(
                id,
                "GDAP",
                "active",
                product.instant().plus(Duration.ofDays(300)),
                Set.of("Service support administrator")));
        customers.put(new Delivery(id + "-own", id, null, null, null, "OWN_DESK", null, false, null));
        microsoft.directory().consent(tenant, APP, "ServiceHealth.Read.All");
        ours.add(id);
        return id;
    }

    private String tenant(String customer) {
        return customers.get(customer).tenantId();
    }

    private void read() {
        clock.advance(Duration.ofMinutes(6));
        polls.keep(
                "shield",
                ours.stream()
                        .map(id -> HealthTarget.graph("shield", tenant(id)))
                        .toList(),
                Instant.EPOCH,
                Duration.ZERO);
        boolean more = true;
        while (more) {
            more = poller.readNext();
        }
        assertThat(polls.failing(500)).noneMatch(poll -> poll.connection().equals("shield"));
    }

    private Walk ask(String customer, String title, Map<String, ?> more) {
        Map<String, Object> fields = new HashMap<>(Map.of("customerId", customer, "title", title));
        fields.put("description", "Since this morning.");
        fields.putAll(more);
        return Walk.request(api, fields);
    }

    private long linked() {
        return ours.stream()
                .mapToLong(id -> api.get("lead", "/api/tickets?state=LINKED_TO_OUTAGE&customer=" + id)
                        .body()
                        .path("total")
                        .asLong())
                .sum();
    }

    private long toldOf(Walk walk) {
        long told = 0;
        for (JsonNode message : api.get("lead", "/api/tickets/" + walk.number() + "/messages")
                .body()
                .path("items")) {
            boolean outage = message.path("body").asString("").contains(issue);
            told += outage && message.path("visibility").asString("").equals("PUBLIC") ? 1 : 0;
        }
        return told;
    }

    private void begins(String... tenants) {
        graph.begins(issue, "Exchange Online", "Incident", WORDS, tenants);
    }

    @Test
    void fiftyTicketsArriveAndTheTwelveAnIncidentExplainsWaitForItsEnd() {
        String one = customer("one");
        String two = customer("two");
        String spared = customer("spared");
        read();
        List<Walk> explained = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            explained.add(ask(one, "Exchange mail delivery delayed, case " + i, Map.of())
                    .diagnosed("SERVICE_MALFUNCTION")
                    .is("ESCALATION_PREPARING"));
        }

        begins(tenant(one), tenant(two));
        read();
        for (int i = 0; i < 8; i++) {
            explained.add(ask(i % 2 == 0 ? one : two, "Outlook: delivery of messages is delayed " + i, Map.of()));
        }
        List<Walk> others = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(ask(spared, "Exchange mail delivery delayed, messages wait " + i, Map.of()));
            others.add(ask(one, "SharePoint sites open slowly " + i, Map.of()));
            others.add(ask(two, "Wrong invoice " + i, Map.of("reportedCategory", "BILLING")));
        }
        for (int i = 0; i < 8; i++) {
            others.add(ask(two, "Devices do not enrol " + i, Map.of("productFamily", "EMS")));
        }

        assertThat(explained).hasSize(12);
        assertThat(others).hasSize(38);
        assertThat(linked()).isEqualTo(12);
        assertThat(explained).allSatisfy(walk -> {
            assertThat(walk.state()).isEqualTo("LINKED_TO_OUTAGE");
            assertThat(walk.field("externalId")).isNull();
            assertThat(toldOf(walk)).isEqualTo(1);
        });
        assertThat(others).noneMatch(walk -> walk.state().equals("LINKED_TO_OUTAGE"));

        graph.posts(issue, "RestoringService", "We are restoring the service.");
        read();
        read();
        assertThat(linked()).isEqualTo(12);
        assertThat(explained).allMatch(walk -> toldOf(walk) == 1);

        graph.ends(issue);
        read();
        assertThat(explained).allMatch(walk -> walk.tasks().contains("check-health"));
        explained.subList(0, 6).forEach(walk -> walk.complete("check-health", checked(true))
                .is("RESOLVED")
                .confirmed()
                .is("CLOSED"));
        explained.subList(6, 12).forEach(walk -> walk.complete("check-health", checked(false))
                .diagnosed("SERVICE_MALFUNCTION")
                .is("ESCALATION_PREPARING"));
        assertThat(linked()).isZero();
    }

    private Map<String, Object> checked(boolean faultGone) {
        return Map.of(
                "healthMatch",
                "INCIDENT",
                "issueId",
                issue,
                "symptomsMatch",
                true,
                "needsEngineering",
                false,
                "faultGone",
                faultGone);
    }

    @Test
    void aWrongLinkIsUndoneOnceAndForAll() {
        String one = customer("one");
        read();
        Walk walk = ask(one, "Exchange mail delivery delayed, messages wait", Map.of());
        begins(tenant(one));
        read();
        walk.is("LINKED_TO_OUTAGE");

        Api.Answer undone = api.post(
                "agent", "/api/tickets/" + walk.number() + "/unlink-outage", Map.of("reason", "Only one user sees it"));

        assertThat(undone.status()).as(undone.text()).isEqualTo(200);
        walk.is("DIAGNOSING");
        assertThat(walk.tasks()).containsExactly("diagnose");
        assertThat(walk.told()).contains("ticket.outage-unlinked");
        graph.posts(issue, "RestoringService", "We are restoring the service.");
        read();
        walk.is("DIAGNOSING");
        assertThat(api.post("agent", "/api/tickets/" + walk.number() + "/unlink-outage", Map.of("reason", "Once more"))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aLateIncidentReachesTheTicketAtMicrosoftAndTearsNothing() {
        String one = customer("one");
        read();
        Walk walk = ask(one, "Exchange mail delivery delayed, messages wait", Map.of())
                .diagnosed("SERVICE_MALFUNCTION")
                .filed("2411230040001234")
                .is("AWAITING_MICROSOFT");

        begins(tenant(one));
        read();
        graph.posts(issue, "RestoringService", "We are restoring the service.");
        read();

        walk.is("AWAITING_MICROSOFT");
        assertThat(walk.field("healthIssueId")).isEqualTo(issue);
        assertThat(walk.told().stream().filter("ticket.outage-linked"::equals)).hasSize(1);
        walk.microsoft("attention_needed").is("MICROSOFT_NEEDS_INFO");
    }

    @Test
    void aTicketThatReadsAlikeInPartIsComparedByAPerson() {
        String one = customer("one");
        read();
        begins(tenant(one));
        read();

        Walk walk = ask(one, "Outlook asks for a password", Map.of());

        walk.is("DIAGNOSING");
        assertThat(walk.tasks()).containsExactly("check-health");
        assertThat(api.get("lead", "/api/tickets/" + walk.number() + "/decisions")
                        .text())
                .contains("known-issue_named");
    }
}
