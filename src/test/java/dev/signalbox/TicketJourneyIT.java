package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.support.Api;
import dev.signalbox.support.KafkaProcess;
import dev.signalbox.support.PostgresServer;
import dev.signalbox.support.PostgresServer.Database;
import dev.signalbox.support.SignalboxProcess;
import dev.signalbox.support.TopicContent;
import dev.signalbox.support.Walk;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged product with real PostgreSQL and a Kafka of its own, spoken to with {@code kcat} as anybody would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketJourneyIT {

    private static final String INBOUND = "signalbox.inbound.v1";
    private static final String DEAD = "signalbox.inbound.v1-dlt";
    private static final String OUTBOUND = "signalbox.ticket-events.v1";
    private static final String SOURCE = "urn:monitoring";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Database database = PostgresServer.freshDatabase(TicketJourneyIT.class);
    private final KafkaProcess kafka = KafkaProcess.start(Map.of("message.max.bytes", "10485760"));
    private SignalboxProcess product;
    private Api api;

    @BeforeAll
    void start(@TempDir Path directory) {
        product = SignalboxProcess.in(directory)
                .with("signalbox.demo", true)
                .with("signalbox.demo-tickets", false)
                .database(database)
                .kafka(kafka.address())
                .start();
        api = product.api();
    }

    @AfterAll
    void stop() {
        product.close();
        kafka.close();
    }

    @Test
    void aFaultReportedInBinaryModeTravelsToMicrosoftAndIsClosed() throws Exception {
        kcat("ticket.requested", "J-1", "J-1", request("J-1", "demo-direct-1"));
        Walk walk = ticket("J-1");

        walk.healthy().diagnosed("UNDOCUMENTED_DEVIATION").is("ESCALATION_PREPARING");
        walk.filed("2411230040007001").is("AWAITING_MICROSOFT");
        microsoft(walk, "attention_needed", "MICROSOFT_NEEDS_INFO");
        walk.complete("answer-microsoft", Map.of("answer", "SECRET-answer")).is("AWAITING_MICROSOFT");
        microsoft(walk, "solution_proposed", "SOLUTION_PROPOSED");
        walk.complete("verify-solution", Map.of("works", true)).is("RESOLVED");
        walk.confirmed().is("CLOSED");

        assertThat(told(walk))
                .containsExactly(
                        "RECEIVED",
                        "DIAGNOSING",
                        "ESCALATION_PREPARING",
                        "AWAITING_MICROSOFT",
                        "MICROSOFT_NEEDS_INFO",
                        "AWAITING_MICROSOFT",
                        "SOLUTION_PROPOSED",
                        "RESOLVED",
                        "CLOSED");
        assertNothingPersonalWentOut();
    }

    @Test
    void aFaultReportedInStructuredModeIsAskedAboutSolvedAndConfirmed() throws Exception {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", "J-2");
        event.put("source", SOURCE);
        event.put("subject", "J-2");
        event.put("type", "dev.signalbox.ticket.requested.v1");
        event.put("datacontenttype", "application/json");
        event.put("data", JSON.readTree(request("J-2", "demo-direct-1")));
        kcat(
                "J-2",
                JSON.writeValueAsString(event),
                List.of("-H", "content-type=application/cloudevents+json; charset=UTF-8"));
        Walk walk = ticket("J-2");

        walk.healthy()
                .complete("diagnose", Map.of("outcome", "ASK_CUSTOMER", "question", "SECRET-question?"))
                .is("AWAITING_CUSTOMER");
        kcat("ticket.customer-replied", "J-2-reply", walk.number(), "{\"body\":\"SECRET-reply\"}");
        await().atMost(SOON).untilAsserted(() -> walk.is("DIAGNOSING"));
        walk.diagnosed("CONFIGURATION")
                .complete("resolve", Map.of("outcome", "FIXED", "solution", "SECRET-solution"))
                .is("RESOLVED");
        // under the sender's reference as well as under the number
        kcat("ticket.resolution-confirmed", "J-2-solved", "J-2", "{\"solved\":true,\"comment\":\"SECRET-thanks\"}");
        await().atMost(SOON).untilAsserted(() -> walk.is("CLOSED"));

        assertThat(told(walk))
                .containsExactly(
                        "RECEIVED",
                        "DIAGNOSING",
                        "AWAITING_CUSTOMER",
                        "DIAGNOSING",
                        "PARTNER_RESOLVING",
                        "RESOLVED",
                        "CLOSED");
        assertNothingPersonalWentOut();
    }

    @Test
    void theSameEventTwiceIsOneTicket() throws Exception {
        kcat("ticket.requested", "J-3", "J-3", request("J-3", "demo-direct-1"));
        kcat("ticket.requested", "J-3", "J-3", request("J-3", "demo-direct-1"));
        kcat("ticket.customer-replied", "J-3-after", "J-3", "{\"body\":\"After both.\"}");
        await().atMost(SOON).untilAsserted(() -> assertThat(became("J-3-after")).isEqualTo("APPLIED"));

        assertThat(became("J-3")).isEqualTo("APPLIED");
        assertThat(ticketsOf("J-3")).hasSize(1);
        Walk walk = ticket("J-3");
        assertThat(walk.told()).doesNotContain("ticket.recurred");

        Api.Answer third =
                api.event(SOURCE, "J-3", "ticket.requested", "J-3", Map.of("customerId", "whatever it says now"));
        assertThat(third.body().path("results").path(0).path("result").asString())
                .isEqualTo("DUPLICATE");
        assertThat(third.body().path("results").path(0).path("ticket").asString())
                .isEqualTo(walk.number());
    }

    @Test
    void whatIsPoisonedIsSetAsideWithItsReasonAndTheRestGoesOn() throws Exception {
        List<ProducerRecord<byte[], byte[]>> poison = poison();
        int before = deadLetters().size();
        int publishedBefore = TopicContent.of(kafka.address(), DEAD).size();
        try (var producer = producer()) {
            for (ProducerRecord<byte[], byte[]> one : poison) {
                producer.send(one).get(30, TimeUnit.SECONDS);
            }
            // behind the poison of each partition
            for (int partition = 0; partition < 4; partition++) {
                String id = "J-after-" + partition;
                producer.send(good(partition, id)).get(30, TimeUnit.SECONDS);
            }
        }

        for (int partition = 0; partition < 4; partition++) {
            String id = "J-after-" + partition;
            await().atMost(SOON).untilAsserted(() -> assertThat(ticketsOf(id)).hasSize(1));
        }
        assertThat(deadLetters()).hasSize(before + poison.size());
        assertThat(deadLetters())
                .allSatisfy(
                        letter -> assertThat(letter.path("reason").asString()).isNotBlank());
        await().atMost(SOON).untilAsserted(() -> assertThat(TopicContent.of(kafka.address(), DEAD))
                .hasSize(publishedBefore + poison.size()));
        List<ConsumerRecord<byte[], byte[]>> published = TopicContent.of(kafka.address(), DEAD);
        for (ProducerRecord<byte[], byte[]> one : poison) {
            String name = mark(one.headers().headers("test"));
            ConsumerRecord<byte[], byte[]> found = published.stream()
                    .filter(record -> name.equals(mark(record.headers().headers("test"))))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name + " is not on the dead-letter topic"));
            assertThat(found.value()).as(name).isEqualTo(one.value());
            assertThat(found.headers()).as(name).containsAll(one.headers());
            assertThat(found.headers().lastHeader("signalbox-reason").value())
                    .as(name)
                    .isNotEmpty();
        }
        assertThat(api.get("agent", "/api/dead-letters").status()).isEqualTo(403);
    }

    @Test
    void aDeadLetterIsSentAgainOnceItsCauseIsMended() throws Exception {
        kcat("ticket.requested", "J-5", "J-5", request("J-5", "late-customer"));
        await().atMost(SOON).untilAsserted(() -> assertThat(became("J-5")).isEqualTo("REJECTED"));
        JsonNode letter = deadLetters().stream()
                .filter(one -> one.path("eventId").asString("").equals("J-5"))
                .findFirst()
                .orElseThrow();
        assertThat(letter.path("reason").asString()).contains("customerId");
        String replay = "/api/dead-letters/" + letter.path("id").stringValue() + "/replay";
        assertThat(api.post("agent", replay, Map.of()).status()).isEqualTo(403);
        int before = deadLetters().size();

        assertThat(api.post("operator", replay, Map.of()).body().path("result").asString())
                .isEqualTo("REJECTED");
        assertThat(deadLetters()).as("a replay that fails again").hasSize(before);

        try (Connection connection = database.connect()) {
            connection.createStatement().execute("""
                    insert into customer (id, partner_id, name, tenant_id, domain, country, language, time_zone)
                    select 'late-customer', partner_id, name, 'late-tenant', domain, country, language, time_zone
                    from customer where id = 'demo-direct-1'""");
        }
        assertThat(api.post("operator", replay, Map.of()).body().path("result").asString())
                .isEqualTo("APPLIED");
        assertThat(became("J-5")).isEqualTo("APPLIED");
        assertThat(ticketsOf("J-5")).hasSize(1);

        assertThat(api.post("operator", replay, Map.of()).body().path("result").asString())
                .isEqualTo("DUPLICATE");
        assertThat(ticketsOf("J-5")).hasSize(1);
    }

    private List<ProducerRecord<byte[], byte[]>> poison() {
        String fine = request("poison", "demo-direct-1");
        List<ProducerRecord<byte[], byte[]>> poison = new ArrayList<>();
        poison.add(binary("malformed", "ticket.requested", bytes("{\"customerId\": ")));
        poison.add(binary("unknown-type", "ticket.exploded", bytes(fine)));
        poison.add(binary("two-mebibytes", "ticket.requested", bytes("\"" + "x".repeat(2 * 1024 * 1024) + "\"")));
        byte[] noUtf8 = bytes(fine);
        noUtf8[noUtf8.length - 4] = (byte) 0xC3;
        poison.add(binary("bad-utf-8", "ticket.requested", noUtf8));
        poison.add(binary("no-value", "ticket.requested", null));
        poison.add(binary("deep", "ticket.requested", bytes("[".repeat(100_000) + "]".repeat(100_000))));
        poison.add(binary("wrong-data", "ticket.requested", bytes("{\"title\":7}")));
        poison.add(binary("zero-character", "ticket.requested", bytes(fine.replace("Brno", "\\u0000"))));
        poison.add(binary("lone-surrogate", "ticket.customer-replied", bytes("{\"body\":\"\\ud800\", \"from\":7}")));
        poison.add(marked("no-event", null, bytes("hello")));
        poison.add(marked("nothing-at-all", null, null));
        poison.add(marked("long-key", bytes("k".repeat(300)), bytes("hello")));
        poison.add(marked("key-with-zero", new byte[] {'k', 0, 'k'}, bytes("hello")));
        poison.add(marked("key-that-is-no-text", new byte[] {(byte) 0xC3, 0x28}, bytes("hello")));
        ProducerRecord<byte[], byte[]> nested =
                marked("deep-structured", null, bytes("{\"data\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"));
        nested.headers().add("content-type", bytes("application/cloudevents+json"));
        poison.add(nested);
        ProducerRecord<byte[], byte[]> odd = binary("odd-header", "ticket.requested", bytes(fine));
        odd.headers().add("ce_time", null);
        odd.headers().add("ce_subject", new byte[] {'s', 0, (byte) 0xFF});
        poison.add(odd);
        ProducerRecord<byte[], byte[]> yearZero = binary("year-zero", "ticket.requested", bytes(fine));
        yearZero.headers().add("ce_time", bytes("0000-01-01T00:00:00Z"));
        poison.add(yearZero);
        return poison;
    }

    private static ProducerRecord<byte[], byte[]> binary(String name, String type, byte[] value) {
        ProducerRecord<byte[], byte[]> poisoned = marked(name, bytes(name), value);
        poisoned.headers()
                .add("ce_specversion", bytes("1.0"))
                .add("ce_id", bytes(name))
                .add("ce_source", bytes(SOURCE))
                .add("ce_type", bytes("dev.signalbox." + type + ".v1"))
                .add("content-type", bytes("application/json"));
        return poisoned;
    }

    private static ProducerRecord<byte[], byte[]> marked(String name, byte[] key, byte[] value) {
        ProducerRecord<byte[], byte[]> marked = new ProducerRecord<>(INBOUND, key, value);
        marked.headers().add("test", bytes(name));
        return marked;
    }

    private ProducerRecord<byte[], byte[]> good(int partition, String id) {
        ProducerRecord<byte[], byte[]> good =
                new ProducerRecord<>(INBOUND, partition, bytes(id), bytes(request(id, "demo-direct-1")));
        binary(id, "ticket.requested", null).headers().forEach(good.headers()::add);
        good.headers().add("ce_subject", bytes(id));
        return good;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.address(), "max.request.size", 10_485_760),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static String mark(Iterable<Header> found) {
        return found.iterator().hasNext() ? new String(found.iterator().next().value(), StandardCharsets.UTF_8) : "";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String request(String reference, String customer) {
        return JSON.writeValueAsString(Map.of(
                "customerId",
                customer,
                "title",
                "Shared mailboxes disappear (" + reference + ")",
                "description",
                "SECRET-description: nobody in Brno sees them.",
                "reportedCategory",
                "SERVICE_ERROR",
                "productFamily",
                "M365",
                "businessImpact",
                "MODERATE",
                "contact",
                Map.of("name", "Secretia Novak", "email", "secret@example.org", "phone", "+420 555 7777")));
    }

    private void microsoft(Walk walk, String status, String state) throws Exception {
        kcat(
                "microsoft.case-updated",
                UUID.randomUUID().toString(),
                walk.number(),
                JSON.writeValueAsString(Map.of(
                        "externalId",
                        walk.field("externalId"),
                        "status",
                        status,
                        "note",
                        "SECRET-note",
                        "engineer",
                        "SECRET-engineer")));
        await().atMost(SOON).untilAsserted(() -> walk.is(state));
    }

    private void kcat(String type, String id, String subject, String data) throws Exception {
        kcat(
                subject,
                data,
                List.of(
                        "-H",
                        "ce_specversion=1.0",
                        "-H",
                        "ce_id=" + id,
                        "-H",
                        "ce_source=" + SOURCE,
                        "-H",
                        "ce_subject=" + subject,
                        "-H",
                        "ce_type=dev.signalbox." + type + ".v1",
                        "-H",
                        "content-type=application/json"));
    }

    private void kcat(String key, String value, List<String> headers) throws Exception {
        List<String> command = new ArrayList<>(List.of("kcat", "-b", kafka.address(), "-t", INBOUND, "-P", "-k", key));
        command.addAll(headers);
        Process kcat = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = kcat.outputWriter(StandardCharsets.UTF_8)) {
            in.write(value);
        }
        assertThat(kcat.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(kcat.exitValue())
                .as(new String(kcat.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isZero();
    }

    private String became(String id) {
        return api.get("operator", "/api/events?source=" + SOURCE + "&id=" + id)
                .body()
                .path("result")
                .asString("");
    }

    private List<JsonNode> deadLetters() {
        return api.get("operator", "/api/dead-letters?size=200")
                .body()
                .path("items")
                .valueStream()
                .toList();
    }

    private List<JsonNode> ticketsOf(String reference) {
        return api.get("lead", "/api/tickets?externalReference=" + URLEncoder.encode(reference, StandardCharsets.UTF_8))
                .body()
                .path("items")
                .valueStream()
                .toList();
    }

    private Walk ticket(String reference) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ticketsOf(reference)).hasSize(1));
        return Walk.of(api, ticketsOf(reference).getFirst().path("number").stringValue());
    }

    /** The states as the outbound topic tells them, its records being what the contract promises. */
    private List<String> told(Walk walk) {
        int entries = walk.timeline().size();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(records(walk.number())).hasSizeGreaterThanOrEqualTo(entries));
        List<ConsumerRecord<byte[], byte[]>> records = records(walk.number());
        List<Integer> sequences = new ArrayList<>();
        List<String> types = new ArrayList<>();
        List<String> states = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> one : records) {
            assertThat(mark(one.headers().headers("content-type"))).startsWith("application/cloudevents+json");
            JsonNode event = JSON.readTree(one.value());
            assertThat(event.path("specversion").asString()).isEqualTo("1.0");
            assertThat(event.path("source").asString()).isEqualTo("/signalbox");
            assertThat(event.path("subject").asString()).isEqualTo(walk.number());
            assertThat(event.path("type").asString())
                    .startsWith("dev.signalbox.")
                    .endsWith(".v1");
            assertThat(event.path("sequence").isString()).isTrue();
            assertThat(event.path("data").path("ticket").asString()).isEqualTo(walk.number());
            assertThat(event.path("data").path("state").asString()).isNotBlank();
            sequences.add(Integer.valueOf(event.path("sequence").stringValue()));
            String type = event.path("type").stringValue();
            types.add(type.substring("dev.signalbox.".length(), type.length() - ".v1".length()));
            if (type.equals("dev.signalbox.ticket.received.v1")) {
                states.add(event.path("data").path("state").stringValue());
            }
            if (type.equals("dev.signalbox.ticket.state-changed.v1")) {
                assertThat(event.path("data").path("from").asString()).isEqualTo(states.getLast());
                states.add(event.path("data").path("to").stringValue());
            }
        }
        assertThat(sequences)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, entries).boxed().toList());
        assertThat(types).isEqualTo(walk.told());
        return states;
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String key) {
        return TopicContent.of(kafka.address(), OUTBOUND).stream()
                .filter(one -> key.equals(new String(one.key(), StandardCharsets.UTF_8)))
                .toList();
    }

    private void assertNothingPersonalWentOut() {
        for (String topic : List.of(OUTBOUND, "signalbox.partner-events.v1")) {
            assertThat(TopicContent.of(kafka.address(), topic))
                    .allSatisfy(one -> assertThat(new String(one.value(), StandardCharsets.UTF_8))
                            .doesNotContainIgnoringCase("SECRET")
                            .doesNotContain("Novak", "@example", "555 7777", "Brno"));
        }
    }
}
