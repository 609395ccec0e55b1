package dev.signalbox.faults;

import dev.signalbox.kit.Http;
import dev.signalbox.kit.Http.Answer;
import dev.signalbox.kit.Node;
import dev.signalbox.kit.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends what the plan says and does the desk's work on the way. Whoever does not answer is asked again with the same
 * id, until it is known to be taken; that is what the product promises to bear.
 */
class Driver implements AutoCloseable {

    static final String INBOUND = "signalbox.inbound.v1";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(400);
    private static final Set<Integer> COME_AGAIN = Set.of(0, 408, 429, 500, 502, 503, 504);

    private final Plan plan;
    private final History history;
    private final List<Node> nodes;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger shots = new AtomicInteger();
    private final Map<String, String> numbers = new ConcurrentHashMap<>();
    private final Set<String> over = ConcurrentHashMap.newKeySet();
    private final List<Sent> followUps = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> broken = new ArrayList<>();
    private volatile boolean stopped;

    Driver(Plan plan, History history, List<Node> nodes, String kafka) {
        this.plan = plan;
        this.history = history;
        this.nodes = nodes;
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka,
                        "acks",
                        "all",
                        "linger.ms",
                        0,
                        "max.request.size",
                        10_485_760,
                        "request.timeout.ms",
                        15_000,
                        "delivery.timeout.ms",
                        (int) PATIENCE.toMillis(),
                        "max.block.ms",
                        PATIENCE.toMillis()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Begins to send, {@code pause} between two events of one of the two senders, and to work. */
    Driver start(Duration pause) {
        int half = plan.shots().size() / 2;
        run("sender-1", () -> send(plan.shots().subList(0, half), pause));
        run("sender-2", () -> send(plan.shots().subList(half, plan.shots().size()), pause));
        run("poisoner", () -> plan.poison().forEach(this::poison));
        run("desk", this::desk);
        return this;
    }

    int sent() {
        return shots.get();
    }

    int planned() {
        return plan.shots().size();
    }

    /** Waits until all is sent and every ticket that the desk leads is over. */
    void await(Duration within) {
        long end = System.nanoTime() + within.toNanos();
        for (Thread thread : threads) {
            refuseToGoOnBroken();
            try {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive()) {
                stopped = true;
                throw new Wait.TimedOut("The driver's " + thread.getName() + " is not ready after " + within.toSeconds()
                        + " s; " + sent() + " of " + planned() + " sent, open: " + openStories());
            }
        }
        refuseToGoOnBroken();
    }

    boolean isBroken() {
        synchronized (broken) {
            return !broken.isEmpty();
        }
    }

    /** Whoever waits for the driver must not wait for one that has given up. */
    void refuseToGoOnBroken() {
        synchronized (broken) {
            if (!broken.isEmpty()) {
                throw new IllegalStateException("The driver broke", broken.getFirst());
            }
        }
    }

    private List<String> openStories() {
        return plan.stories().stream()
                .filter(story -> story.kind().isWalked() && !over.contains(story.reference()))
                .map(story -> story.reference() + "=" + numbers.get(story.reference()))
                .limit(8)
                .toList();
    }

    /** What the desk caused to be sent beside the plan. */
    List<Sent> followUps() {
        synchronized (followUps) {
            return List.copyOf(followUps);
        }
    }

    private void run(String name, Runnable work) {
        Thread thread = Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                work.run();
            } catch (Throwable failed) {
                failed.printStackTrace(System.out);
                stopped = true;
                synchronized (broken) {
                    broken.add(failed);
                }
            }
        });
        threads.add(thread);
    }

    private void send(List<Plan.Shot> mine, Duration pause) {
        for (Plan.Shot shot : mine) {
            if (stopped) {
                return;
            }
            if (shot.byKafka()) {
                byKafka(shot.event(), shot.structured());
            } else {
                byHttp(shot.event());
            }
            shots.incrementAndGet();
            Wait.pause(pause);
        }
    }

    private void byKafka(Sent event, boolean structured) {
        byte[] key = Plan.bytes(event.subject());
        ProducerRecord<byte[], byte[]> record;
        if (structured) {
            record = new ProducerRecord<>(INBOUND, key, JSON.writeValueAsBytes(event.structured(plan.source())));
            record.headers().add("content-type", Plan.bytes("application/cloudevents+json"));
        } else {
            record = new ProducerRecord<>(INBOUND, key, JSON.writeValueAsBytes(event.data()));
            record.headers()
                    .add("ce_specversion", Plan.bytes("1.0"))
                    .add("ce_id", Plan.bytes(event.id()))
                    .add("ce_source", Plan.bytes(plan.source()))
                    .add("ce_type", Plan.bytes(event.wireType()))
                    .add("ce_subject", Plan.bytes(event.subject()))
                    .add("content-type", Plan.bytes("application/json"));
        }
        delivered(record, event.id());
    }

    private void poison(Plan.Poison poison) {
        var record = new ProducerRecord<byte[], byte[]>(INBOUND, poison.key(), poison.value());
        poison.headers().forEach((name, value) -> record.headers().add(name, value));
        record.headers().add("mark", Plan.bytes(poison.mark()));
        delivered(record, poison.mark());
    }

    private void delivered(ProducerRecord<byte[], byte[]> record, String id) {
        history.note(History.Outcome.INVOKE, "kafka", id, "");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!stopped && System.nanoTime() < end) {
            try {
                var metadata = producer.send(record).get();
                history.note(History.Outcome.OK, "kafka", id, metadata.toString());
                return;
            } catch (ExecutionException failed) {
                history.note(History.Outcome.UNKNOWN, "kafka", id, String.valueOf(failed.getMessage()));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Beside the plan: a request by Kafka. */
    void request(String id, String title) {
        byKafka(extra(id, title), true);
    }

    /** Beside the plan: a reply by Kafka. */
    void reply(String id, String subject, Map<String, Object> data) {
        byKafka(Sent.applied(id, "ticket.customer-replied", subject, data), true);
    }

    /** Beside the plan: a request to one node, answered as it is. */
    Answer post(Node node, String id, String title) {
        byte[] body = JSON.writeValueAsBytes(extra(id, title).structured(plan.source()));
        return node.http()
                .post("producer", "/api/events", body, Map.of("content-type", "application/cloudevents+json"));
    }

    /** The number of the ticket that was requested under {@code id}. */
    String await(Node node, String id) {
        List<String> found = new ArrayList<>();
        Wait.until("a ticket for " + id, Duration.ofSeconds(120), () -> {
            node.http()
                    .items("lead", "/api/tickets?externalReference=" + Http.encoded(id))
                    .forEach(ticket -> found.add(ticket.path("number").asString("")));
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private static Sent extra(String id, String title) {
        return Sent.applied(
                id,
                "ticket.requested",
                id,
                Map.of(
                        "customerId",
                        "demo-direct-1",
                        "title",
                        title,
                        "description",
                        "As the fault wants it",
                        "reportedCategory",
                        "SERVICE_ERROR",
                        "productFamily",
                        "M365",
                        "businessImpact",
                        "MODERATE"));
    }

    private void byHttp(Sent event) {
        byte[] body = JSON.writeValueAsBytes(event.structured(plan.source()));
        Answer answer = call(
                event.id(),
                http -> http.post(
                        "producer", "/api/events", body, Map.of("content-type", "application/cloudevents+json")));
        if (answer.status() != 202) {
            throw new IllegalStateException("Event " + event.id() + " gave " + answer.status() + " " + answer.text());
        }
    }

    /** Until somebody answers something final. */
    private Answer call(String id, Function<Http, Answer> request) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        history.note(History.Outcome.INVOKE, "http", id, "");
        while (true) {
            Answer answer = request.apply(nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()))
                    .http());
            if (!COME_AGAIN.contains(answer.status())) {
                history.note(
                        answer.ok() ? History.Outcome.OK : History.Outcome.REFUSED,
                        "http",
                        id,
                        answer.status() + " " + answer.text());
                return answer;
            }
            history.note(History.Outcome.UNKNOWN, "http", id, answer.status() + " " + answer.text());
            if (stopped || System.nanoTime() > end) {
                throw new IllegalStateException("Nobody answers for " + id + ": " + answer);
            }
            Wait.pause(BETWEEN_CALLS);
        }
    }

    // The desk: looks at each open ticket again and again, and does what its step asks for

    private void desk() {
        List<Story> walked =
                plan.stories().stream().filter(story -> story.kind().isWalked()).toList();
        // a load may last longer than anybody's patience; that begins when all is sent
        long end = System.nanoTime() + PATIENCE.multipliedBy(2).toNanos();
        while (!stopped && over.size() < walked.size() && System.nanoTime() < end) {
            if (sent() < planned()) {
                end = System.nanoTime() + PATIENCE.multipliedBy(2).toNanos();
            }
            for (Story story : walked) {
                if (!stopped && !over.contains(story.reference())) {
                    step(story);
                }
            }
            Wait.pause(BETWEEN_CALLS);
        }
    }

    private void step(Story story) {
        String number = number(story);
        if (number == null) {
            return;
        }
        JsonNode ticket = read("lead", "/api/tickets/" + number);
        String state = ticket.path("state").asString("");
        if (state.equals(story.kind().end())) {
            follow(story.tooLate());
            over.add(story.reference());
            return;
        }
        for (JsonNode task :
                read("lead", "/api/tasks?size=200&ticket=" + number).path("items")) {
            work(story, task.path("id").asString(""), task.path("kind").asString(""), task);
        }
    }

    private void work(Story story, String id, String kind, JsonNode task) {
        switch (kind) {
            case "check-health" ->
                complete("agent", id, Map.of("healthMatch", "NONE", "symptomsMatch", false, "needsEngineering", false));
            case "diagnose" -> {
                // Whatever comes early must find its ticket, so the customer's words are in first
                if (settled(story)) {
                    early(story);
                    complete(
                            "agent",
                            id,
                            Map.of(
                                    "outcome",
                                    "DIAGNOSED",
                                    "causeDomain",
                                    story.kind().cause(),
                                    "steps",
                                    List.of(Map.of(
                                            "tried", "Test user", "result", "Same", "at", "2026-11-20T08:00:00Z"))));
                }
            }
            case "resolve" -> complete("agent", id, Map.of("outcome", "FIXED", "solution", "Rights given back"));
            case "complete-package" -> complete("agent", id, missing(task));
            case "approve-escalation" -> complete("lead", id, Map.of("decision", "APPROVE"));
            case "file-case" -> complete("agent", id, Map.of("externalId", story.externalId()));
            case "verify-solution" -> complete("agent", id, Map.of("works", true));
            case "confirm-resolution" -> {
                if (story.kind() == Story.Kind.ESCALATED) {
                    follow(story.confirmation());
                }
            }
            default -> throw new IllegalStateException("No story knows the task " + kind + " of " + story);
        }
    }

    private void early(Story story) {
        if (story.kind() == Story.Kind.SOLVED) {
            follow(story.confirmation());
        } else {
            follow(story.proposed());
        }
    }

    private static Map<String, Object> missing(JsonNode task) {
        Map<String, Object> values = new HashMap<>();
        for (JsonNode component : task.path("form").path("components")) {
            String key = component.path("key").asString("");
            switch (component.path("type").asString("")) {
                case "datetime" -> values.put(key, "2026-11-20T07:30:00Z");
                case "checkbox" -> values.put(key, true);
                case "select", "radio" ->
                    values.put(
                            key, component.path("values").path(0).path("value").asString(""));
                case "textfield", "textarea" ->
                    values.put(
                            key,
                            switch (key) {
                                case "startTime" -> "2026-11-20T07:30:00Z";
                                case "phone", "contact24x7" -> "+420 555 0100";
                                case "consent" -> "Yes";
                                default -> "Desk, desk@example.org, +420 555 0100";
                            });
                default -> {}
            }
        }
        return values;
    }

    private boolean settled(Story story) {
        Set<String> open = new HashSet<>();
        for (Sent event : story.events()) {
            if (!"APPLIED".equals(fate(plan.source(), event.id()))) {
                open.add(event.id());
            }
        }
        return open.isEmpty();
    }

    private String fate(String source, String id) {
        return read("operator", "/api/events?source=" + Http.encoded(source) + "&id=" + Http.encoded(id))
                .path("result")
                .asString("");
    }

    /** Sent once by each way, so that one of them is a duplicate. */
    private void follow(Sent event) {
        synchronized (followUps) {
            if (followUps.stream().anyMatch(before -> before.id().equals(event.id()))) {
                return;
            }
            followUps.add(event);
        }
        byHttp(event);
        byKafka(event, true);
    }

    private void complete(String account, String task, Map<String, Object> values) {
        Answer answer = call(
                "task-" + task,
                http -> http.post(account, "/api/tasks/" + task + "/complete", Map.of("values", values)));
        // Done before, as far as the last try was heard: the next look at the ticket tells
        if (!answer.ok() && !Set.of(404, 409).contains(answer.status())) {
            throw new IllegalStateException("Task " + task + " gave " + answer.status() + " " + answer.text());
        }
    }

    @Nullable
    private String number(Story story) {
        String known = numbers.get(story.reference());
        if (known != null) {
            return known;
        }
        JsonNode found = read("lead", "/api/tickets?externalReference=" + Http.encoded(story.reference()))
                .path("items")
                .path(0)
                .path("number");
        if (!found.isString()) {
            return null;
        }
        numbers.put(story.reference(), found.stringValue());
        return found.stringValue();
    }

    private JsonNode read(String account, String path) {
        Supplier<Answer> get = () -> nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()))
                .http()
                .get(account, path);
        Answer answer = get.get();
        while (COME_AGAIN.contains(answer.status()) && !stopped) {
            Wait.pause(BETWEEN_CALLS);
            answer = get.get();
        }
        return answer.body();
    }

    @Override
    public void close() {
        stopped = true;
        producer.close(Duration.ofSeconds(5));
    }
}
