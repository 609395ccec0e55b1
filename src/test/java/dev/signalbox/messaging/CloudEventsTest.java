package dev.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.ticket.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** What is a CloudEvent in each mode, and what is told where it is none. */
class CloudEventsTest {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(100).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();
    private static final String GOOD = "\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"urn:t\",\"type\":\"a.b\"";

    private final CloudEvents events =
            new CloudEvents(JSON, Clock.fixed(Instant.parse("2026-11-27T10:00:00Z"), ZoneOffset.UTC));

    private InboundEvent http(String body, String... headers) {
        return events.read(arrival("HTTP", body, headers));
    }

    private InboundEvent kafka(String body, String... headers) {
        return events.read(arrival("KAFKA", body, headers));
    }

    private InboundEvent structured(String body) {
        return http(body, "content-type", "application/cloudevents+json");
    }

    /** Headers are those of a good event in binary mode, changed or added to; "-" leaves one out. */
    private InboundEvent binary(String... changes) {
        return http("{}", headers("ce-", changes));
    }

    private static String[] headers(String prefix, String... changes) {
        List<String> headers = new ArrayList<>(List.of(
                prefix + "specversion", "1.0", prefix + "id", "1", prefix + "source", "urn:t", prefix + "type", "a.b"));
        for (int i = 0; i < changes.length; i += 2) {
            int at = headers.indexOf(changes[i]);
            if (changes[i + 1].equals("-")) {
                headers.subList(at, at + 2).clear();
            } else if (at >= 0) {
                headers.set(at + 1, changes[i + 1]);
            } else {
                headers.addAll(List.of(changes[i], changes[i + 1]));
            }
        }
        return headers.toArray(String[]::new);
    }

    private static Arrival arrival(String transport, String body, String... headers) {
        List<Outbox.Header> kept = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            kept.add(Outbox.Header.of(headers[i], headers[i + 1]));
        }
        byte[] payload = body.getBytes(StandardCharsets.UTF_8);
        return new Arrival(transport, null, null, null, null, kept, payload, null, null);
    }

    private static List<Problem> problems(Runnable read) {
        return catchThrowableOfType(Unreadable.class, read::run).problems();
    }

    private static String fields(List<Problem> problems) {
        return problems.stream().map(Problem::field).collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "e%20acute, e acute",
                "Euro%20%E2%82%AC, Euro €",
                "%e2%82%ac, €",
                "'\"a b\"', a b",
                "'\"a \\\"b\\\\ %25\"', 'a \"b\\ %'",
                "100%, 100%",
                "a%zz%2, a%zz%2",
                "%2525, %25",
                "a+b, a+b",
                "Ünï, Ünï"
            })
    void aValueOfAnHttpHeaderIsUnquotedAndDecodedOnce(String sent, String meant) {
        InboundEvent read = binary("ce-id", sent, "ce-subject", sent);

        assertThat(read.id()).isEqualTo(meant);
        assertThat(read.subject()).isEqualTo(meant);
    }

    @Test
    void bytesThatAreNoTextAreRefusedUnderTheAttributesName() {
        assertThat(problems(() -> binary("ce-subject", "%FF")))
                .containsExactly(Problem.of("subject", "text in UTF-8", "bytes that are none"));
    }

    @Test
    void aKafkaHeaderIsTakenAsItIs() {
        InboundEvent read = kafka("{}", headers("ce_", "ce_id", "k%203", "ce_subject", "\"quoted\""));

        assertThat(read.id()).isEqualTo("k%203");
        assertThat(read.subject()).isEqualTo("\"quoted\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/cloudevents+json",
                "application/CloudEvents+json",
                "APPLICATION/CLOUDEVENTS+JSON;charset=UTF-8",
                "application/cloudevents+json ; charset=utf-8"
            })
    void theMediaTypeIsTheSameInUpperAndLowerCase(String mediaType) {
        assertThat(http("{" + GOOD + "}", "Content-Type", mediaType).id()).isEqualTo("1");
        assertThat(kafka("{" + GOOD + "}", "content-type", mediaType).id()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "ce-specversion, 0.3, specversion, 0.3",
        "ce-specversion, -, specversion, nothing",
        "ce-id, -, id, nothing",
        "ce-source, -, source, nothing",
        "ce-source, not a uri, source, not a uri",
        "ce-type, -, type, nothing",
        "ce-type, ' ', type, ''",
        "ce-time, yesterday, time, yesterday",
        "ce-time, '', time, ''",
        "ce-dataschema, a b, dataschema, a b",
        "ce-weird-ext, x, weird-ext, weird-ext"
    })
    void aBadHeaderIsRefusedUnderItsNameAndByKafkaTheEventIsKnownAllTheSame(
            String header, String value, String field, String found) {
        List<Problem> problems = problems(() -> binary(header, value));

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().field()).isEqualTo(field);
        assertThat(problems.getFirst().found().strip()).isEqualTo(found);
        String byKafka = header.replace("ce-", "ce_");
        if (field.equals("id") || field.equals("source") && found.equals("nothing")) {
            assertThat(problems(() -> kafka("{}", headers("ce_", byKafka, value))))
                    .hasSize(1);
        } else {
            InboundEvent known = kafka("{}", headers("ce_", byKafka, value));
            assertThat(known.id()).isEqualTo("1");
            assertThat(fields(known.problems())).isEqualTo(field);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"urn:t\",\"type\":\"a.b\"} | specversion",
                "{\"specversion\":1.0,\"id\":\"1\",\"source\":\"urn:t\",\"type\":\"a.b\"} | specversion",
                "{\"specversion\":\"1.0\",\"source\":\"urn:t\",\"type\":\"a.b\"} | id",
                "{\"specversion\":\"1.0\",\"id\":7,\"source\":\"urn:t\",\"type\":\"a.b\"} | id",
                "{\"specversion\":\"1.0\",\"id\":null,\"source\":\"urn:t\",\"type\":\"a.b\"} | id",
                "{GOOD,\"id\":\"2\"} | id",
                "{GOOD,\"time\":\"2026\"} | time",
                "{GOOD,\"Weird\":\"2026\"} | Weird",
                "{GOOD,\"datacontenttype\":{}} | datacontenttype",
                "{GOOD,\"datacontenttype\":\"text/plain\",\"data\":{}} | data",
                "{GOOD,\"data\":1,\"data_base64\":\"e30=\"} | data_base64",
                "{GOOD,\"data_base64\":\"?\"} | data_base64",
                "{GOOD,\"data\":{\"a\":tru}} | data",
                "{GOOD,\"data\":} | data",
                "{GOOD,} | body",
                "{GOOD} {} | body",
                "{GOOD} x | body",
                "{GOOD | body",
                "{GOOD] | body",
                "[] | body",
                "7 | body",
                "'' | body"
            })
    void aBadEnvelopeIsRefusedUnderTheNameOfWhatIsWrongWithIt(String body, String field) {
        List<Problem> problems = problems(() -> structured(body.replace("GOOD", GOOD)));

        assertThat(fields(problems)).isEqualTo(field);
        assertThat(problems.getFirst().toString()).doesNotContain("Exception", "Stream", "java");
    }

    @Test
    void aMessageThatIsNoCloudEventIsToldWhichTypeItShouldHave() {
        assertThat(problems(() -> http("{}", "content-type", "text/plain")))
                .extracting(Problem::field, Problem::found)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("content-type", "text/plain"));
        assertThat(fields(problems(() -> http("{}")))).isEqualTo("content-type");
        assertThat(fields(problems(() -> kafka("[]", "content-type", "application/cloudevents-batch+json"))))
                .isEqualTo("content-type");
    }

    @Test
    void aHeaderThatCameTwiceIsRefused() {
        String[] twice = Stream.concat(Stream.of(headers("ce-")), Stream.of("CE-Id", "2"))
                .toArray(String[]::new);

        assertThat(problems(() -> http("{}", twice))).containsExactly(Problem.of("id", "one value", "2 headers"));
    }

    @Test
    void aKafkaHeaderWithoutAValueIsRefusedUnderItsName() {
        Arrival arrival = arrival("KAFKA", "{}", headers("ce_"));
        List<Outbox.Header> headers = new ArrayList<>(arrival.headers());
        headers.set(1, Outbox.Header.of("ce_id", (byte[]) null));

        assertThatThrownBy(() ->
                        events.read(new Arrival("KAFKA", null, null, null, null, headers, new byte[0], null, null)))
                .isInstanceOf(Unreadable.class)
                .hasMessage("id: expected a value, found a header without one");
    }

    @Test
    void dataThatSayANameTwiceOrAreNestedTooDeepAreRefusedAndTheEventIsKnownInEveryMode() {
        String twice = "{\"a\":1,\"a\":2}";
        String deep = "[".repeat(200_000) + "]".repeat(200_000);

        for (String data : List.of(twice, deep)) {
            String said = data.equals(twice) ? "Duplicate" : "nesting depth";
            for (InboundEvent read : List.of(
                    http(data, headers("ce-")),
                    structured("{" + GOOD + ",\"data\":" + data + "}"),
                    kafka("{" + GOOD + ",\"data\":" + data + "}", "content-type", "application/cloudevents+json"))) {
                assertThat(read.id()).isEqualTo("1");
                assertThat(fields(read.problems())).isEqualTo("data");
                assertThat(read.problems().getFirst().found()).contains(said).doesNotContain("Stream");
            }
        }
    }

    @Test
    void aBatchIsCutWithoutParsingIt() {
        String deep = "{\"data\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}";
        String batch = "\uFEFF [ {\"a\":\"],\\\"[{\"} ,\n" + deep + ", {} ] ";

        assertThat(events.batch(batch.getBytes(StandardCharsets.UTF_8)))
                .extracting(part -> new String(part, StandardCharsets.UTF_8))
                .containsExactly("{\"a\":\"],\\\"[{\"}", deep, "{}");
        assertThat(events.batch("[ ]".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[{}", "[{}}", "[] []", "[\"]"})
    void whatIsNoBatchIsUnreadable(String body) {
        assertThat(fields(problems(() -> events.batch(body.getBytes(StandardCharsets.UTF_8)))))
                .isEqualTo("body");
    }

    @Test
    void aBatchThatIsNoTextIsUnreadable() {
        assertThat(problems(() -> events.batch("[\"é\"]".getBytes(StandardCharsets.ISO_8859_1))))
                .containsExactly(Problem.of("body", "text in UTF-8", "bytes that are none"));
    }

    @Test
    void extensionsOfAnyPlainTypeAreTakenAndDataInBase64Decoded() {
        InboundEvent read =
                structured("{" + GOOD + ",\"comexample\":true,\"n\":7,\"none\":null,\"data_base64\":\"eyJhIjoxfQ==\"}");

        assertThat(read.problems()).isEmpty();
        assertThat(read.data().path("a").asInt()).isEqualTo(1);
    }
}
