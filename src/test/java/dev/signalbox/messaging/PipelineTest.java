package dev.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PipelineTest {

    private final List<Long> handedOver = new ArrayList<>();
    private final Map<Long, CompletableFuture<Object>> answers = new HashMap<>();
    private final List<String> story = new ArrayList<>();

    private static Outbox.Row row(long id) {
        return new Outbox.Row(id, "topic", "key".getBytes(StandardCharsets.UTF_8), List.of(), null);
    }

    private CompletableFuture<?> send(Outbox.Row row) {
        handedOver.add(row.id());
        return answers.computeIfAbsent(row.id(), id -> new CompletableFuture<>());
    }

    private void gaveUp() {
        story.add("gave up");
        answers.values().forEach(answer -> answer.completeExceptionally(new IllegalStateException("closed")));
    }

    @Test
    void rowsOfOneKeyDoNotWaitForEachOther() throws InterruptedException {
        Pipeline pipeline = new Pipeline(
                row -> {
                    CompletableFuture<?> sending = send(row);
                    if (row.id() == 3) {
                        // only now, with all three handed over, does the broker answer
                        answers.values().forEach(answer -> answer.complete("acknowledged"));
                    }
                    return sending;
                },
                this::gaveUp,
                () -> true);

        assertThat(pipeline.carry(List.of(row(1), row(2), row(3)))).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(pipeline.failed()).isFalse();
        assertThat(story).isEmpty();
    }

    @Test
    void theFirstFailureGivesTheProducerUpBeforeAnythingElseIsAnswered() throws InterruptedException {
        Pipeline pipeline = new Pipeline(
                row -> {
                    CompletableFuture<?> sending = send(row);
                    if (row.id() == 3) {
                        answers.get(1L).complete("acknowledged");
                        answers.get(2L).completeExceptionally(new IllegalStateException("no leader"));
                    }
                    return sending;
                },
                this::gaveUp,
                () -> true);

        assertThat(pipeline.carry(List.of(row(1), row(2), row(3), row(4)))).containsExactly(1L);
        assertThat(pipeline.failed()).isTrue();
        assertThat(story).containsExactly("gave up");
        assertThat(handedOver).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatTheProducerItselfRefusesIsTheLastThatIsHandedOver() throws InterruptedException {
        Pipeline pipeline = new Pipeline(
                row -> {
                    if (row.id() == 2) {
                        throw new IllegalStateException("too large");
                    }
                    CompletableFuture<?> sending = send(row);
                    answers.get(row.id()).complete("acknowledged");
                    return sending;
                },
                this::gaveUp,
                () -> true);

        assertThat(pipeline.carry(List.of(row(1), row(2), row(3)))).containsExactly(1L);
        assertThat(pipeline.failed()).isTrue();
        assertThat(handedOver).containsExactly(1L);
    }

    @Test
    void aNodeThatLostItsLeaseSendsNothingMoreAndAwaitsNoAnswers() throws InterruptedException {
        Pipeline pipeline = new Pipeline(this::send, this::gaveUp, () -> false);

        assertThat(pipeline.carry(List.of(row(1)))).isEmpty();
        assertThat(story).containsExactly("gave up");
    }
}
