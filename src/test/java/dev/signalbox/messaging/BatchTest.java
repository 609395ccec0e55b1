package dev.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.messaging.EventResult.Fate;
import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineEntry;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Many events in one transaction end as they would one by one. */
@SignalboxTest
class BatchTest {

    private static final int ROUNDS = Integer.getInteger("inbox.rounds", 4);
    private static final double MOST_OF_A_REQUEST = 240;
    private static final double MOST_OF_A_REPLY = 32;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @LocalServerPort
    int port;

    @Autowired
    Inbox inbox;

    @Autowired
    Housekeeping housekeeping;

    @Autowired
    Tickets tickets;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MeterRegistry meters;

    Api api;
    String run;

    @BeforeEach
    void client() {
        api = new Api(port);
        run = UUID.randomUUID().toString().substring(0, 8);
    }

    /** What a sender wants to say, before it is known to whom it is sent. */
    private record Said(String id, String type, String subject, Map<String, Object> data) {

        Incoming of(String who) {
            return incoming("urn:" + who, id, type, who + "-" + subject, data);
        }
    }

    private static Incoming incoming(String source, String id, String type, String subject, Map<String, ?> data) {
        Arrival arrival =
                new Arrival("KAFKA", "test", 0, 0L, null, List.of(), JSON.writeValueAsBytes(data), null, null);
        return Incoming.of(
                new InboundEvent(
                        source, id, "dev.signalbox." + type + ".v1", subject, null, JSON.valueToTree(data), List.of()),
                arrival);
    }

    private static Map<String, Object> request(String customer) {
        return Map.of(
                "customerId", customer,
                "title", "Disk full",
                "description", "The disk is full.",
                "reportedCategory", "SERVICE_ERROR",
                "productFamily", "M365",
                "businessImpact", "MODERATE");
    }

    private static List<Said> script(Random random) {
        List<Said> said = new ArrayList<>();
        for (int ticket = 0; ticket < 4; ticket++) {
            String subject = "T" + ticket;
            add(said, "ticket.requested", subject, request("demo-direct-1"));
            for (int i = random.nextInt(3); i > 0; i--) {
                add(said, "ticket.customer-replied", subject, Map.of("body", "More " + i));
            }
            if (random.nextInt(3) == 0) {
                add(said, "ticket.requested", subject, request("demo-direct-1"));
            }
            if (random.nextInt(3) == 0) {
                add(said, "ticket.withdrawn", subject, Map.of());
            }
            if (random.nextInt(2) == 0) {
                add(said, "ticket.resolution-confirmed", subject, Map.of("solved", true));
                add(said, "ticket.resolution-confirmed", subject, Map.of("solved", false));
            }
            if (random.nextInt(2) == 0) {
                add(said, "microsoft.case-updated", subject, Map.of("externalId", "1", "status", "open"));
            }
        }
        add(said, "ticket.customer-replied", "T0", Map.of("nobody", "knows"));
        add(said, "ticket.requested", "T5", request("nobody"));
        add(said, "ticket.customer-replied", "T5", Map.of("body", "Hello?"));
        add(said, "ticket.unheard-of", "T1", Map.of());
        said.add(said.get(random.nextInt(said.size())));
        said.add(said.get(random.nextInt(said.size())));
        Collections.shuffle(said, random);
        return said;
    }

    private static void add(List<Said> said, String type, String subject, Map<String, Object> data) {
        said.add(new Said("e" + said.size(), type, subject, data));
    }

    @Test
    void whateverTheOrderABatchEndsAsTheSameEventsOneByOne() {
        long seed = Long.getLong("inbox.seed", System.nanoTime());
        System.out.println("-Dinbox.seed=" + seed);
        Random random = new Random(seed);

        for (int round = 0; round < ROUNDS; round++) {
            List<Said> script = script(random);
            String single = "single-" + run + round;
            String batch = "batch-" + run + round;
            List<Fate> alone = script.stream()
                    .map(said ->
                            inbox.receive(List.of(said.of(single))).getFirst().result())
                    .toList();
            List<Fate> together = new ArrayList<>();
            for (int from = 0; from < script.size(); ) {
                int to = Math.min(script.size(), from + 1 + random.nextInt(12));
                inbox.receive(script.subList(from, to).stream()
                                .map(said -> said.of(batch))
                                .toList())
                        .forEach(result -> together.add(result.result()));
                from = to;
            }

            assertThat(together)
                    .as("seed %d, round %d: %s", seed, round, script)
                    .isEqualTo(alone);
            assertThat(ends(batch))
                    .as("seed %d, round %d: %s", seed, round, script)
                    .isEqualTo(ends(single));
        }
    }

    /** Where the tickets and the events of one sender ended. */
    private Map<String, Object> ends(String who) {
        Map<String, Object> ends = new HashMap<>();
        for (int i = 0; i < 6; i++) {
            tickets.named("urn:anybody", who + "-T" + i).ifPresent(number -> {
                ends.put(reference(number, who), tickets.get(number).state());
                ends.put(
                        reference(number, who) + " timeline",
                        tickets.timeline(number, 0, 200).items().stream()
                                .map(TimelineEntry::type)
                                .toList());
            });
        }
        jdbc.sql("select event_id, result, waits_for, step, duplicates from inbox where source = :source")
                .param("source", "urn:" + who)
                .query(row -> {
                    ends.put(
                            row.getString("event_id"),
                            row.getString("result")
                                    + row.getString("waits_for")
                                    + row.getString("step")
                                    + row.getInt("duplicates"));
                });
        return ends;
    }

    private String reference(TicketNumber number, String who) {
        return String.valueOf(tickets.get(number).externalReference()).replace(who, "");
    }

    @Test
    void whereverTheCulpritStandsTheOthersAreAppliedOnce() {
        int many = 5;
        for (int position = 0; position < many; position++) {
            String who = "culprit-" + run + position;
            List<Incoming> batch = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                String customer = i == position ? "nobody" : "demo-direct-1";
                batch.add(incoming("urn:" + who, "e" + i, "ticket.requested", who + "-" + i, request(customer)));
            }

            List<EventResult> results = inbox.receive(batch);

            for (int i = 0; i < many; i++) {
                assertThat(results.get(i).result())
                        .as("culprit at %d, event %d", position, i)
                        .isEqualTo(i == position ? Fate.REJECTED : Fate.APPLIED);
            }
            assertThat(jdbc.sql("select count(*) from ticket where source = :source")
                            .param("source", "urn:" + who)
                            .query(Integer.class)
                            .single())
                    .isEqualTo(many - 1);
            assertThat(jdbc.sql("select count(*) from dead_letter where source = :source")
                            .param("source", "urn:" + who)
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @Test
    void whatIsNoEventAtAllHoldsNothingUp() {
        String who = "unreadable-" + run;
        Arrival arrival = new Arrival("KAFKA", "test", 0, 0L, null, List.of(), new byte[] {1, 2}, null, null);

        List<EventResult> results = inbox.receive(List.of(
                incoming("urn:" + who, "a", "ticket.requested", who + "-a", request("demo-direct-1")),
                Incoming.unreadable("No CloudEvent: " + who, arrival),
                incoming("urn:" + who, "b", "ticket.requested", who + "-b", request("demo-direct-1"))));

        assertThat(results.stream().map(EventResult::result))
                .containsExactly(Fate.APPLIED, Fate.REJECTED, Fate.APPLIED);
        assertThat(jdbc.sql("select payload from dead_letter where reason = :reason")
                        .param("reason", "No CloudEvent: " + who)
                        .query((row, i) -> row.getBytes(1))
                        .single())
                .containsExactly(1, 2);
    }

    @Test
    void aThousandRepliesSentBeforeTheirTicketsRequestsAreAllApplied() {
        int many = 1000;
        String who = "early-" + run;
        double applied = meters.counter("signalbox.messaging.events", "result", "applied", "transport", "parked")
                .count();
        inBatches(IntStream.range(0, many)
                .mapToObj(i -> incoming(
                        "urn:" + who, "r" + i, "ticket.customer-replied", who + "-" + i, Map.of("body", "Early " + i)))
                .toList());
        assertThat(count(who, "PARKED")).isEqualTo(many);

        inBatches(IntStream.range(0, many)
                .mapToObj(i ->
                        incoming("urn:" + who, "q" + i, "ticket.requested", who + "-" + i, request("demo-direct-1")))
                .toList());

        assertThat(count(who, "APPLIED")).isEqualTo(2 * many);
        assertThat(meters.counter("signalbox.messaging.events", "result", "applied", "transport", "parked")
                        .count())
                .isEqualTo(applied + many);
    }

    @Test
    void anEventCostsAFewStatements() {
        String who = "cost-" + run;
        inBatches(requests(who + "-warm", 3));

        double request = statements(() -> inBatches(requests(who, 10))) / 10;
        double reply = statements(() -> inBatches(replies(who, 10))) / 10;

        System.out.printf("statements: a request %.1f, a reply %.1f%n", request, reply);
        assertThat(request).isLessThan(MOST_OF_A_REQUEST);
        assertThat(reply).isLessThan(MOST_OF_A_REPLY);
    }

    private static List<Incoming> requests(String who, int many) {
        return IntStream.range(0, many)
                .mapToObj(i ->
                        incoming("urn:" + who, "q" + i, "ticket.requested", who + "-" + i, request("demo-direct-1")))
                .toList();
    }

    private static List<Incoming> replies(String who, int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> incoming(
                        "urn:" + who, "r" + i, "ticket.customer-replied", who + "-" + i, Map.of("body", "More " + i)))
                .toList();
    }

    /** How many statements the database ran meanwhile, without those that look for work now and then. */
    private double statements(Runnable work) {
        jdbc.sql("set query_statistics_max_entries 5000").update();
        jdbc.sql("set query_statistics true").update();
        try {
            work.run();
            return jdbc.sql("""
                            select sum(execution_count) from information_schema.query_statistics
                            where lower(sql_statement) not like '%relay_lock%'
                              and lower(sql_statement) not like 'select%outbox%'
                              and lower(sql_statement) not like 'delete from outbox%'
                              and lower(sql_statement) not like '%mail_out%'
                              and lower(sql_statement) not like 'select%clock_alarm%'
                              and lower(sql_statement) not like 'select%webhook%'
                              and lower(sql_statement) not like 'select%microsoft_c%'
                              and lower(sql_statement) not like '%health_poll%'
                              and lower(sql_statement) not like '%product_clock%'""").query(Double.class).single();
        } finally {
            jdbc.sql("set query_statistics false").update();
        }
    }

    private void inBatches(List<Incoming> all) {
        for (int from = 0; from < all.size(); from += 50) {
            inbox.receive(all.subList(from, Math.min(all.size(), from + 50)));
        }
    }

    private int count(String who, String result) {
        return jdbc.sql("select count(*) from inbox where source = :source and result = :result")
                .param("source", "urn:" + who)
                .param("result", result)
                .query(Integer.class)
                .single();
    }

    private Walk billingDispute() {
        Walk walk = Walk.request(api, Map.of("reportedCategory", "BILLING", "title", "Charged for cancelled seats"));
        return (walk.tasks().contains("check-health") ? walk.healthy() : walk).diagnosed("BILLING_DISPUTE");
    }

    @Test
    void laterEventsOfOneTypeWaitBehindAParkedOneAndOthersPassIt() {
        Walk walk = billingDispute();
        String source = "urn:order-" + run;
        assertThat(walk.event("microsoft.case-updated", Map.of("externalId", "616122292874577", "status", "open")))
                .isEqualTo("PARKED");
        inbox.receive(List.of(
                incoming(
                        source,
                        "second",
                        "microsoft.case-updated",
                        walk.number(),
                        Map.of("externalId", "616122292874577", "status", "solution_proposed")),
                incoming(source, "other", "ticket.customer-replied", walk.number(), Map.of("body", "Any news?"))));
        assertThat(result(source, "second")).isEqualTo("PARKED");
        assertThat(result(source, "other")).isEqualTo("APPLIED");

        walk.filed("616122292874577");

        assertThat(result(source, "second")).isEqualTo("APPLIED");
        assertThat(walk.state()).isEqualTo("SOLUTION_PROPOSED");
    }

    @Test
    void aParkedEventThatBreaksIsDecidedByItselfAndHarmsNobody() {
        Walk walk = billingDispute();
        String source = "urn:broken-" + run;
        inbox.receive(List.of(incoming(
                source,
                "foreign",
                "microsoft.case-updated",
                walk.number(),
                Map.of("externalId", "999", "status", "open"))));
        assertThat(result(source, "foreign")).isEqualTo("PARKED");

        walk.filed("616122292874578").is("AWAITING_MICROSOFT");
        housekeeping.run();

        assertThat(result(source, "foreign")).isEqualTo("REJECTED");
        assertThat(inbox.receive(List.of(incoming(
                                source,
                                "right",
                                "microsoft.case-updated",
                                walk.number(),
                                Map.of("externalId", "616122292874578", "status", "attention_needed"))))
                        .getFirst()
                        .result())
                .isEqualTo(Fate.APPLIED);
    }

    @Test
    void whatARaceLeftAsleepIsWoken() {
        String who = "asleep-" + run;
        inbox.receive(List.of(
                incoming("urn:" + who, "reply", "ticket.customer-replied", "other-" + who, Map.of("body", "Hello"))));
        inbox.receive(List.of(incoming("urn:" + who, "request", "ticket.requested", who, request("demo-direct-1"))));
        jdbc.sql("update inbox set subject = :subject where source = :source and event_id = 'reply'")
                .param("subject", who)
                .param("source", "urn:" + who)
                .update();

        housekeeping.run();

        assertThat(result("urn:" + who, "reply")).isEqualTo("APPLIED");
    }

    private String result(String source, String id) {
        return jdbc.sql("select result from inbox where source = :source and event_id = :id")
                .param("source", source)
                .param("id", id)
                .query(String.class)
                .single();
    }
}
