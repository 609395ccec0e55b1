package dev.signalbox.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The product's time: the machine's, moved forward where the demo asked for it. The offset is a row, so that it holds
 * on every node and over a restart.
 */
@Component
@Primary
public class ProductClock extends Clock {

    private static final ThreadLocal<@Nullable Instant> PRETENDED = new ThreadLocal<>();

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final AtomicLong offsetMillis = new AtomicLong();

    ProductClock(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /** The product's clock was moved, here or on another node. */
    public record Moved(Duration offset) {}

    /** Moves the clock forward for good. */
    public Instant advance(Duration by) {
        jdbc.sql("update product_clock set offset_millis = offset_millis + :by where id = 1")
                .param("by", by.toMillis())
                .update();
        follow();
        return instant();
    }

    /** Takes over what another node did to the clock. */
    @Scheduled(fixedDelay = 1000)
    public void follow() {
        long kept = jdbc.sql("select offset_millis from product_clock where id = 1")
                .query(Long.class)
                .single();
        if (offsetMillis.getAndSet(kept) != kept) {
            events.publishEvent(new Moved(Duration.ofMillis(kept)));
        }
    }

    /** Runs {@code work} on this thread as if it were {@code then}; the demo world's past is made so. */
    public static <T extends @Nullable Object> T at(Instant then, Supplier<T> work) {
        PRETENDED.set(then);
        try {
            return work.get();
        } finally {
            PRETENDED.remove();
        }
    }

    @Override
    public Instant instant() {
        Instant pretended = PRETENDED.get();
        return (pretended == null ? Instant.now().plusMillis(offsetMillis.get()) : pretended)
                .truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
