package dev.signalbox.messaging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries the outbox to Kafka in the order of its rows. One relay at a time holds the lock row, whatever the number of
 * nodes; a row leaves the outbox when the broker has acknowledged it, so that a crash sends it again rather than never.
 */
@Component
class Relay implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int BATCH = 500;
    private static final long IDLE_MILLIS = 500;
    private static final long ACKNOWLEDGED_WITHIN_SECONDS = 150;

    private final Outbox outbox;
    private final Bell bell;
    private final JdbcClient jdbc;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final TransactionTemplate transaction;
    private volatile boolean running;
    private @Nullable Thread thread;

    Relay(
            Outbox outbox,
            Bell bell,
            JdbcClient jdbc,
            KafkaTemplate<byte[], byte[]> kafka,
            PlatformTransactionManager transactions) {
        this.outbox = outbox;
        this.bell = bell;
        this.jdbc = jdbc;
        this.kafka = kafka;
        this.transaction = new TransactionTemplate(transactions);
    }

    private void run() {
        while (running) {
            try {
                bell.await(IDLE_MILLIS);
                while (running && Boolean.TRUE.equals(transaction.execute(status -> carry()))) {
                    // a full batch went out, so there may be more
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

    private boolean carry() {
        boolean mine = jdbc.sql("select id from relay_lock where id = 1 for update skip locked")
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!mine) {
            return false;
        }
        List<Outbox.Row> rows = outbox.oldest(BATCH);
        List<CompletableFuture<?>> sending = new ArrayList<>();
        for (Outbox.Row row : rows) {
            var record = new ProducerRecord<byte[], byte[]>(row.topic(), row.key(), row.payload());
            row.headers().forEach(header -> record.headers().add(header.name(), header.value()));
            sending.add(kafka.send(record));
        }
        List<Long> sent = new ArrayList<>();
        Set<String> held = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            Outbox.Row row = rows.get(i);
            String lane = row.topic() + "/" + Arrays.toString(row.key());
            if (acknowledged(sending.get(i), row) && !held.contains(lane)) {
                sent.add(row.id());
            } else {
                held.add(lane);
            }
        }
        outbox.sent(sent);
        return rows.size() == BATCH && held.isEmpty();
    }

    private static boolean acknowledged(CompletableFuture<?> sending, Outbox.Row row) {
        try {
            sending.get(ACKNOWLEDGED_WITHIN_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | java.util.concurrent.TimeoutException failed) {
            LOG.warn("Outbox row {} for {} not acknowledged, kept: {}", row.id(), row.topic(), failed.toString());
            return false;
        }
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
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
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
