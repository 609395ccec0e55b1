package dev.signalbox.workflow.clocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.signalbox.support.TurnedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which order the lane of alarms takes its work. */
class AlarmLaneTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final int BATCH = 50;

    private final AlarmRows rows = mock(AlarmRows.class);
    private final Alarms alarms = mock(Alarms.class);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<List<Long>> looked = new CopyOnWriteArrayList<>();
    private final Queue<AlarmRows.Due> due = new ConcurrentLinkedQueue<>();
    private final Queue<List<Long>> stale = new ConcurrentLinkedQueue<>();
    private final AlarmWatch watch = new AlarmWatch(
            alarms,
            rows,
            new ClockProperties(List.of(80), Duration.ofSeconds(1), BATCH),
            new TurnedClock(NOW),
            metrics);

    @AfterEach
    void stop() {
        watch.stop();
    }

    @Test
    void anAlarmThatFallsDueAmongThousandsOfStaleTicketsIsLookedAtNext() {
        IntStream.range(0, 100)
                .forEach(i -> stale.add(LongStream.range(0, BATCH)
                        .map(j -> i * BATCH + j)
                        .boxed()
                        .toList()));
        when(rows.due(anyInt())).thenAnswer(asked -> due.isEmpty() ? List.of() : List.of(due.remove()));
        when(rows.stale(anyInt())).thenAnswer(asked -> stale.isEmpty() ? List.of() : stale.remove());
        when(alarms.look(anyList())).thenAnswer(asked -> {
            List<Long> tickets = asked.getArgument(0);
            looked.add(tickets);
            if (looked.size() == 3) {
                due.add(new AlarmRows.Due(10_000_001, NOW.minusSeconds(2)));
            }
            return tickets.stream()
                    .map(ticket -> new AlarmRows.Due(ticket, NOW.minusSeconds(2)))
                    .toList();
        });

        watch.start();

        await().atMost(Duration.ofSeconds(30)).until(() -> looked.size() == 101);
        assertThat(looked.get(3)).containsExactly(10_000_001L);
        assertThat(looked.get(2)).hasSize(BATCH);
        assertThat(looked.get(4)).hasSize(BATCH);
        assertThat(metrics.get("signalbox.clock.alarm.lateness").timer().count())
                .isEqualTo(1);
        assertThat(metrics.get("signalbox.clock.alarm.lateness").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(2);
    }
}
