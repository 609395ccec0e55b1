package dev.signalbox.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How much waits to be sent, and for how long: looked up now and then, so that asking for metrics costs nothing. */
@Component
class Backlog {

    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

    private final JdbcClient jdbc;
    private volatile Waiting waiting = new Waiting(0, Duration.ZERO);

    Backlog(JdbcClient jdbc, RelayLease lease, MeterRegistry meters) {
        this.jdbc = jdbc;
        Gauge.builder("signalbox.messaging.outbox.records", () -> waiting.records())
                .description("Records that wait for Kafka")
                .register(meters);
        Gauge.builder(
                        "signalbox.messaging.outbox.oldest",
                        () -> waiting.oldest().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description("How long the oldest of them waits")
                .register(meters);
        Gauge.builder("signalbox.messaging.relay.leading", lease, held -> held.held() ? 1 : 0)
                .description("1 on the node that carries the outbox")
                .register(meters);
    }

    @Scheduled(fixedDelayString = "${signalbox.messaging.backlog-every:PT5S}")
    void look() {
        try {
            waiting = jdbc.sql("select count(*), min(at), current_timestamp from outbox")
                    .query((row, i) -> {
                        OffsetDateTime oldest = row.getObject(2, OffsetDateTime.class);
                        OffsetDateTime now = row.getObject(3, OffsetDateTime.class);
                        return new Waiting(
                                row.getLong(1), oldest == null ? Duration.ZERO : Duration.between(oldest, now));
                    })
                    .single();
        } catch (RuntimeException passing) {
            LOG.debug("Backlog not counted: {}", passing.toString());
        }
    }

    private record Waiting(long records, Duration oldest) {}
}
