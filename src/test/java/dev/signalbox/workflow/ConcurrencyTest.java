package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Timers;
import dev.signalbox.support.Walk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Many at once: whoever comes second is told so, and nothing is done twice. */
@SignalboxTest
class ConcurrencyTest {

    private static final int THREADS = 8;
    private static final Map<String, ?> FAULT = Map.of(
            "customerId", "demo-direct-1",
            "title", "Mailboxes disappear",
            "description", "Nobody sees the shared mailboxes.",
            "reportedCategory", "SERVICE_ERROR",
            "productFamily", "M365",
            "businessImpact", "MODERATE");

    @LocalServerPort
    int port;

    @Autowired
    Timers timers;

    Api api;

    @BeforeEach
    void client() {
        api = new Api(port);
        timers.refill("demo-silver", "SIGNATURE_CLOUD");
    }

    @AfterEach
    void refill() {
        timers.refill("demo-silver", "SIGNATURE_CLOUD");
    }

    @Test
    void aTaskIsCompletedOnceHoweverManyTry() throws Exception {
        Walk walk = Walk.request(api, Map.of());
        String task = walk.task("check-health").path("id").stringValue();
        Map<String, ?> values =
                Map.of("values", Map.of("healthMatch", "NONE", "symptomsMatch", false, "needsEngineering", false));

        List<Api.Answer> answers = together(i -> () -> api.post("agent", "/api/tasks/" + task + "/complete", values));

        assertThat(statuses(answers)).containsExactly(200, 409, 409, 409, 409, 409, 409, 409);
        assertThat(walk.tasks()).containsExactly("diagnose");
        assertThat(Collections.frequency(walk.told(), "ticket.task-completed")).isEqualTo(1);
        assertGapless(walk.timeline());
    }

    @Test
    void anEventIsAcceptedOnceHoweverOftenItComes() throws Exception {
        String id = UUID.randomUUID().toString();

        List<Api.Answer> answers =
                together(i -> () -> api.event("urn:race", id, "ticket.requested", "RACE-" + id, FAULT));

        assertThat(results(answers))
                .containsExactly(
                        "ACCEPTED",
                        "DUPLICATE",
                        "DUPLICATE",
                        "DUPLICATE",
                        "DUPLICATE",
                        "DUPLICATE",
                        "DUPLICATE",
                        "DUPLICATE");
        assertThat(ticketsOf("RACE-" + id)).hasSize(1);
    }

    @Test
    void racingRequestsUnderOneReferenceOpenOneTicket() throws Exception {
        String reference = "RACE-" + UUID.randomUUID();

        List<Api.Answer> answers = together(
                i -> () -> api.event("urn:race", UUID.randomUUID().toString(), "ticket.requested", reference, FAULT));

        assertThat(results(answers)).containsOnly("ACCEPTED");
        List<JsonNode> tickets = ticketsOf(reference);
        assertThat(tickets).hasSize(1);
        JsonNode timeline = api.get(
                        "lead",
                        "/api/tickets/" + tickets.getFirst().path("number").stringValue() + "/timeline?size=200")
                .body()
                .path("items");
        assertGapless(timeline);
        assertThat(timeline.valueStream()
                        .filter(entry -> entry.path("type").stringValue().equals("ticket.recurred")))
                .hasSize(THREADS - 1);
    }

    @Test
    void aTaskHasOneHolderHoweverManyClaimIt() throws Exception {
        Walk walk = Walk.request(api, Map.of());
        String task = walk.task("check-health").path("id").stringValue();
        List<String> accounts = List.of("agent", "lead");

        List<Api.Answer> answers =
                together(2, i -> () -> api.post(accounts.get(i), "/api/tasks/" + task + "/claim", Map.of()));

        assertThat(statuses(answers)).containsExactly(200, 409);
        String holder = accounts.get(answers.get(0).status() == 200 ? 0 : 1);
        assertThat(walk.task("check-health").path("assignee").asString()).isEqualTo(holder);
        assertGapless(walk.timeline());
    }

    @Test
    void theLastIncidentsArePromisedOnce() throws Exception {
        List<Walk> walks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Walk walk = Walk.request(api, Map.of("customerId", "demo-silver-1", "businessImpact", "SIGNIFICANT"))
                    .healthy()
                    .diagnosed("UNDOCUMENTED_DEVIATION")
                    .packaged();
            assertThat(walk.tasks()).containsExactly("approve-escalation");
            walks.add(walk);
        }

        List<Api.Answer> answers = together(i -> {
            String task = walks.get(i).task("approve-escalation").path("id").stringValue();
            return () -> api.post(
                    "lead", "/api/tasks/" + task + "/complete", Map.of("values", Map.of("decision", "APPROVE")));
        });

        assertThat(statuses(answers)).containsOnly(200);
        assertThat(walks.stream().filter(walk -> walk.tasks().contains("file-case")))
                .hasSize(5);
        assertThat(walks.stream().filter(walk -> walk.tasks().contains("no-entitlement")))
                .hasSize(3);
        assertThat(incidentsLeft()).isZero();
        walks.forEach(walk -> assertGapless(walk.timeline()));
    }

    @Test
    void aReplyAndACompletionOfTheSameTicketBothCount() throws Exception {
        Walk walk = Walk.request(api, Map.of());
        String task = walk.task("check-health").path("id").stringValue();

        List<Api.Answer> answers = together(i -> () -> i == 0
                ? api.post(
                        "agent",
                        "/api/tasks/" + task + "/complete",
                        Map.of(
                                "values",
                                Map.of("healthMatch", "NONE", "symptomsMatch", false, "needsEngineering", false)))
                : api.event(
                        "urn:race",
                        UUID.randomUUID().toString(),
                        "ticket.customer-replied",
                        walk.number(),
                        Map.of("body", "Still broken, " + i)));

        assertThat(statuses(answers)).containsExactly(200, 202, 202, 202, 202, 202, 202, 202);
        assertThat(results(answers.subList(1, THREADS))).containsOnly("ACCEPTED");
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(walk.tasks()).containsExactly("diagnose"));
        assertGapless(walk.timeline());
        assertThat(Collections.frequency(walk.told(), "ticket.message-added")).isGreaterThanOrEqualTo(THREADS - 1);
    }

    private static List<Api.Answer> together(IntFunction<Callable<Api.Answer>> calls) throws Exception {
        return together(THREADS, calls);
    }

    /** All at the same moment; the answers in the order of the callers. */
    private static List<Api.Answer> together(int threads, IntFunction<Callable<Api.Answer>> calls) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Callable<Api.Answer>> prepared =
                IntStream.range(0, threads).mapToObj(calls).toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Api.Answer>> running = new ArrayList<>();
            for (Callable<Api.Answer> call : prepared) {
                running.add(pool.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            List<Api.Answer> answers = new ArrayList<>();
            for (Future<Api.Answer> one : running) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    private static List<Integer> statuses(List<Api.Answer> answers) {
        return answers.stream().map(Api.Answer::status).sorted().toList();
    }

    private static List<String> results(List<Api.Answer> answers) {
        return answers.stream()
                .map(answer ->
                        answer.body().path("results").path(0).path("result").asString(answer.text()))
                .sorted()
                .toList();
    }

    private List<JsonNode> ticketsOf(String reference) {
        return api.get("lead", "/api/tickets?externalReference=" + reference)
                .body()
                .path("items")
                .valueStream()
                .toList();
    }

    private int incidentsLeft() {
        return api.get("lead", "/api/customers/demo-silver-1/entitlements")
                .body()
                .path("items")
                .valueStream()
                .filter(plan -> plan.path("vehicle").asString("").equals("SIGNATURE_CLOUD"))
                .mapToInt(plan -> plan.path("incidentsRemaining").asInt())
                .sum();
    }

    private static void assertGapless(JsonNode timeline) {
        List<Integer> sequences = timeline.valueStream()
                .map(entry -> entry.path("sequence").asInt())
                .toList();
        assertThat(sequences)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, sequences.size()).boxed().toList());
    }
}
