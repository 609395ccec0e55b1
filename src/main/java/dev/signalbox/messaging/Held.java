package dev.signalbox.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How many events wait or died, and for how long the eldest waits: counted now and then, not at each question. */
@Component
class Held {

    private static final Logger LOG = LoggerFactory.getLogger(Held.class);

    private final JdbcClient jdbc;
    private final Clock clock;
    private volatile Counted counted = new Counted(0, Duration.ZERO, 0);

    Held(JdbcClient jdbc, Clock clock, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = clock;
        Gauge.builder("signalbox.messaging.parked", () -> counted.parked())
                .description("Events that wait for their ticket's next step")
                .register(meters);
        Gauge.builder("signalbox.messaging.parked.oldest", () -> counted.oldest()
                        .toSeconds())
                .baseUnit("seconds")
                .description("How long the eldest of them waits")
                .register(meters);
        Gauge.builder("signalbox.messaging.dead", () -> counted.dead())
                .description("Dead letters that nobody replayed")
                .register(meters);
    }

    @Scheduled(fixedDelayString = "${signalbox.messaging.held-every:PT20S}")
    void count() {
        try {
            counted = jdbc.sql("""
                            select (select count(*) from inbox where result = 'PARKED'),
                              (select min(received_at) from inbox where result = 'PARKED'),
                              (select count(*) from dead_letter where replayed_at is null)""")
                    .query((row, i) -> {
                        OffsetDateTime eldest = row.getObject(2, OffsetDateTime.class);
                        return new Counted(
                                row.getLong(1),
                                eldest == null ? Duration.ZERO : Duration.between(eldest.toInstant(), clock.instant()),
                                row.getLong(3));
                    })
                    .single();
        } catch (RuntimeException passing) {
            LOG.debug("Not counted: {}", passing.toString());
        }
    }

    private record Counted(long parked, Duration oldest, long dead) {}
}
