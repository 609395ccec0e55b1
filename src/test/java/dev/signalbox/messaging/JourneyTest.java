package dev.signalbox.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.TopicContent;
import dev.signalbox.support.Walk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of events, as anybody may ask. */
@SignalboxTest
class JourneyTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Housekeeping housekeeping;

    @Autowired
    KafkaConnectionDetails broker;

    @Autowired
    KafkaIntake kafka;

    @Autowired
    Events events;

    Api api;
    String source;

    @BeforeEach
    void client() {
        api = new Api(port);
        source = "urn:journey:" + UUID.randomUUID();
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

    private JsonNode explain(String id) {
        return api.get("operator", "/api/events?source=" + source + "&id=" + id).body();
    }

    private void send(String id, String type, String subject, Map<String, ?> data) {
        assertThat(api.event(source, id, type, subject, data).status()).isEqualTo(202);
    }

    @Test
    void anAppliedEventTellsItsTicketItsStepAndHowOftenItCame() {
        send("a", "ticket.requested", "A", request("demo-direct-1"));
        send("a", "ticket.requested", "A", request("demo-direct-1"));
        send("a", "ticket.requested", "A", request("demo-direct-1"));

        JsonNode told = explain("a");

        assertThat(told.path("result").asString()).isEqualTo("APPLIED");
        assertThat(told.path("step").asString()).isEqualTo("DIAGNOSING");
        assertThat(told.path("duplicates").asInt()).isEqualTo(2);
        assertThat(told.path("sentence").asString())
                .isEqualTo("Applied to ticket " + told.path("ticket").asString()
                        + ", which is then DIAGNOSING. It came 2 more times and was applied once.");
    }

    @Test
    void aParkedEventTellsWhatItWaitsForAndUntilWhenAndIsAppliedWhenItComes() {
        send("early", "ticket.customer-replied", "P", Map.of("body", "I forgot to say"));
        JsonNode parked = explain("early");
        assertThat(parked.path("result").asString()).isEqualTo("PARKED");
        assertThat(parked.path("waitsFor").asString()).isEqualTo("ticket.requested");
        assertThat(parked.path("until").asString()).isNotBlank();
        assertThat(parked.path("sentence").asString())
                .isEqualTo("Parked until " + parked.path("until").asString()
                        + ": no ticket was requested under its subject yet.");
        assertThat(parked.path("mend").asString()).startsWith("Send the ticket.requested");

        send("late", "ticket.requested", "P", request("demo-direct-1"));

        assertThat(explain("early").path("result").asString()).isEqualTo("APPLIED");
        assertThat(explain("early").path("waitsFor").isNull()).isTrue();
    }

    @Test
    void whatNothingWaitedForExpiresIsKeptAnnouncedAndCanBeSentAgain() {
        send("never", "ticket.customer-replied", "N", Map.of("body", "Hello?"));
        jdbc.sql("update inbox set park_until = received_at where source = :source")
                .param("source", source)
                .update();

        housekeeping.run();
        housekeeping.run();

        JsonNode expired = explain("never");
        assertThat(expired.path("result").asString()).isEqualTo("EXPIRED");
        assertThat(expired.path("sentence").asString())
                .isEqualTo("Expired: Nothing waited for \"ticket.requested\" in time.");
        assertThat(expired.path("mend").asString()).startsWith("Send the ticket.requested with this subject, then");
        assertThat(jdbc.sql("select count(*) from dead_letter where source = :source")
                        .param("source", source)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        String letter = expired.path("deadLetter").asString();
        send("then", "ticket.requested", "N", request("demo-direct-1"));
        api.post("operator", "/api/dead-letters/" + letter + "/replay", Map.of());
        assertThat(explain("never").path("result").asString()).isEqualTo("APPLIED");
    }

    @Test
    void whatCameByKafkaAndExpiresIsOnTheDeadLetterTopicAsItCame() throws Exception {
        String bootstrap = broker.getBootstrapServers().getFirst();
        byte[] body = "{ \"body\" : \"As I wrote it\" }".getBytes(UTF_8);
        publish(
                body,
                Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "late",
                        "ce_source", source,
                        "ce_subject", "NEVER",
                        "ce_type", "dev.signalbox.ticket.customer-replied.v1",
                        "ce_traceparent", "00-aa",
                        "content-type", "application/json"));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> explain("late").path("result").asString().equals("PARKED"));
        jdbc.sql("update inbox set park_until = received_at where source = :source")
                .param("source", source)
                .update();
        housekeeping.run();

        String letter = explain("late").path("deadLetter").asString();
        JsonNode kept = api.get("operator", "/api/dead-letters/" + letter).body();
        assertThat(kept.path("transport").asString()).isEqualTo("KAFKA");
        assertThat(kept.path("topic").asString()).isEqualTo(Topics.INBOUND);
        await().atMost(Duration.ofSeconds(60)).until(() -> TopicContent.of(bootstrap, Topics.INBOUND_DEAD).stream()
                .filter(record -> letter.equals(header(record, "signalbox-dead-letter")))
                .anyMatch(record -> Arrays.equals(record.value(), body)
                        && header(record, "ce_traceparent").equals("00-aa")));
        send("then", "ticket.requested", "NEVER", request("demo-direct-1"));
        api.post("operator", "/api/dead-letters/" + letter + "/replay", Map.of());
        assertThat(explain("late").path("result").asString()).isEqualTo("APPLIED");
        assertThat(jdbc.sql("select count(*) from inbox where source = :source and (original is not null"
                                + " or original_headers is not null)")
                        .param("source", source)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private void publish(byte[] body, Map<String, String> headers) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", broker.getBootstrapServers().getFirst(), "max.request.size", 20_000_000),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topics.INBOUND, body);
            headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
            producer.send(record).get();
        }
    }

    @Test
    void aTypeMayHaveItsOwnTimeToLive() {
        InboxProperties properties = new InboxProperties(
                java.time.Duration.ofDays(7),
                Map.of("ticket.customer-replied", java.time.Duration.ofHours(1)),
                java.time.Duration.ofDays(30),
                InboxProperties.Unlisted.ACCEPT,
                null);

        assertThat(properties.parkTtl("dev.signalbox.ticket.customer-replied.v1"))
                .isEqualTo(java.time.Duration.ofHours(1));
        assertThat(properties.parkTtl("dev.signalbox.ticket.withdrawn.v1")).isEqualTo(java.time.Duration.ofDays(7));
    }

    @Test
    void aRejectedEventTellsWhyAndWhatMendsIt() {
        send("wrong", "ticket.requested", "R", request("nobody-" + UUID.randomUUID()));

        JsonNode told = explain("wrong");

        assertThat(told.path("result").asString()).isEqualTo("REJECTED");
        assertThat(told.path("sentence").asString())
                .startsWith("Rejected at the edge: customerId: expected a known customer");
        assertThat(told.path("mend").asString())
                .contains("replay dead letter " + told.path("deadLetter").asString());
    }

    @Test
    void afterTheMendTheReplaySucceeds() {
        String customer = "mended-" + UUID.randomUUID().toString().substring(0, 8);
        send("mend", "ticket.requested", "M", request(customer));
        api.put(
                "operator",
                "/api/customers/" + customer,
                Map.of(
                        "partnerId", "demo-direct",
                        "name", "Mended",
                        "tenantId", UUID.randomUUID().toString(),
                        "domain", customer + ".example",
                        "country", "CZ",
                        "timeZone", "Europe/Prague"));

        api.post(
                "operator",
                "/api/dead-letters/" + explain("mend").path("deadLetter").asString() + "/replay",
                Map.of());

        assertThat(explain("mend").path("result").asString()).isEqualTo("APPLIED");
        assertThat(explain("mend").path("deadLetter").isNull()).isTrue();
    }

    private void byKafka(String body, String... headers) {
        ConsumerRecord<byte[], byte[]> sent =
                new ConsumerRecord<>(Topics.INBOUND, 0, 0, null, body.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < headers.length; i += 2) {
            sent.headers().add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        kafka.take(List.of(sent));
    }

    @ParameterizedTest
    @CsvSource({
        "ce_time, yesterday, time",
        "ce_time, '', time",
        "ce_weird-ext, x, weird-ext",
        "ce_specversion, 0.3, specversion",
        "ce_type, '', type"
    })
    void anEventByKafkaWithABadAttributeIsExplainedUnderItsSourceAndId(String header, String value, String named) {
        Map<String, String> headers = new LinkedHashMap<>(
                Map.of("ce_specversion", "1.0", "ce_id", "bad", "ce_source", source, "ce_type", "dev.signalbox.x.v1"));
        headers.put(header, value);

        byKafka(
                "{}",
                headers.entrySet().stream()
                        .flatMap(one -> Stream.of(one.getKey(), one.getValue()))
                        .toArray(String[]::new));

        assertThat(explain("bad").path("result").asString()).isEqualTo("REJECTED");
        assertThat(explain("bad").path("reason").asString()).startsWith(named + ": expected");
        JsonNode again = api.post(
                        "operator",
                        "/api/dead-letters/" + explain("bad").path("deadLetter").asString() + "/replay",
                        Map.of())
                .body();
        assertThat(again.path("id").asString()).isEqualTo("bad");
        assertThat(again.path("result").asString()).isEqualTo("REJECTED");
    }

    @Test
    void aReplayReadsHeadersAsTheirTransportWritesThem() {
        String[] attributes = {
            "ce_specversion", "1.0", "ce_id", "k%203", "ce_source", source, "ce_subject", "S%203", "ce_type", "no.such"
        };
        byKafka("{}", attributes);
        JsonNode told = explain("k%25203");
        assertThat(told.path("result").asString()).isEqualTo("REJECTED");

        assertThat(events.replay(told.path("deadLetter").asString())
                        .orElseThrow()
                        .id())
                .isEqualTo("k%203");

        api.raw(
                "producer",
                "/api/events",
                "{}".getBytes(StandardCharsets.UTF_8),
                "application/json",
                Stream.of(attributes).map(one -> one.replace("ce_", "ce-")).toArray(String[]::new));
        told = explain("k%203");
        assertThat(told.path("result").asString()).isEqualTo("REJECTED");
        assertThat(events.replay(told.path("deadLetter").asString())
                        .orElseThrow()
                        .id())
                .isEqualTo("k 3");
    }

    @Test
    void anEventInABatchWhoseDataSayANameTwiceOrAreNestedTooDeepHarmsNoOther() {
        String good = JSON.writeValueAsString(event("good", "ticket.requested", "G", request("demo-direct-1")));
        String twice = JSON.writeValueAsString(event("twice", "ticket.requested", "G2", Map.of()))
                .replace("\"data\":{}", "\"data\":{\"a\":1,\"a\":2}");
        String deep = JSON.writeValueAsString(event("deep", "ticket.requested", "G3", Map.of()))
                .replace("\"data\":{}", "\"data\":" + "[".repeat(500) + "]".repeat(500));

        Api.Answer answer = api.raw(
                "producer",
                "/api/events",
                ("[" + twice + "," + good + "," + deep + "]").getBytes(StandardCharsets.UTF_8),
                "Application/CloudEvents-Batch+JSON");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("results").valueStream().map(one -> one.path("result")
                        .asString()))
                .containsExactly("REJECTED", "ACCEPTED", "REJECTED");
        assertThat(explain("twice").path("reason").asString()).contains("Duplicate");
        assertThat(explain("deep").path("reason").asString()).contains("nesting depth");
    }

    @ParameterizedTest
    @CsvSource({
        "?dryRun, 202",
        "?dryRun=true, 202",
        "?dryRun=, 400",
        "?dryRun=yes, 400",
        "?dryRun=true&dryRun=false, 400"
    })
    void whateverAsksForADryRunAppliesNothing(String query, int status) {
        Api.Answer answer = api.post(
                "producer",
                "/api/events" + query,
                request("demo-direct-1"),
                "ce-specversion",
                "1.0",
                "ce-id",
                "dry",
                "ce-source",
                source,
                "ce-subject",
                "D",
                "ce-type",
                "dev.signalbox.ticket.requested.v1");

        assertThat(answer.status()).isEqualTo(status);
        if (status == 400) {
            assertThat(answer.body().path("errors").path(0).path("field").asString())
                    .isEqualTo("dryRun");
        }
        assertThat(api.get("operator", "/api/events?source=" + source + "&id=dry")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aBodyThatCallsItselfAFormIsReadAndKeptAsItWasSent() {
        String body = "{\"a\": \"1%20+&=\",  \"b\":2}";

        Api.Answer answer = api.raw(
                "producer",
                "/api/events?dryRun=false",
                body.getBytes(StandardCharsets.UTF_8),
                "application/x-www-form-urlencoded",
                "ce-specversion",
                "1.0",
                "ce-id",
                "form",
                "ce-source",
                source,
                "ce-type",
                "dev.signalbox.ticket.requested.v1");
        api.raw(
                "producer",
                "/api/webhooks/in/alertmanager",
                body.getBytes(StandardCharsets.UTF_8),
                "application/x-www-form-urlencoded");

        assertThat(answer.body().path("results").path(0).path("result").asString())
                .isEqualTo("REJECTED");
        assertThat(jdbc.sql("select payload from dead_letter where source = :s")
                        .param("s", source)
                        .query(byte[].class)
                        .single())
                .isEqualTo(body.getBytes(StandardCharsets.UTF_8));
        assertThat(jdbc.sql("select payload from dead_letter where transport = 'WEBHOOK' order by at desc")
                        .query(byte[].class)
                        .list())
                .contains(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anIgnoredEventTellsWhy() {
        Walk walk = Walk.request(api, Map.of());
        api.post("lead", "/api/tickets/" + walk.number() + "/withdraw", Map.of());
        send("after", "ticket.customer-replied", walk.number(), Map.of("body", "Too late"));

        assertThat(explain("after").path("result").asString()).isEqualTo("IGNORED");
        assertThat(explain("after").path("sentence").asString()).startsWith("Ignored: ");
    }

    @Test
    void aDryRunTellsWhereAnEventWouldGoAndDoesNothing() {
        long tickets = jdbc.sql("select count(*) from ticket").query(Long.class).single();
        long outgoing =
                jdbc.sql("select count(*) from ticket_event").query(Long.class).single();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("source", source);
        event.put("id", "dry");
        event.put("type", "dev.signalbox.ticket.requested.v1");
        event.put("subject", "D");
        event.put("datacontenttype", "application/json");
        event.put("data", request("demo-direct-1"));

        JsonNode result = api.raw(
                        "producer",
                        "/api/events?dryRun=true",
                        JSON.writeValueAsBytes(event),
                        "application/cloudevents+json")
                .body()
                .path("results")
                .path(0);

        assertThat(result.path("result").asString()).isEqualTo("ACCEPTED");
        assertThat(api.get("operator", "/api/events?source=" + source + "&id=dry")
                        .status())
                .isEqualTo(404);
        assertThat(jdbc.sql("select count(*) from ticket").query(Long.class).single())
                .isEqualTo(tickets);
        assertThat(jdbc.sql("select count(*) from ticket_event")
                        .query(Long.class)
                        .single())
                .isEqualTo(outgoing);
        event.put("data", Map.of("customerId", "demo-direct-1"));
        assertThat(api.raw(
                                "producer",
                                "/api/events?dryRun=true",
                                JSON.writeValueAsBytes(event),
                                "application/cloudevents+json")
                        .text())
                .contains("REJECTED", "title");
    }

    @Test
    void repliesSentBeforeTheirTicketsRequestsAreAllApplied() {
        int many = 40;
        List<Map<String, Object>> replies = new ArrayList<>();
        List<Map<String, Object>> requests = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            replies.add(event("r" + i, "ticket.customer-replied", "E" + i, Map.of("body", "First " + i)));
            requests.add(event("q" + i, "ticket.requested", "E" + i, request("demo-direct-1")));
        }
        batch(replies);
        batch(requests);

        for (int i = 0; i < many; i++) {
            assertThat(explain("r" + i).path("result").asString()).as("r" + i).isEqualTo("APPLIED");
        }
    }

    private Map<String, Object> event(String id, String type, String subject, Map<String, ?> data) {
        return Map.of(
                "specversion",
                "1.0",
                "source",
                source,
                "id",
                id,
                "type",
                "dev.signalbox." + type + ".v1",
                "subject",
                subject,
                "datacontenttype",
                "application/json",
                "data",
                data);
    }

    private void batch(List<Map<String, Object>> events) {
        assertThat(api.raw(
                                "producer",
                                "/api/events",
                                JSON.writeValueAsBytes(events),
                                "application/cloudevents-batch+json")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void payloadsLeaveAfterTheirTimeAndADuplicateStaysOne() {
        send("kept", "ticket.requested", "K", request("nobody-here"));
        jdbc.sql("update inbox set received_at = timestamp with time zone '2020-01-01 00:00:00+00' where source = :s")
                .param("s", source)
                .update();
        jdbc.sql("update dead_letter set at = timestamp with time zone '2020-01-01 00:00:00+00' where source = :s")
                .param("s", source)
                .update();

        housekeeping.forget();

        assertThat(jdbc.sql("select count(*) from dead_letter where source = :s and payload is null")
                        .param("s", source)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(explain("kept").path("result").asString()).isEqualTo("REJECTED");
    }

    @Test
    void aRecordFilledToItsLastByteIsKeptWholeAndHoldsNothingUp() throws Exception {
        byte[] full = new byte[10 * 1024 * 1024 - 260];
        Arrays.fill(full, (byte) 'q');
        String bootstrap = broker.getBootstrapServers().getFirst();
        publish(
                full,
                Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "full",
                        "ce_source", source,
                        "ce_type", "dev.signalbox.ticket.requested.v1",
                        "content-type", "application/json"));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> explain("full").path("result").asString().equals("REJECTED"));
        String letter = explain("full").path("deadLetter").asString();
        assertThat(jdbc.sql("select octet_length(payload) from dead_letter where id = :id")
                        .param("id", letter)
                        .query(Integer.class)
                        .single())
                .isEqualTo(full.length);
        send("after", "ticket.requested", "AFTER", request("demo-direct-1"));
        String after = explain("after").path("ticket").asString();
        await().atMost(Duration.ofSeconds(60)).until(() -> TopicContent.of(bootstrap, Topics.TICKET_EVENTS).stream()
                .anyMatch(record -> Arrays.equals(record.key(), after.getBytes(UTF_8))));
        await().atMost(Duration.ofSeconds(60)).until(() -> TopicContent.of(bootstrap, Topics.INBOUND_DEAD).stream()
                .filter(record -> letter.equals(header(record, "signalbox-dead-letter")))
                .anyMatch(record -> record.value() == null
                        && String.valueOf(full.length).equals(header(record, "signalbox-payload-bytes"))));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header found = record.headers().lastHeader(name);
        return found == null ? "" : new String(found.value(), UTF_8);
    }

    @Test
    void anEventMeansTheTicketOfItsOwnSourceWhoeverElseUsesItsReferenceOrHasItsNumber() {
        String other = source + ":other";
        send("mine", "ticket.requested", "SHARED", request("demo-direct-1"));
        assertThat(api.event(other, "theirs", "ticket.requested", "SHARED", request("demo-silver-1"))
                        .status())
                .isEqualTo(202);
        String mine = explain("mine").path("ticket").asString();
        send("numbered", "ticket.requested", mine, request("demo-direct-1"));

        send("withdrawn", "ticket.withdrawn", "SHARED", Map.of("reason", "Mine"));
        send("reply", "ticket.customer-replied", mine, Map.of("body", "To the one under that reference"));

        assertThat(explain("withdrawn").path("ticket").asString()).isEqualTo(mine);
        assertThat(Walk.of(api, mine).state()).isEqualTo("WITHDRAWN");
        assertThat(explain("reply").path("ticket").asString())
                .isEqualTo(explain("numbered").path("ticket").asString())
                .isNotEqualTo(mine);
    }

    @Test
    void whoeverHasNoTicketUnderAReferenceOfSeveralCustomersHasToNameTheNumber() {
        send("one", "ticket.requested", "MANY", request("demo-direct-1"));
        api.event(source + ":other", "two", "ticket.requested", "MANY", request("demo-silver-1"));

        api.event(source + ":third", "reply", "ticket.customer-replied", "MANY", Map.of("body", "Whose?"));

        JsonNode told = api.get("operator", "/api/events?source=" + source + ":third&id=reply")
                .body();
        assertThat(told.path("result").asString()).isEqualTo("REJECTED");
        assertThat(told.path("reason").asString())
                .isEqualTo(
                        "subject: expected a ticket's number, since tickets of several customers have this reference,"
                                + " found MANY");
    }

    @Test
    void whatIsParkedForATicketKeepsToItWhenAnotherCustomersGetsTheSameReference() {
        String third = source + ":third";
        send("one", "ticket.requested", "BOTH", request("demo-direct-1"));
        Walk walk = Walk.of(api, explain("one").path("ticket").asString());
        api.event(third, "solved", "ticket.resolution-confirmed", "BOTH", Map.of("solved", true));
        api.event(source + ":other", "two", "ticket.requested", "BOTH", request("demo-silver-1"));

        walk.healthy()
                .diagnosed("CONFIGURATION")
                .complete("resolve", Map.of("outcome", "FIXED", "solution", "Set right."));

        JsonNode told = api.get("operator", "/api/events?source=" + third + "&id=solved")
                .body();
        assertThat(told.path("result").asString()).isEqualTo("APPLIED");
        assertThat(told.path("ticket").asString()).isEqualTo(walk.number());
        send("goes-on", "ticket.requested", "GOES-ON", request("demo-direct-1"));
        assertThat(explain("goes-on").path("result").asString()).isEqualTo("APPLIED");
    }

    @Test
    void theSameReferenceForAnotherCustomerIsATicketOfItsOwnAndNoWordOnTheOther() {
        send("direct", "ticket.requested", "FPX", request("demo-direct-1"));
        send("silver", "ticket.requested", "FPX", request("demo-silver-1"));

        assertThat(explain("silver").path("ticket").asString())
                .isNotEqualTo(explain("direct").path("ticket").asString());
        String silver = explain("silver").path("ticket").asString();
        assertThat(Walk.of(api, silver).field("customerId")).isEqualTo("demo-silver-1");
    }

    @Test
    void theLetterToReplayIsTheNewestOfSeveral() {
        for (int i = 0; i < 6; i++) {
            send("again", "ticket.requested", "AGAIN", request("unknown-" + i + "-" + UUID.randomUUID()));
            JsonNode told = explain("again");
            assertThat(jdbc.sql("select reason from dead_letter where id = :id")
                            .param("id", told.path("deadLetter").asString())
                            .query(String.class)
                            .single())
                    .contains("unknown-" + i + "-");
        }
    }
}
