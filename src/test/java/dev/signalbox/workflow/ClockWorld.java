package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.clock.ProductClock;
import dev.signalbox.support.Api;
import dev.signalbox.support.Walk;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A customer with hours of its own, and what the running product does about its clocks. */
final class ClockWorld {

    private static final Duration BUDGET = Duration.ofSeconds(60);

    private final Api api;
    private final ProductClock clock;
    private final JdbcClient jdbc;
    private final String customer;

    private ClockWorld(Api api, ProductClock clock, JdbcClient jdbc) {
        this.api = api;
        this.clock = clock;
        this.jdbc = jdbc;
        this.customer = "clock-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** @param hours as a calendar has them; none for around the clock */
    static ClockWorld open(Api api, ProductClock clock, JdbcClient jdbc, ZoneId zone, List<String> hours) {
        ClockWorld world = new ClockWorld(api, clock, jdbc);
        world.put(
                "customers",
                Map.of(
                        "partnerId",
                        "demo-direct",
                        "name",
                        "Clockmakers",
                        "tenantId",
                        UUID.randomUUID().toString(),
                        "domain",
                        world.customer + ".example",
                        "country",
                        "CZ",
                        "timeZone",
                        zone.getId()));
        world.put("subscriptions", Map.of("customerId", world.customer, "productFamily", "M365", "name", "Office"));
        if (hours.isEmpty()) {
            world.put("contracts", Map.of("customerId", world.customer, "tier", "GOLD", "aroundTheClock", true));
        } else {
            world.hours(zone, hours);
            world.put("contracts", Map.of("customerId", world.customer, "tier", "GOLD", "calendarId", world.customer));
        }
        return world;
    }

    /** Puts the calendar, new or in the place of what it was. */
    void hours(ZoneId zone, List<String> hours) {
        put("calendars", Map.of("partnerId", "demo-direct", "name", "Desk", "timeZone", zone.getId(), "hours", hours));
    }

    /** Puts the contract of another tier, around the clock. */
    void tier(String tier) {
        put("contracts", Map.of("customerId", customer, "tier", tier, "aroundTheClock", true));
    }

    /** A zone in which it is about noon, so that a window around now lies within one day. */
    static ZoneId whereItIsNoon(Instant now) {
        int behind = now.atOffset(ZoneOffset.UTC).getHour() - 12;
        return ZoneId.of("Etc/GMT" + (behind < 0 ? "" : "+") + behind);
    }

    /** Every day from some minutes before now to some minutes after. */
    static String window(Instant now, ZoneId zone, int before, int after) {
        LocalTime local = now.atZone(zone).toLocalTime().withSecond(0).withNano(0);
        return "Mon-Sun " + local.minusMinutes(before) + "-" + local.plusMinutes(after);
    }

    private void put(String kind, Map<String, ?> fields) {
        Api.Answer answer = api.put("operator", "/api/" + kind + "/" + customer, fields);
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    Walk request(Map<String, ?> fields) {
        java.util.Map<String, Object> all = new java.util.HashMap<>(fields);
        all.put("customerId", customer);
        return Walk.request(api, all);
    }

    /** Moves the demo clock to {@code at} and waits until the alarms that are due then were looked at. */
    void goTo(Instant at, Walk... walks) {
        clock.advance(Duration.between(clock.instant(), at));
        settled(walks);
    }

    void go(Duration by, Walk... walks) {
        goTo(clock.instant().plus(by), walks);
    }

    /** Every alarm of the tickets lies ahead. */
    void settled(Walk... walks) {
        for (Walk walk : walks) {
            await().atMost(BUDGET)
                    .until(() -> !stale(walk)
                            && alarm(walk)
                                    .map(at -> at.isAfter(clock.instant()))
                                    .orElse(true));
        }
    }

    private boolean stale(Walk walk) {
        return jdbc.sql("select stale from clock_alarm where ticket = :ticket")
                .param("ticket", Long.parseLong(walk.number()))
                .query(Boolean.class)
                .single();
    }

    /** When the ticket's clocks are looked at again; empty where never. */
    Optional<Instant> alarm(Walk walk) {
        return jdbc.sql("select at from clock_alarm where ticket = :ticket")
                .param("ticket", Long.parseLong(walk.number()))
                .query((row, i) -> Optional.ofNullable(row.getObject("at", OffsetDateTime.class)))
                .single()
                .map(OffsetDateTime::toInstant);
    }

    /** Lets the alarm ring at once, whatever it was set to. */
    void ring(Walk walk) {
        jdbc.sql("update clock_alarm set at = :now where ticket = :ticket")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("ticket", Long.parseLong(walk.number()))
                .update();
        settled(walk);
    }

    JsonNode clock(Walk walk, String kind) {
        JsonNode clocks = api.get("lead", "/api/tickets/" + walk.number() + "/clocks")
                .body()
                .path("items");
        return StreamSupport.stream(clocks.spliterator(), false)
                .filter(one -> one.path("kind").asString().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError(kind + " in " + clocks));
    }

    Instant due(Walk walk, String kind) {
        return Instant.parse(clock(walk, kind).path("dueAt").asString());
    }

    /** The entries of this type that tell of this clock. */
    List<JsonNode> told(Walk walk, String type, String kind) {
        return StreamSupport.stream(walk.timeline().spliterator(), false)
                .filter(entry -> entry.path("type").asString().equals(type)
                        && entry.path("data").path("kind").asString("").equals(kind))
                .toList();
    }
}
