package dev.signalbox.workflow.clocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.clock.ProductClock;
import dev.signalbox.customer.HoursPut;
import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Calendars put while the clocks that they change are looked at. */
@SignalboxTest
class AlarmRacesTest {

    /** A partner with few tickets, so that a change of its hours makes few of them stale. */
    private static final Map<String, String> OF_FEW = Map.of("customerId", "demo-bare-1");

    @LocalServerPort
    int port;

    @Autowired
    ProductClock clock;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    AlarmRows rows;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ConfigurableApplicationContext context;

    private final String calendar = "race-" + UUID.randomUUID().toString().substring(0, 8);
    private Api api;

    @BeforeEach
    void api() {
        api = new Api(port);
    }

    @Test
    void aCalendarPutAgainAndAgainWhileAlarmsAreLookedAtIsNeverRefused() {
        IntStream.range(0, 30).forEach(i -> Walk.request(api, OF_FEW));

        List<Integer> answers = IntStream.range(0, 60)
                .map(i -> put(i % 2 == 0 ? "Mon-Sun 00:00-12:00" : "Mon 00:00-01:00")
                        .status())
                .boxed()
                .toList();

        assertThat(answers).startsWith(201).containsOnly(200, 201);
    }

    @Test
    void whatBecomesStaleWhileItIsLookedAtIsLookedAtAgain() {
        long ticket = Long.parseLong(Walk.request(api, OF_FEW).number());
        Instant stored = clock.instant().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        try (ExecutorService managers = Executors.newSingleThreadExecutor()) {
            CompletableFuture<Api.Answer> answer = await().atMost(Duration.ofSeconds(60))
                    .until(() -> putWhileLookedAt(ticket, stored, managers), found -> found != null);
            assertThat(answer.join().status()).isEqualTo(201);
        }

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(alarm(ticket)).isNotEqualTo(stored));
    }

    /** @return the answer to be; null where the lane of alarms was faster than this test */
    private CompletableFuture<Api.Answer> putWhileLookedAt(long ticket, Instant stored, ExecutorService managers) {
        jdbc.sql("update clock_alarm set at = :at where ticket = :ticket")
                .param("at", clock.instant().minusSeconds(1).atOffset(ZoneOffset.UTC))
                .param("ticket", ticket)
                .update();
        return transaction.execute(status -> {
            if (rows.locked(List.of(ticket)).isEmpty()
                    || rows.still(List.of(ticket)).isEmpty()) {
                return null;
            }
            CompletableFuture<Api.Answer> answer =
                    CompletableFuture.supplyAsync(() -> put("Mon 00:00-01:00"), managers);
            await().atMost(Duration.ofSeconds(60)).until(() -> answer.isDone() || somebodyWaits());
            rows.set(Map.of(ticket, stored));
            return answer;
        });
    }

    @Test
    void aCalendarThatLosesARaceIsPutAgainAndCountsOnce() {
        AtomicInteger tries = new AtomicInteger();
        ApplicationListener<PayloadApplicationEvent<HoursPut>> loser = new Loser(calendar, tries);
        context.addApplicationListener(loser);
        try {
            assertThat(put("Mon 00:00-01:00").status()).isEqualTo(201);
        } finally {
            context.removeApplicationListener(loser);
        }

        assertThat(tries).hasValue(2);
        assertThat(api.get("operator", "/api/audit?id=" + calendar).text()).containsOnlyOnce("calendar.created");
    }

    /** Loses the first race of one calendar. */
    private record Loser(String calendar, AtomicInteger tries)
            implements ApplicationListener<PayloadApplicationEvent<HoursPut>> {

        @Override
        public void onApplicationEvent(PayloadApplicationEvent<HoursPut> event) {
            if (event.getPayload().id().equals(calendar) && tries.incrementAndGet() == 1) {
                throw new CannotAcquireLockException("Somebody was faster");
            }
        }
    }

    private Api.Answer put(String hours) {
        return api.put(
                "operator",
                "/api/calendars/" + calendar,
                Map.of(
                        "partnerId",
                        "demo-bare",
                        "name",
                        "Raced for",
                        "timeZone",
                        "Europe/Prague",
                        "hours",
                        List.of(hours)));
    }

    private boolean somebodyWaits() {
        return jdbc.sql("select count(*) from information_schema.sessions where blocker_id is not null")
                        .query(Long.class)
                        .single()
                > 0;
    }

    private Instant alarm(long ticket) {
        return jdbc.sql("select at from clock_alarm where ticket = :ticket")
                .param("ticket", ticket)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }
}
