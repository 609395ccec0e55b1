package dev.signalbox.messaging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends rows side by side, but those of one key one after the other: what failed holds back what follows it on its key,
 * and nothing else.
 */
final class Lanes {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final long ASK_EVERY_MILLIS = 1_000;

    private final Function<Outbox.Row, CompletableFuture<?>> sender;
    private final BooleanSupplier goOn;
    private final Map<String, Deque<Outbox.Row>> waiting = new LinkedHashMap<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final List<Long> sent = new ArrayList<>();
    private int underway;
    private boolean unreachable;

    /** @param goOn asked now and then while the broker is silent; on false nothing more is sent or awaited */
    Lanes(Function<Outbox.Row, CompletableFuture<?>> sender, BooleanSupplier goOn) {
        this.sender = sender;
        this.goOn = goOn;
    }

    /** @return the ids of what the broker acknowledged */
    List<Long> carry(List<Outbox.Row> rows) throws InterruptedException {
        rows.forEach(row ->
                waiting.computeIfAbsent(lane(row), key -> new ArrayDeque<>()).add(row));
        for (Iterator<Deque<Outbox.Row>> lanes = waiting.values().iterator(); lanes.hasNext() && !unreachable; ) {
            send(lanes.next().remove());
        }
        while (underway > 0) {
            Answer answer = answers.poll(ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            if (answer != null) {
                settle(answer);
            } else if (!goOn.getAsBoolean()) {
                return sent;
            }
        }
        return sent;
    }

    private void send(Outbox.Row row) {
        underway++;
        CompletableFuture<?> sending;
        try {
            sending = sender.apply(row);
        } catch (RuntimeException refused) {
            // the next one would wait as long, and in vain, unless it is this record that the broker does not take
            unreachable |= !ofTheRecord(refused);
            sending = CompletableFuture.failedFuture(refused);
        }
        sending.whenComplete((acknowledged, failure) -> answers.add(new Answer(row, failure)));
    }

    private static boolean ofTheRecord(RuntimeException refused) {
        Throwable cause = refused.getCause();
        return cause instanceof ApiException && !(cause instanceof RetriableException);
    }

    private void settle(Answer answer) {
        underway--;
        Outbox.Row row = answer.row();
        if (answer.failure() != null) {
            LOG.warn("Outbox row {} for {} not acknowledged, kept: {}", row.id(), row.topic(), "" + answer.failure());
            return;
        }
        sent.add(row.id());
        Outbox.Row next = waiting.getOrDefault(lane(row), new ArrayDeque<>()).poll();
        if (next != null && !unreachable) {
            send(next);
        }
    }

    /** Without a key there is no order to keep. */
    private static String lane(Outbox.Row row) {
        byte[] key = row.key();
        return key == null ? "row " + row.id() : row.topic() + "/" + Arrays.toString(key);
    }

    private record Answer(Outbox.Row row, @Nullable Throwable failure) {}
}
