package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.clock.ProductClock;
import dev.signalbox.clock.Round;
import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.workflow.clocks.TicketClocks;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The demo clock moved over two weeks while people work: warnings and breaches come exactly where the ledger says. */
@SignalboxTest
class TwoWeeksOfClocksTest {

    private static final long SEED = Long.getLong("signalbox.seed", System.nanoTime());

    @LocalServerPort
    int port;

    @Autowired
    ProductClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TicketClocks clocks;

    @Test
    void warningsAndBreachesComeExactlyWhereTheLedgerSays() {
        System.out.println("TwoWeeksOfClocksTest seed " + SEED + " (repeat with -Dsignalbox.seed)");
        Random random = new Random(SEED);
        Api api = new Api(port);
        ZoneId prague = ZoneId.of("Europe/Prague");
        List<ClockWorld> worlds = List.of(
                ClockWorld.open(api, clock, jdbc, prague, List.of("Mon-Fri 08:00-12:00", "Mon-Fri 13:00-17:30")),
                ClockWorld.open(api, clock, jdbc, ZoneId.of("Asia/Kathmandu"), List.of("Sun-Fri 10:00-17:00")),
                ClockWorld.open(api, clock, jdbc, prague, List.of()));
        List<Walk> walks = new ArrayList<>();
        for (ClockWorld world : worlds) {
            walks.add(world.request(Map.of("title", "Told in time")));
            walks.add(world.request(Map.of("title", "Never told", "businessImpact", "SIGNIFICANT")));
        }
        Walk[] all = walks.toArray(Walk[]::new);
        ClockWorld any = worlds.getFirst();
        any.settled(all);
        Instant end = clock.instant().plus(Duration.ofDays(14));

        while (clock.instant().isBefore(end)) {
            any.go(Duration.ofMinutes(20 + random.nextInt(1_400)), all);
            Walk told = walks.get(2 * random.nextInt(3));
            switch (random.nextInt(4)) {
                case 0 ->
                    api.post(
                            "agent",
                            "/api/tickets/" + told.number() + "/messages",
                            Map.of("visibility", "PUBLIC", "body", "We are on it."));
                case 1 -> {
                    if (told.tasks().contains("diagnose")) {
                        told.complete("diagnose", Map.of("outcome", "ASK_CUSTOMER", "question", "Which mailbox?"));
                    } else if (told.tasks().contains("check-health")) {
                        told.healthy();
                    }
                }
                case 2 -> {
                    if (told.state().equals("AWAITING_CUSTOMER")) {
                        told.replies("The shared one.");
                    }
                }
                default -> {
                    // nobody does anything this time
                }
            }
            any.settled(all);
        }

        int promises = 0;
        for (Walk walk : walks) {
            TreeSet<String> breaches = new TreeSet<>();
            TreeSet<String> warnings = new TreeSet<>();
            for (Round round : clocks.ledger(TicketNumber.parse(walk.number()).orElseThrow())
                    .rounds()) {
                Duration share = round.target().multipliedBy(80).dividedBy(100);
                if (round.used().compareTo(share) >= 0) {
                    warnings.add(round.kind() + " " + round.number() + " " + round.when(share));
                }
                if (round.breached()) {
                    breaches.add(round.kind() + " " + round.number() + " " + round.due());
                }
            }
            assertThat(told(api, walk, "ticket.sla-breached"))
                    .as("seed " + SEED)
                    .isEqualTo(breaches);
            assertThat(told(api, walk, "ticket.sla-warning")).as("seed " + SEED).isEqualTo(warnings);
            promises += breaches.size();
        }
        assertThat(promises).isGreaterThan(6);
    }

    private static TreeSet<String> told(Api api, Walk walk, String type) {
        TreeSet<String> told = new TreeSet<>();
        for (int page = 0; ; page++) {
            JsonNode items = api.get("lead", "/api/tickets/" + walk.number() + "/timeline?size=200&page=" + page)
                    .body()
                    .path("items");
            items.forEach(entry -> {
                if (entry.path("type").asString().equals(type)) {
                    JsonNode data = entry.path("data");
                    boolean fresh = told.add(data.path("kind").asString()
                            + " " + data.path("round").asInt() + " "
                            + Instant.parse(entry.path("occurredAt").asString()));
                    assertThat(fresh).as("told once: " + entry).isTrue();
                }
            });
            if (items.size() < 200) {
                return told;
            }
        }
    }
}
