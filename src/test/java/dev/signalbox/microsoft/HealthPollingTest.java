package dev.signalbox.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.demo.microsoft.Fault;
import dev.signalbox.demo.microsoft.GraphHealth;
import dev.signalbox.demo.microsoft.GraphRelationships;
import dev.signalbox.demo.microsoft.RequestLog;
import dev.signalbox.demo.microsoft.ResourceHealth;
import dev.signalbox.demo.microsoft.SimulatedMicrosoft;
import dev.signalbox.microsoft.connection.Connections;
import dev.signalbox.microsoft.connection.MicrosoftProperties;
import dev.signalbox.microsoft.connection.MicrosoftService;
import dev.signalbox.microsoft.connection.Secret;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.TurnedClock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

@SignalboxTest
class HealthPollingTest {

    private static final String APP = "aaaaaaaa-0000-4000-8000-00000000000b";
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

    @Autowired
    HealthPolls polls;

    @Autowired
    ServiceHealth health;

    @Autowired
    HealthTargets targets;

    @Autowired
    ApplicationEventPublisher inbox;

    @Autowired
    JdbcClient jdbc;

    private final TurnedClock clock = new TurnedClock(START);
    private final String tenant = UUID.randomUUID().toString();
    private final List<Noticed> noticed = new CopyOnWriteArrayList<>();
    private SimulatedMicrosoft microsoft;
    private GraphHealth graph;
    private ResourceHealth azure;
    private MicrosoftProperties properties;

    @BeforeEach
    void start() {
        jdbc.sql("delete from health_poll").update();
        microsoft = SimulatedMicrosoft.start(0, clock);
        graph = microsoft.with(new GraphHealth(microsoft));
        azure = microsoft.with(new ResourceHealth(microsoft));
        microsoft.with(new GraphRelationships(microsoft));
        microsoft.directory().app(APP, "s3cret-canary").consent(tenant, APP, "ServiceHealth.Read.All");
        URI base = microsoft.baseUri();
        properties = new MicrosoftProperties(
                Map.of(
                        "here",
                        new MicrosoftProperties.Tenant(
                                "demo-bare",
                                tenant,
                                APP,
                                new Secret("s3cret-canary"),
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
    }

    @AfterEach
    void stop() {
        microsoft.close();
        jdbc.sql("delete from health_poll").update();
    }

    private HealthPoller poller(ApplicationEventPublisher events) {
        return poller(events, clock);
    }

    private HealthPoller poller(ApplicationEventPublisher events, Clock by) {
        return new HealthPoller(
                new Connections(properties, List.of(), by), targets, polls, health, properties, events, by);
    }

    private void target(HealthTarget... wanted) {
        polls.keep("here", List.of(wanted), clock.instant(), Duration.ZERO);
    }

    private HealthPoll only() {
        return polls.of(tenant).getFirst();
    }

    private static void readAll(HealthPoller poller) {
        boolean more = true;
        while (more) {
            more = poller.readNext();
        }
    }

    /** Of this test's connection; the application polls those of its own. */
    private List<HealthPoll> failing() {
        return polls.failing(500).stream()
                .filter(poll -> poll.connection().equals("here"))
                .toList();
    }

    @Test
    void whatChangedBecomesOneEventAndTheRestIsHeard() {
        graph.begins("EX400001", "Exchange Online", "Incident", "Mail is late", tenant);
        target(HealthTarget.graph("here", tenant));
        HealthPoller poller = poller(inbox);

        readAll(poller);
        clock.advance(Duration.ofMinutes(5));
        readAll(poller);

        assertThat(health.issue("EX400001").orElseThrow().status()).isEqualTo("ServiceDegradation");
        assertThat(inboxRows("EX400001")).isEqualTo(1);
        assertThat(health.picture(tenant, "M365", clock.instant()))
                .isEqualTo(new HealthPicture("INCIDENT", "EX400001", 0L));
        assertThat(health.picture(tenant, "EMS", clock.instant())).isEqualTo(new HealthPicture("NONE", null, 0L));
        graph.ends("EX400001");
        clock.advance(Duration.ofMinutes(5));
        readAll(poller);
        assertThat(health.issue("EX400001").orElseThrow().resolved()).isTrue();
        assertThat(inboxRows("EX400001")).isEqualTo(2);
    }

    @Test
    void aSecondNodeThatReadsTheSameMakesADuplicate() {
        graph.begins("EX400002", "Exchange Online", "Incident", "Mail is late", tenant);
        target(HealthTarget.graph("here", tenant));
        HealthPoller first = poller(noticed -> this.noticed.add((Noticed) noticed));
        readAll(first);

        noticed.forEach(inbox::publishEvent);
        noticed.forEach(inbox::publishEvent);

        assertThat(noticed).hasSize(1);
        assertThat(inboxRows("EX400002")).isEqualTo(1);
        assertThat(jdbc.sql("select duplicates from inbox where event_id like 'EX400002@%'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void everyPageIsFollowed() {
        IntStream.range(0, 230)
                .forEach(i ->
                        graph.begins("TM5%05d".formatted(i), "Microsoft Teams", "Advisory", "Advisory " + i, tenant));
        target(HealthTarget.graph("here", tenant));

        readAll(poller(noticed -> this.noticed.add((Noticed) noticed)));

        assertThat(noticed).extracting(Noticed::subject).doesNotHaveDuplicates().hasSize(230);
        assertThat(microsoft.requests().count("GET .*/issues")).isEqualTo(3);
    }

    @Test
    void azureEventsComeInTheSameShapeAndCountOnlyWhenAllSubscriptionsWereRead() {
        String one = UUID.randomUUID().toString();
        String two = UUID.randomUUID().toString();
        microsoft
                .directory()
                .subscription(one, tenant)
                .roles(one, APP, "Reader")
                .subscription(two, tenant);
        azure.begins("BC_1-FXZ", "ServiceIssue", "Virtual Machines", "West Europe", "Virtual machines stop", one);
        target(HealthTarget.azure("here", tenant, one), HealthTarget.azure("here", tenant, two));

        readAll(poller(inbox));

        assertThat(health.issue("BC_1-FXZ").orElseThrow())
                .extracting(HealthIssue::service, HealthIssue::classification, HealthIssue::resolved)
                .containsExactly("Azure Virtual Machines", "INCIDENT", false);
        assertThat(failing()).singleElement().satisfies(poll -> {
            assertThat(poll.target()).isEqualTo("azure:" + two);
            assertThat(poll.lastError()).contains("403").contains("AuthorizationFailed");
        });
    }

    @ParameterizedTest
    @CsvSource({"seconds, 900", "date, 900", "nothing, 300", "endless, 86400"})
    void anOrderToWaitIsObeyed(String form, long seconds) {
        Fault fault =
                switch (form) {
                    case "seconds" -> Fault.throttled(Duration.ofSeconds(900));
                    case "date" -> Fault.throttledUntil(START.plusSeconds(900));
                    case "endless" -> Fault.throttled(Duration.ofDays(400));
                    default -> Fault.throttledWithoutHint();
                };
        microsoft.scenario().next(1, "healthOverviews", fault);
        target(HealthTarget.graph("here", tenant));

        readAll(poller(inbox));

        assertThat(microsoft.requests().count("serviceAnnouncement")).isEqualTo(1);
        assertThat(only().dueAt()).isEqualTo(START.plusSeconds(seconds));
        assertThat(only().lastError()).contains("429");
    }

    @Test
    void aTokenRefusedAsExpiredIsRenewedOnce() {
        target(HealthTarget.graph("here", tenant));
        microsoft.scenario().next(1, "healthOverviews", new Fault.ExpiredToken());

        readAll(poller(inbox));

        assertThat(only().lastError()).isNull();
        assertThat(microsoft.requests().count("POST .*/token")).isEqualTo(2);
    }

    @Test
    void aTokenThatEndsSoonIsRenewedBefore() {
        microsoft.directory().tokenLifetime(Duration.ofSeconds(30));
        target(HealthTarget.graph("here", tenant));

        readAll(poller(inbox));

        assertThat(only().failures()).isZero();
        assertThat(microsoft.requests().count("POST .*/token")).isEqualTo(2);
        assertThat(microsoft.requests().of("serviceAnnouncement"))
                .extracting(RequestLog.Entry::status)
                .containsExactly(200, 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "huge", "shape", "list", "cut", "broken", "500", "503"})
    void anAnswerThatIsNoneMakesNoHealthAndSaysWhy(String kind) {
        graph.begins("EX400003", "Exchange Online", "Incident", "Mail is late", tenant);
        Fault fault =
                switch (kind) {
                    case "html" -> Fault.html();
                    case "huge" -> new Fault.Huge(50L * 1024 * 1024);
                    case "shape" -> Fault.body("{\"value\": {\"service\": 1}}");
                    case "list" -> Fault.body("{\"value\": [{\"title\": \"no id\"}]}");
                    case "cut" -> new Fault.Cut();
                    case "broken" -> new Fault.Broken();
                    default -> Fault.status(Integer.parseInt(kind));
                };
        microsoft.scenario().always("/issues", fault);
        target(HealthTarget.graph("here", tenant));
        HealthPoller poller = poller(inbox);

        readAll(poller);

        assertThat(only().lastError()).isNotBlank().doesNotContain("s3cret-canary");
        assertThat(only().succeededAt()).isNull();
        assertThat(health.picture(tenant, "EMS", clock.instant()).ageMinutes()).isNull();
        microsoft.scenario().clear();
        clock.advance(Duration.ofMinutes(10));
        readAll(poller);
        assertThat(only().lastError()).isNull();
        assertThat(health.picture(tenant, "M365", clock.instant()).issueId()).isEqualTo("EX400003");
    }

    @Test
    void aServiceThatKeepsFailingIsLeftAloneForAWhile() {
        List<HealthTarget> many = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            String one = UUID.randomUUID().toString();
            microsoft.directory().consent(one, APP, "ServiceHealth.Read.All");
            many.add(HealthTarget.graph("here", one));
        }
        microsoft.scenario().always("serviceAnnouncement", Fault.status(500));
        target(many.toArray(HealthTarget[]::new));
        HealthPoller poller = poller(inbox);

        readAll(poller);

        assertThat(microsoft.requests().count("serviceAnnouncement")).isEqualTo(10);
        assertThat(failing()).hasSize(15);
        assertThat(failing()).anyMatch(poll -> String.valueOf(poll.lastError()).contains("left alone"));
    }

    @Test
    void oneNodeReadsATargetAtATimeAndItsSuccessorComesWhenItDies() {
        target(HealthTarget.graph("here", tenant));

        assertThat(polls.claim("first", List.of("elsewhere"), clock.instant(), Duration.ofMinutes(4)))
                .as("not one's own connection's")
                .isEmpty();
        assertThat(polls.claim("first", List.of("here"), clock.instant(), Duration.ofMinutes(4)))
                .isPresent();
        assertThat(polls.claim("second", List.of("here"), clock.instant(), Duration.ofMinutes(4)))
                .isEmpty();
        clock.advance(Duration.ofMinutes(4));
        assertThat(polls.claim("second", List.of("here"), clock.instant(), Duration.ofMinutes(4)))
                .isPresent();
        assertThat(polls.holds(HealthTarget.graph("here", tenant), "first", clock.instant()))
                .isFalse();
    }

    @Test
    void threeHundredTenantsStayFarUnderTheLimitsInAnHour() {
        List<HealthTarget> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String one = UUID.randomUUID().toString();
            microsoft.directory().consent(one, APP, "ServiceHealth.Read.All");
            many.add(HealthTarget.graph("here", one));
        }
        polls.keep("here", many, clock.instant(), Duration.ofMinutes(5));
        HealthPoller poller = poller(inbox);

        for (int step = 0; step < 240; step++) {
            readAll(poller);
            clock.advance(Duration.ofSeconds(15));
        }

        List<RequestLog.Entry> asked = microsoft.requests().of("serviceAnnouncement");
        assertThat(asked).allMatch(entry -> entry.status() == 200);
        // computed: 300 tenants x 12 readings x 2 requests
        assertThat(asked).hasSizeBetween(300 * 11 * 2, 300 * 12 * 2);
        assertThat(most(asked, Duration.ofHours(1))).isLessThanOrEqualTo(24);
        long busiestMinute = IntStream.range(0, 60)
                .mapToLong(minute -> asked.stream()
                        .filter(entry -> Duration.between(START, entry.at()).toMinutes() == minute)
                        .count())
                .max()
                .orElseThrow();
        assertThat(busiestMinute).isLessThan(240);
        assertThat(failing()).isEmpty();
    }

    private static long most(List<RequestLog.Entry> asked, Duration within) {
        return asked.stream()
                .filter(entry -> !entry.at().isAfter(START.plus(within)))
                .collect(Collectors.groupingBy(entry -> String.valueOf(entry.tenant()), Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    @Test
    void theCheckSaysWhatIsInTheWayOfEachService() {
        String customers = targets
                .of(new Connections(properties, List.of(), clock).all().getFirst())
                .stream()
                .filter(target -> target.service() == MicrosoftService.GRAPH)
                .findFirst()
                .orElseThrow()
                .tenantId();
        microsoft.directory().consent(customers, APP, "User.Read.All");
        // eleven minutes behind what the service's Date header says
        Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-11));

        assertThat(checked(behind))
                .satisfiesExactly(
                        graph -> {
                            assertThat(graph.reachable()).isTrue();
                            assertThat(graph.authorised()).isTrue();
                            assertThat(graph.missingPermissions())
                                    .containsExactly("ServiceHealth.Read.All (application)");
                        },
                        relationships -> assertThat(relationships.missingPermissions())
                                .containsExactly("DelegatedAdminRelationship.Read.All (application)"),
                        azure -> {
                            assertThat(azure.missingPermissions()).isEmpty();
                            assertThat(azure.problem()).contains("SubscriptionNotFound");
                        },
                        partnerCenter -> assertThat(partnerCenter.good()).isTrue());

        microsoft.directory().consent(customers, APP, "ServiceHealth.Read.All");
        assertThat(checked(behind).getFirst().skewSeconds()).isBetween(655L, 665L);
        assertThat(checked(behind).getFirst().problem()).contains("clocks differ");
        assertThat(checked(Clock.systemUTC()).getFirst().good()).isTrue();
        microsoft.directory().withdraw(customers, APP);
        assertThat(checked(behind).getFirst().authorised()).isFalse();
        assertThat(checked(behind).getFirst().problem()).contains("AADSTS700016");
        microsoft.close();
        assertThat(checked(behind)).allMatch(finding -> Boolean.FALSE.equals(finding.reachable()));
    }

    private List<MicrosoftCheck.Finding> checked(Clock machine) {
        return new MicrosoftCheck(new Connections(properties, List.of(), clock), targets, machine).all();
    }

    @Test
    void noSecretIsShown() {
        assertThat(properties.toString()).doesNotContain("s3cret-canary");
    }

    private int inboxRows(String issue) {
        return jdbc.sql("select count(*) from inbox where event_id like :id and result = 'APPLIED'")
                .param("id", issue + "@%")
                .query(Integer.class)
                .single();
    }
}
