package dev.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.KafkaException;

class LanesTest {

    private final List<Long> handedOver = new ArrayList<>();
    private final Set<Long> failing = new HashSet<>();

    private static Outbox.Row row(long id, @Nullable String key) {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        return new Outbox.Row(id, "topic", bytes, List.of(), null);
    }

    private CompletableFuture<?> send(Outbox.Row row) {
        handedOver.add(row.id());
        return failing.contains(row.id())
                ? CompletableFuture.failedFuture(new IllegalStateException("no leader"))
                : CompletableFuture.completedFuture(null);
    }

    private List<Long> carry(Outbox.Row... rows) throws InterruptedException {
        return new Lanes(this::send, () -> true).carry(List.of(rows));
    }

    @Test
    void whatFailedHoldsBackWhatFollowsOnItsKeyAndNothingElse() throws InterruptedException {
        failing.add(2L);

        List<Long> sent = carry(row(1, "a"), row(2, "a"), row(3, "b"), row(4, "a"), row(5, "b"));

        assertThat(sent).containsExactlyInAnyOrder(1L, 3L, 5L);
        assertThat(handedOver).doesNotContain(4L);
    }

    @Test
    void theNextOfAKeyWaitsForTheAcknowledgementOfTheOneBefore() throws InterruptedException {
        CompletableFuture<Object> first = new CompletableFuture<>();
        Lanes lanes = new Lanes(
                row -> {
                    handedOver.add(row.id());
                    if (row.id() == 2) {
                        // the other key went out meanwhile; only now the first is answered
                        first.complete("acknowledged");
                    }
                    return row.id() == 1 ? first : CompletableFuture.completedFuture(null);
                },
                () -> true);

        assertThat(lanes.carry(List.of(row(1, "a"), row(3, "a"), row(2, "b")))).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(handedOver).containsExactly(1L, 2L, 3L);
    }

    @Test
    void recordsWithoutAKeyHoldNobodyUp() throws InterruptedException {
        failing.add(1L);

        assertThat(carry(row(1, null), row(2, null))).containsExactly(2L);
    }

    @Test
    void aBrokerThatTakesNothingIsAskedOnceAndNotForEveryKey() throws InterruptedException {
        Lanes lanes = new Lanes(
                row -> {
                    handedOver.add(row.id());
                    throw new IllegalStateException("no metadata");
                },
                () -> true);

        assertThat(lanes.carry(List.of(row(1, "a"), row(2, "b"), row(3, "c")))).isEmpty();
        assertThat(handedOver).containsExactly(1L);
    }

    @Test
    void aRecordThatTheBrokerDoesNotTakeHoldsUpItsKeyOnly() throws InterruptedException {
        Lanes lanes = new Lanes(
                row -> {
                    handedOver.add(row.id());
                    if (row.id() == 1) {
                        throw new KafkaException("Send failed", new RecordTooLargeException("too large"));
                    }
                    return CompletableFuture.completedFuture(null);
                },
                () -> true);

        assertThat(lanes.carry(List.of(row(1, "a"), row(2, "a"), row(3, "b"), row(4, "b"))))
                .containsExactlyInAnyOrder(3L, 4L);
    }

    @Test
    void aNodeThatLostItsLeaseAwaitsNoMoreAnswers() throws InterruptedException {
        Lanes lanes = new Lanes(row -> new CompletableFuture<>(), () -> false);

        assertThat(lanes.carry(List.of(row(1, "a"), row(2, "a")))).isEmpty();
    }
}
