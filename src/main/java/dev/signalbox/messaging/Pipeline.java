package dev.signalbox.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands rows over one after the other without waiting for an answer in between, so that many share one request. The order
 * of a key holds because the producer has one request on its way at a time, and because the first failure gives the
 * producer up before it can send what was handed over later.
 */
final class Pipeline {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final long ASK_EVERY_MILLIS = 1_000;

    private final Function<Outbox.Row, CompletableFuture<?>> sender;
    private final Runnable giveUp;
    private final BooleanSupplier goOn;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private volatile boolean failed;

    /**
     * @param giveUp ends the producer at once; called by the thread that answers for it, before it sends anything else
     * @param goOn asked now and then while the broker is silent; on false nothing more is sent or awaited
     */
    Pipeline(Function<Outbox.Row, CompletableFuture<?>> sender, Runnable giveUp, BooleanSupplier goOn) {
        this.sender = sender;
        this.giveUp = giveUp;
        this.goOn = goOn;
    }

    /** @return the ids of what the broker acknowledged, in the order of the answers */
    List<Long> carry(List<Outbox.Row> rows) throws InterruptedException {
        int underway = 0;
        for (Outbox.Row row : rows) {
            if (failed) {
                break;
            }
            underway++;
            hand(row).whenComplete((acknowledged, failure) -> {
                if (failure != null && !failed) {
                    failed = true;
                    giveUp.run();
                }
                answers.add(new Answer(row, failure));
            });
        }
        return awaited(underway);
    }

    /** Whether something was not taken; what follows it was not sent. */
    boolean failed() {
        return failed;
    }

    private CompletableFuture<?> hand(Outbox.Row row) {
        try {
            return sender.apply(row);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private List<Long> awaited(int underway) throws InterruptedException {
        List<Long> sent = new ArrayList<>();
        while (underway > 0) {
            Answer answer = answers.poll(ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            if (answer == null) {
                if (!goOn.getAsBoolean()) {
                    // what was handed over is another node's to send
                    failed = true;
                    giveUp.run();
                    return sent;
                }
                continue;
            }
            underway--;
            if (answer.failure() == null) {
                sent.add(answer.row().id());
            } else {
                LOG.warn(
                        "Outbox row {} for {} not acknowledged, kept: {}",
                        answer.row().id(),
                        answer.row().topic(),
                        answer.failure().toString());
            }
        }
        return sent;
    }

    private record Answer(Outbox.Row row, @Nullable Throwable failure) {}
}
