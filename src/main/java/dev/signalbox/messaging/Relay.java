package dev.signalbox.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.stereotype.Component;

/**
 * Carries the outbox to Kafka, each key in the order of its rows. One relay at a time holds the lease, whatever the number
 * of nodes; a row leaves the outbox when the broker has acknowledged it, so that a crash sends it again rather than never,
 * and no transaction is open meanwhile. Rows go out without waiting for each other; once something was not taken, those of
 * a key wait for each other until all is well again, so that what cannot be sent holds up nothing but its key.
 */
@Component
class Relay implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int BATCH = 500;
    private static final int BATCH_BYTES = 256 * 1024;
    private static final long IDLE_MILLIS = 500;

    private final Outbox outbox;
    private final Bell bell;
    private final RelayLease lease;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final Counter relayed;
    private final Counter held;
    private final Queue<Outbox.Row> tooLarge = new ConcurrentLinkedQueue<>();
    private boolean careful;
    private volatile boolean running;
    private @Nullable Thread thread;

    Relay(
            Outbox outbox,
            Bell bell,
            RelayLease lease,
            DefaultKafkaProducerFactory<byte[], byte[]> shared,
            MeterRegistry meters) {
        this.outbox = outbox;
        this.bell = bell;
        this.lease = lease;
        this.producers = ownProducer(shared);
        this.kafka = new KafkaTemplate<>(producers);
        // what failed is logged here, without the words of customers that a record's payload holds
        this.kafka.setProducerListener(new ProducerListener<>() {});
        this.relayed = Counter.builder("signalbox.messaging.relayed")
                .description("Records that Kafka acknowledged")
                .register(meters);
        this.held = Counter.builder("signalbox.messaging.relay.held")
                .description("Records kept for another try, because they or one before them failed")
                .register(meters);
    }

    /** A producer of the relay's own, with one request on its way at a time, which can be ended at once. */
    private static DefaultKafkaProducerFactory<byte[], byte[]> ownProducer(
            DefaultKafkaProducerFactory<byte[], byte[]> shared) {
        var own = (DefaultKafkaProducerFactory<byte[], byte[]>) shared.copyWithConfigurationOverride(Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                "signalbox-outbox",
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                // what is handed over meanwhile goes with the next request
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH_BYTES));
        own.setPhysicalCloseTimeout(0);
        return own;
    }

    private void run() {
        while (running) {
            try {
                bell.await(IDLE_MILLIS);
                while (running && carry()) {
                    // all of it went out, so there may be more
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException trouble) {
                if (running) {
                    LOG.warn("Outbox not carried, trying again: {}", trouble.toString());
                    bell.pause(IDLE_MILLIS * 4);
                }
            }
        }
    }

    /** @return whether more may wait */
    private boolean carry() throws InterruptedException {
        if (!lease.hold()) {
            return false;
        }
        List<Outbox.Row> rows = outbox.oldest(BATCH);
        List<Long> sent = careful ? carefully(rows) : quickly(rows);
        outbox.sent(sent);
        relayed.increment(sent.size());
        held.increment(rows.size() - sent.size());
        return lighten() || !rows.isEmpty() && sent.size() == rows.size();
    }

    private List<Long> quickly(List<Outbox.Row> rows) throws InterruptedException {
        Pipeline pipeline = new Pipeline(this::send, producers::reset, this::goesOn);
        List<Long> sent = pipeline.carry(rows);
        careful = pipeline.failed();
        return sent;
    }

    private List<Long> carefully(List<Outbox.Row> rows) throws InterruptedException {
        List<Long> sent = new Lanes(this::send, this::goesOn).carry(rows);
        careful = sent.size() < rows.size();
        return sent;
    }

    private boolean goesOn() {
        return running && lease.hold();
    }

    private CompletableFuture<?> send(Outbox.Row row) {
        var record = new ProducerRecord<byte[], byte[]>(row.topic(), row.key(), row.payload());
        row.headers().forEach(header -> record.headers().add(header.name(), header.value()));
        try {
            return kafka.send(record).whenComplete((acknowledged, failure) -> note(row, failure));
        } catch (KafkaException refused) {
            note(row, refused);
            throw refused;
        }
    }

    private void note(Outbox.Row row, @Nullable Throwable failure) {
        Throwable one = failure;
        while (one != null && !(one instanceof RecordTooLargeException)) {
            one = one.getCause();
        }
        if (one != null && row.topic().equals(Topics.INBOUND_DEAD) && row.payload() != null) {
            tooLarge.add(row);
        }
    }

    /**
     * A dead letter is longer than what came by the headers that tell of it: what filled a record to the last byte goes
     * out without its bytes, which the dead letter itself keeps.
     *
     * @return whether one is to be sent anew
     */
    private boolean lighten() {
        boolean lighter = false;
        for (Outbox.Row row = tooLarge.poll(); row != null; row = tooLarge.poll()) {
            LOG.warn("Outbox row {} is too large for {}, goes out without its payload", row.id(), row.topic());
            outbox.lighten(row);
            lighter = true;
        }
        return lighter;
    }

    @Override
    public void start() {
        running = true;
        Thread started = new Thread(this::run, "outbox-relay");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    @Override
    public void stop() {
        running = false;
        bell.ring();
        Thread stopping = thread;
        if (stopping != null) {
            try {
                stopping.join(5_000);
                producers.destroy();
                lease.release();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException unreachable) {
                LOG.warn("The lease runs out by itself: {}", unreachable.toString());
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Rung after a commit that put something into the outbox, so that nobody waits for the next round. */
    @Component
    static class Bell {

        private final Semaphore rung = new Semaphore(0);

        void ring() {
            rung.release();
        }

        void await(long millis) throws InterruptedException {
            if (rung.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                rung.drainPermits();
            }
        }

        void pause(long millis) {
            try {
                new Semaphore(0).tryAcquire(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
