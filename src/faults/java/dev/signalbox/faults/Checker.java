package dev.signalbox.faults;

import dev.signalbox.kit.Http;
import dev.signalbox.kit.Http.Answer;
import dev.signalbox.kit.Postgres;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares what was sent with what the API and the outgoing topic say, once nothing moves any more. It knows the outer
 * contract and, for the backlog and for tickets that nothing would wake, the tables of a PostgreSQL.
 */
class Checker {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OUTGOING = "signalbox.ticket-events.v1";
    private static final String DEAD = "signalbox.inbound.v1-dlt";

    /** States in which somebody else has the move, so that no task has to be open. */
    private static final Set<String> WAITING =
            Set.of("AWAITING_CUSTOMER", "AWAITING_MICROSOFT", "WITH_THIRD_PARTY", "LINKED_TO_OUTAGE", "RESOLVED");

    private final Http http;
    private final String broker;
    private final @Nullable Postgres postgres;
    private final Instant since;
    private final List<String> findings = new ArrayList<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    /** @param since before the run, so that tickets kept from earlier years are not asked for page by page */
    Checker(Http http, String broker, @Nullable Postgres postgres, Instant since) {
        this.http = http;
        this.broker = broker;
        this.postgres = postgres;
        this.since = since;
    }

    /** What is not as promised, each with the number of its check, and how much was looked at. */
    record Verdict(List<String> findings, Map<String, Integer> counts) {}

    Verdict check(Plan plan, List<Sent> followUps) {
        findings.clear();
        counts.clear();
        backlog();
        if (!findings.isEmpty()) {
            return verdict();
        }
        Map<String, String> fates = everyEventIsExplained(plan, followUps);
        Map<String, List<JsonNode>> timelines = tickets(plan, fates);
        outgoing(timelines);
        poison(plan);
        foreignTickets();
        return verdict();
    }

    private Verdict verdict() {
        return new Verdict(List.copyOf(findings), Collections.unmodifiableMap(new LinkedHashMap<>(counts)));
    }

    private void found(String check, String text) {
        if (findings.size() < 40) {
            findings.add(check + " " + text);
        }
    }

    private void count(String what, int more) {
        counts.merge(what, more, Integer::sum);
    }

    // C8

    private void backlog() {
        long lag = Topic.lag(broker, "signalbox", Driver.INBOUND);
        if (lag > 0) {
            found("C8", lag + " records are not read yet");
        }
        if (postgres != null) {
            long outbox = postgres.number("select count(*) from outbox");
            if (outbox > 0) {
                found("C8", outbox + " rows wait in the outbox");
            }
            long stuck = postgres.number("select count(*) from pg_stat_activity where state like 'idle in transaction%'"
                    + " and state_change < now() - interval '10 seconds' and usename = 'signalbox'");
            if (stuck > 0) {
                found("C8", stuck + " connections are idle in a transaction");
            }
        }
        Answer metrics = http.get("operator", "/actuator/prometheus");
        long leased = metrics.text()
                .lines()
                .filter(line -> line.startsWith("hikaricp_connections_active"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
        if (leased > 6) {
            found("C8", leased + " connections are in use though nothing is to be done");
        }
    }

    // C1: no event is missing, and its end is one that it may have

    private Map<String, String> everyEventIsExplained(Plan plan, List<Sent> followUps) {
        Map<String, Sent> sent = new LinkedHashMap<>();
        plan.stories().forEach(story -> story.events().forEach(event -> sent.put(event.id(), event)));
        plan.strays().forEach(event -> sent.put(event.id(), event));
        followUps.forEach(event -> sent.put(event.id(), event));
        Map<String, String> fates = new HashMap<>();
        for (Sent event : sent.values()) {
            Answer answer = http.get(
                    "operator",
                    "/api/events?source=" + Http.encoded(plan.source()) + "&id=" + Http.encoded(event.id()));
            String fate = answer.body().path("result").asString(answer.status() + "");
            fates.put(event.id(), fate);
            count(fate.toLowerCase(Locale.ROOT), 1);
            if (!event.fates().contains(fate)) {
                found(
                        "C1",
                        "event " + event.id() + " is " + fate + ", expected " + event.fates() + ": " + answer.text());
            }
        }
        count("events", sent.size());
        return fates;
    }

    // C2, C3 and C6, by ticket

    private Map<String, List<JsonNode>> tickets(Plan plan, Map<String, String> fates) {
        Map<String, List<JsonNode>> timelines = new TreeMap<>();
        for (Story story : plan.stories()) {
            List<JsonNode> tickets =
                    http.items("lead", "/api/tickets?externalReference=" + Http.encoded(story.reference()));
            if (tickets.size() != 1) {
                found("C2", "request " + story.reference() + " has " + tickets.size() + " tickets");
                continue;
            }
            JsonNode ticket = tickets.getFirst();
            String number = ticket.path("number").asString("");
            String state = ticket.path("state").asString("");
            List<JsonNode> timeline = timeline(number);
            timelines.put(number, timeline);
            count("tickets", 1);
            if (!state.equals(story.kind().end())) {
                found(
                        "C3",
                        "ticket %s of %s is %s, expected %s"
                                .formatted(number, story, state, story.kind().end()));
            }
            appliedOnce(plan, story, number, timeline, fates);
            notAsleep(number, state);
        }
        for (Sent stray : plan.strays()) {
            if (!http.items("lead", "/api/tickets?externalReference=" + Http.encoded(stray.subject()))
                    .isEmpty()) {
                found("C2", "stray event " + stray.id() + " opened a ticket");
            }
        }
        engineWakesEverybody(timelines.keySet());
        return timelines;
    }

    private void appliedOnce(
            Plan plan, Story story, String number, List<JsonNode> timeline, Map<String, String> fates) {
        Map<String, Integer> effects = new HashMap<>();
        Map<String, Integer> tasks = new HashMap<>();
        for (JsonNode entry : timeline) {
            String type = entry.path("type").asString("");
            JsonNode cause = entry.path("cause");
            if (plan.source().equals(cause.path("source").asString(""))) {
                effects.merge(type + " " + cause.path("id").asString(""), 1, Integer::sum);
            }
            if (type.equals("ticket.task-completed")) {
                tasks.merge(entry.path("data").path("kind").asString("?"), 1, Integer::sum);
            }
        }
        requested(number, effects, story);
        for (Sent reply : story.replies()) {
            boolean applied = Sent.APPLIED.equals(fates.get(reply.id()));
            expectEffects(number, effects, "ticket.message-added", reply, applied ? 1 : 0);
        }
        if (story.kind() == Story.Kind.WITHDRAWN) {
            expectEffects(number, effects, "ticket.withdrawn", story.events().getLast(), 1);
        }
        if (story.kind().isWalked()) {
            expectEffects(number, effects, "ticket.message-added", story.tooLate(), 0);
            tasks.forEach((kind, times) -> {
                if (times > 1 && !kind.equals("complete-package")) {
                    found("C2", "task " + kind + " of " + number + " was completed " + times + " times");
                }
            });
        }
    }

    /** Of two requests under one reference, whichever comes first opens the ticket and the other one recurs. */
    private void requested(String number, Map<String, Integer> effects, Story story) {
        String received = "ticket.received ";
        Sent first = story.recurrence()
                .filter(again -> effects.containsKey(received + again.id()))
                .orElse(story.request());
        expectEffects(number, effects, "ticket.received", first, 1);
        story.recurrence()
                .map(again -> first.equals(again) ? story.request() : again)
                .ifPresent(other -> expectEffects(number, effects, "ticket.recurred", other, 1));
    }

    private void expectEffects(String number, Map<String, Integer> effects, String type, Sent event, int expected) {
        int times = effects.getOrDefault(type + " " + event.id(), 0);
        if (times != expected) {
            found(
                    "C2",
                    "event %s caused %s of %s %d times, expected %d"
                            .formatted(event.id(), type, number, times, expected));
        }
    }

    private void notAsleep(String number, String state) {
        if (Set.of("CLOSED", "WITHDRAWN", "MERGED").contains(state) || WAITING.contains(state)) {
            return;
        }
        if (http.items("lead", "/api/tasks?ticket=" + number).isEmpty()) {
            found("C6", "ticket " + number + " is " + state + " and nobody has a task");
        }
    }

    private void engineWakesEverybody(Set<String> numbers) {
        if (postgres == null || numbers.isEmpty()) {
            return;
        }
        List<String> lost = postgres.query("""
                select t.number from ticket t
                where t.state not in ('CLOSED', 'WITHDRAWN', 'MERGED') and not exists (
                  select 1 from act_ru_execution e join act_ru_execution r on r.id_ = e.root_proc_inst_id_
                  where r.business_key_ = t.number::text and (
                    exists (select 1 from act_ru_task k where k.execution_id_ = e.id_) or
                    exists (select 1 from act_ru_event_subscr s where s.execution_id_ = e.id_) or
                    exists (select 1 from act_ru_job j where j.execution_id_ = e.id_)))""");
        lost.forEach(number -> found("C6", "ticket " + number + " is open and nothing in the engine would wake it"));
        List<String> ghosts = postgres.query("""
                select distinct r.business_key_ from act_ru_execution r join ticket t on t.number::text = r.business_key_
                where t.state in ('CLOSED', 'WITHDRAWN', 'MERGED')""");
        ghosts.forEach(number -> found("C6", "ticket " + number + " is over and its flow still runs"));
    }

    // C4 and C5: everything went out, in order, repeats only as what they were

    private void outgoing(Map<String, List<JsonNode>> timelines) {
        Map<String, byte[]> byId = new HashMap<>();
        Map<String, Integer> last = new HashMap<>();
        Map<String, List<String>> types = new HashMap<>();
        int repeats = 0;
        for (ConsumerRecord<byte[], byte[]> record : Topic.content(broker, OUTGOING)) {
            JsonNode event = JSON.readTree(record.value());
            String id = event.path("id").asString("");
            String ticket = event.path("subject").asString("");
            byte[] before = byId.putIfAbsent(id, record.value());
            if (before != null) {
                repeats++;
                if (!Arrays.equals(before, record.value())) {
                    found("C4", "outgoing event " + id + " came twice with different content");
                }
                continue;
            }
            int sequence = Integer.parseInt(event.path("sequence").asString("0"));
            int expected = last.getOrDefault(ticket, 0) + 1;
            if (sequence != expected) {
                found("C5", "ticket %s tells sequence %d, expected %d".formatted(ticket, sequence, expected));
            }
            last.put(ticket, sequence);
            types.computeIfAbsent(ticket, unseen -> new ArrayList<>())
                    .add(event.path("type")
                            .asString("")
                            .replace("dev.signalbox.", "")
                            .replaceFirst("[.]v1$", ""));
            if (!ticket.equals(new String(Objects.requireNonNull(record.key()), StandardCharsets.UTF_8))) {
                found("C5", "outgoing event " + id + " has another key than its ticket");
            }
        }
        count("outgoing", byId.size());
        count("outgoing repeats", repeats);
        timelines.forEach((number, timeline) -> {
            List<String> told = types.getOrDefault(number, List.of());
            List<String> happened = types(timeline);
            if (!told.equals(happened) && !wentOnSince(number, happened, told)) {
                found(
                        "C4",
                        "ticket %s has %d entries, and %d went out".formatted(number, happened.size(), told.size()));
            }
        });
    }

    /** Whether what went out is more only because clocks went on after the timeline was read. */
    private boolean wentOnSince(String number, List<String> happened, List<String> told) {
        if (told.size() <= happened.size() || !told.subList(0, happened.size()).equals(happened)) {
            return false;
        }
        List<String> now = types(timeline(number));
        return now.size() >= told.size() && now.subList(0, told.size()).equals(told);
    }

    private List<JsonNode> timeline(String number) {
        return http.items("lead", "/api/tickets/" + number + "/timeline");
    }

    private static List<String> types(List<JsonNode> timeline) {
        return timeline.stream().map(entry -> entry.path("type").asString("")).toList();
    }

    // C1 for what has no id

    private void poison(Plan plan) {
        if (plan.poison().isEmpty()) {
            return;
        }
        Map<String, ConsumerRecord<byte[], byte[]>> dead = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : Topic.content(broker, DEAD)) {
            var mark = record.headers().lastHeader("mark");
            if (mark != null) {
                dead.put(new String(mark.value(), StandardCharsets.UTF_8), record);
            }
        }
        for (Plan.Poison poison : plan.poison()) {
            var record = dead.get(poison.mark());
            if (record == null) {
                found("C1", "poison " + poison.mark() + " is not on the dead-letter topic");
            } else if (!Arrays.equals(record.value(), poison.value())) {
                found("C1", "poison " + poison.mark() + " lost its bytes");
            } else if (record.headers().lastHeader("signalbox-reason") == null) {
                found("C1", "poison " + poison.mark() + " has no reason");
            }
        }
        count("poison", plan.poison().size());
    }

    // C7

    private void foreignTickets() {
        Set<String> customers = new HashSet<>();
        http.items("customer", "/api/tickets?updatedSince=" + since)
                .forEach(ticket -> customers.add(ticket.path("customerId").asString("")));
        customers.remove("demo-direct-1");
        if (!customers.isEmpty()) {
            found("C7", "the customer demo-direct-1 sees tickets of " + customers);
        }
    }

    /** C9: the database's own structure is whole, where the program that says so is installed. */
    static List<String> structure(Postgres postgres) {
        if (!Postgres.has("pg_amcheck")) {
            return List.of();
        }
        try {
            Postgres.program(
                    "pg_amcheck",
                    "-h",
                    "127.0.0.1",
                    "-p",
                    String.valueOf(postgres.port()),
                    "-U",
                    "postgres",
                    "--install-missing",
                    "signalbox");
            return List.of();
        } catch (IllegalStateException broken) {
            return List.of("C9 pg_amcheck: " + broken.getMessage());
        }
    }
}
