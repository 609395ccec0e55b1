package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.clock.ProductClock;
import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What help desks get wrong about warnings and notices, tried on the running product. */
@SignalboxTest
class KnownBugsOfAlarmsTest {

    @LocalServerPort
    int port;

    @Autowired
    ProductClock clock;

    @Autowired
    JdbcClient jdbc;

    Api api;

    @BeforeEach
    void api() {
        api = new Api(port);
    }

    @Test
    void nobodyIsToldAtMidnight() {
        Instant start = clock.instant();
        ZoneId zone = ClockWorld.whereItIsNoon(start);
        // an hour's target: forty minutes of it today, the rest tomorrow after opening
        ClockWorld world = ClockWorld.open(api, clock, jdbc, zone, List.of(ClockWorld.window(start, zone, 30, 40)));
        Walk walk = world.request(Map.of());
        Instant due = world.due(walk, "RESPONSE");
        Instant opens = nextOpening(start, zone);

        world.goTo(due.plusSeconds(5), walk);
        assertThat(world.told(walk, "ticket.paged", "RESPONSE")).hasSize(1);
        world.goTo(opens.plus(Duration.ofHours(12)), walk);

        // the lead's step was due before closing or at night; whatever is left waits until somebody works again
        assertThat(world.alarm(walk)).contains(opens.plus(Duration.ofDays(1)));
        int before = notices(walk).size();
        world.goTo(opens.plus(Duration.ofDays(1)).plusSeconds(5), walk);
        assertThat(notices(walk).size()).isGreaterThan(before);
        assertThat(notices(walk)).allSatisfy(entry -> {
            Instant told = Instant.parse(entry.path("time").asString());
            assertThat(Duration.between(opens, told).toMinutes() % (24 * 60)).isBetween(0L, 70L);
        });
    }

    /** The window opened half an hour before {@code start}. */
    private static Instant nextOpening(Instant start, ZoneId zone) {
        return start.atZone(zone)
                .withSecond(0)
                .withNano(0)
                .minusMinutes(30)
                .plusDays(1)
                .toInstant();
    }

    private List<JsonNode> notices(Walk walk) {
        return java.util.stream.StreamSupport.stream(walk.timeline().spliterator(), false)
                .filter(entry -> List.of("ticket.paged", "ticket.lead-called", "ticket.notified")
                        .contains(entry.path("type").asString()))
                .toList();
    }

    @Test
    void aTimerThatIsArmedTwiceTellsOnce() {
        ClockWorld world = ClockWorld.open(api, clock, jdbc, ZoneId.of("Europe/Prague"), List.of());
        Walk walk = world.request(Map.of());
        world.goTo(world.due(walk, "RESPONSE").plusSeconds(5), walk);
        assertThat(world.told(walk, "ticket.sla-breached", "RESPONSE")).hasSize(1);

        world.ring(walk);
        world.ring(walk);

        assertThat(world.told(walk, "ticket.sla-warning", "RESPONSE")).hasSize(1);
        assertThat(world.told(walk, "ticket.sla-breached", "RESPONSE")).hasSize(1);
        assertThat(world.told(walk, "ticket.paged", "RESPONSE")).hasSize(1);
    }

    @Test
    void aTimerThatWasMissedTellsTheTimeItWasDue() {
        ClockWorld world = ClockWorld.open(api, clock, jdbc, ZoneId.of("Europe/Prague"), List.of());
        Walk walk = world.request(Map.of());
        Instant due = world.due(walk, "RESPONSE");

        world.goTo(due.plus(Duration.ofDays(3)), walk);

        JsonNode breach = world.told(walk, "ticket.sla-breached", "RESPONSE").getFirst();
        assertThat(breach.path("occurredAt").asString()).isEqualTo(due.toString());
    }

    @Test
    void nothingIsToldWhileTheCustomerHasTheMove() {
        ClockWorld world = ClockWorld.open(api, clock, jdbc, ZoneId.of("Europe/Prague"), List.of());
        Walk walk = world.request(Map.of()).healthy();
        walk.complete("diagnose", Map.of("outcome", "ASK_CUSTOMER", "question", "Which mailbox?"));
        walk.is("AWAITING_CUSTOMER");
        int before = walk.told().size();

        world.go(Duration.ofHours(30), walk);

        assertThat(walk.told().subList(before, walk.told().size()))
                .doesNotContain("ticket.sla-warning", "ticket.sla-breached", "ticket.paged");
        walk.replies("The shared one of Brno.");
        await().atMost(Duration.ofSeconds(60)).until(() -> walk.field("dueAt") != null);
        assertThat(Instant.parse(walk.field("dueAt"))).isAfter(clock.instant());
    }

    @Test
    void pagingEndsWhenSomebodyAcknowledgesAndGoesInStepsUntilThen() {
        ClockWorld world = ClockWorld.open(api, clock, jdbc, ZoneId.of("Europe/Prague"), List.of());
        Walk walk = world.request(Map.of());
        world.goTo(world.due(walk, "RESPONSE").plusSeconds(5), walk);
        world.go(Duration.ofMinutes(31), walk);
        assertThat(world.told(walk, "ticket.paged", "RESPONSE")).hasSize(1);
        assertThat(world.told(walk, "ticket.lead-called", "RESPONSE"))
                .singleElement()
                .satisfies(step ->
                        assertThat(step.path("data").path("step").asInt()).isEqualTo(2));
        assertThat(walk.field("severity")).isEqualTo("B");

        api.post("agent", "/api/tickets/" + walk.number() + "/acknowledge", Map.of());
        world.go(Duration.ofHours(3), walk);

        assertThat(world.told(walk, "ticket.lead-called", "RESPONSE")).hasSize(1);
        assertThat(world.told(walk, "ticket.paged", "RESPONSE")).hasSize(1);
    }

    @Test
    void anotherContractMeansOtherTargetsAndWhatWasPausedStaysPaused() {
        ClockWorld world = ClockWorld.open(api, clock, jdbc, ZoneId.of("Europe/Prague"), List.of());
        Walk walk = world.request(Map.of()).healthy();
        walk.complete("diagnose", Map.of("outcome", "ASK_CUSTOMER", "question", "Which mailbox?"));
        world.go(Duration.ofHours(5), walk);
        walk.replies("The shared one of Brno.");
        JsonNode before = world.clock(walk, "RESOLUTION");

        world.tier("STANDARD");
        world.settled(walk);

        JsonNode after = world.clock(walk, "RESOLUTION");
        Duration longer = Duration.parse(after.path("target").asString())
                .minus(Duration.parse(before.path("target").asString()));
        assertThat(longer).isPositive();
        assertThat(Instant.parse(after.path("dueAt").asString()))
                .isEqualTo(Instant.parse(before.path("dueAt").asString()).plus(longer));
        world.tier("GOLD");
        world.settled(walk);
        assertThat(world.due(walk, "RESOLUTION").toString())
                .isEqualTo(before.path("dueAt").asString());
    }

    @Test
    void listsFollowTheNearestDueTimeAndSoDoTheirTasks() {
        ZoneId prague = ZoneId.of("Europe/Prague");
        ClockWorld world = ClockWorld.open(api, clock, jdbc, prague, List.of("Mon-Sun 00:00-24:00"));
        Walk walk = world.request(Map.of());
        world.settled(walk);
        Instant before = Instant.parse(walk.field("dueAt"));
        assertThat(walk.task("check-health").path("dueAt").asString()).isEqualTo(before.toString());

        world.hours(prague, List.of("Mon-Sun 00:00-12:00"));
        world.hours(prague, List.of("Mon 00:00-01:00"));
        world.settled(walk);

        Instant after = Instant.parse(walk.field("dueAt"));
        assertThat(after).isAfter(before).isEqualTo(nearest(world, walk));
        assertThat(walk.task("check-health").path("dueAt").asString()).isEqualTo(after.toString());
        JsonNode sorted =
                api.get("lead", "/api/tickets?sort=dueAt&size=200").body().path("items");
        List<String> times = java.util.stream.StreamSupport.stream(sorted.spliterator(), false)
                .map(one -> one.path("dueAt").asString(""))
                .filter(due -> !due.isEmpty())
                .toList();
        assertThat(times.stream().map(Instant::parse).toList()).isSorted();
    }

    private static Instant nearest(ClockWorld world, Walk walk) {
        return List.of("RESPONSE", "UPDATE", "RESOLUTION").stream()
                .map(kind -> world.due(walk, kind))
                .min(Instant::compareTo)
                .orElseThrow();
    }
}
