package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@SignalboxTest
class BadInputTest {

    @LocalServerPort
    int port;

    Api api;

    @BeforeEach
    void client() {
        api = new Api(port);
    }

    @Test
    void malformedJsonIsABadRequestThatNamesTheBody() {
        Api.Answer answer =
                api.raw("agent", "/api/tickets", "{\"title\": ".getBytes(StandardCharsets.UTF_8), "application/json");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().get("content-type").getFirst()).startsWith("application/problem+json");
        assertThat(answer.body().path("errors").path(0).path("field").asString())
                .isEqualTo("body");
    }

    @ParameterizedTest
    @CsvSource({
        "customerId, nobody",
        "reportedCategory, GRIEF",
        "productFamily, WINDOWS_95",
        "businessImpact, HUGE",
        "environment, MOON",
        "policySet, YESTERDAY"
    })
    void anUnknownCodeNamesFieldExpectationAndFinding(String field, String found) {
        Api.Answer answer = request(Map.of(field, found));

        assertThat(answer.status()).isEqualTo(422);
        JsonNode error = answer.body().path("errors").path(0);
        assertThat(error.path("field").asString()).isEqualTo(field);
        assertThat(error.path("expected").asString()).isNotBlank();
        assertThat(error.path("found").asString()).isEqualTo(found);
    }

    @Test
    void aWrongTypeIsRefusedAndNothingIsOpened() {
        long before =
                api.get("lead", "/api/tickets?size=1").body().path("total").asLong();

        Api.Answer answer = request(Map.of("commit24x7", "perhaps", "title", 7));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(fields(answer)).contains("commit24x7", "title");
        assertThat(api.get("lead", "/api/tickets?size=1").body().path("total").asLong())
                .isEqualTo(before);
    }

    @Test
    void missingFieldsAreAllNamed() {
        Api.Answer answer = api.post("agent", "/api/tickets", Map.of());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(fields(answer)).containsExactlyInAnyOrder("customerId", "title", "description", "reportedCategory");
    }

    @Test
    void twoMebibytesOfTextAreRefused() {
        Api.Answer answer = request(Map.of("description", "x".repeat(2 * 1024 * 1024)));

        assertThat(answer.status()).isBetween(400, 422);
        assertThat(fields(answer)).isNotEmpty();
    }

    @Test
    void controlCharactersInATitleAreRefusedAndShownHarmlessly() {
        Api.Answer answer = request(Map.of("title", "bell \u0007 and nul \u0000"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("errors").path(0).path("found").asString())
                .doesNotContain("\u0000", "\u0007");
    }

    @Test
    void rightToLeftTextIsKeptAsItIs() {
        Walk walk = Walk.request(api, Map.of("title", "البريد لا يعمل", "description", "‏מאז הבוקר אין דואר"));

        assertThat(walk.field("title")).isEqualTo("البريد لا يعمل");
        assertThat(walk.field("description")).isEqualTo("‏מאז הבוקר אין דואר");
    }

    @Test
    void anUnknownEventTypeIsRejectedAndCanBeAskedAbout() {
        String id = UUID.randomUUID().toString();

        Api.Answer answer = api.event("urn:test:bad", id, "ticket.exploded", "1", Map.of());

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("results").path(0).path("result").asString())
                .isEqualTo("REJECTED");
        Api.Answer became = api.get("operator", "/api/events?source=urn:test:bad&id=" + id);
        assertThat(became.body().path("result").asString()).isEqualTo("REJECTED");
        assertThat(became.body().path("reason").asString()).contains("type");
    }

    @Test
    void anEventOfTheYearZeroIsRejectedAndKept() {
        String id = UUID.randomUUID().toString();
        String event = """
                {"specversion":"1.0","source":"urn:test:bad","id":"%s","type":"dev.signalbox.ticket.withdrawn.v1",
                 "subject":"10001238","time":"0000-01-01T00:00:00Z","data":{}}""".formatted(id);

        Api.Answer answer = api.raw(
                "producer", "/api/events", event.getBytes(StandardCharsets.UTF_8), "application/cloudevents+json");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("results").path(0).path("result").asString())
                .isEqualTo("REJECTED");
        assertThat(api.get("operator", "/api/events?source=urn:test:bad&id=" + id)
                        .text())
                .contains("time");
        assertThat(api.get("operator", "/api/dead-letters").text()).contains(id);
    }

    @Test
    void anEventAboveOneMebibyteIsRejectedAndKept() {
        String id = UUID.randomUUID().toString();

        Api.Answer answer =
                api.event("urn:test:bad", id, "ticket.customer-replied", "X", Map.of("body", "x".repeat(1024 * 1024)));

        assertThat(answer.body().path("results").path(0).path("reason").asString())
                .contains("1 MiB");
        assertThat(api.get("operator", "/api/events?source=urn:test:bad&id=" + id)
                        .body()
                        .path("result")
                        .asString())
                .isEqualTo("REJECTED");
    }

    @Test
    void whatIsNoCloudEventIsABadRequest() {
        Api.Answer answer =
                api.raw("producer", "/api/events", "[]".getBytes(StandardCharsets.UTF_8), "application/json");

        assertThat(answer.status()).isEqualTo(400);
    }

    private Api.Answer binary(String accept, String id) {
        return api.post(
                "producer",
                "/api/events",
                body(Map.of()),
                "Accept",
                accept,
                "ce-specversion",
                "1.0",
                "ce-id",
                id,
                "ce-source",
                "urn:test:bad",
                "ce-subject",
                id,
                "ce-type",
                "dev.signalbox.ticket.requested.v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "garbage", "application/xml;q=1, text/*"})
    void whatCannotBeAnsweredAsAskedIsRefusedBeforeItIsDone(String accept) {
        String id = UUID.randomUUID().toString();
        long before =
                api.get("lead", "/api/tickets?size=1").body().path("total").asLong();

        for (Api.Answer answer :
                List.of(binary(accept, id), api.post("agent", "/api/tickets", body(Map.of()), "Accept", accept))) {
            assertThat(answer.status()).isEqualTo(406);
            assertThat(answer.headers().get("content-type").getFirst()).startsWith("application/problem+json");
            assertThat(answer.body().path("detail").asString()).contains("Accept");
        }

        assertThat(api.get("operator", "/api/events?source=urn:test:bad&id=" + id)
                        .status())
                .isEqualTo(404);
        assertThat(api.get("lead", "/api/tickets?size=1").body().path("total").asLong())
                .isEqualTo(before);
    }

    @Test
    void aHeaderThatCameTwiceIsABadRequestThatNamesIt() {
        Api.Answer answer = api.post(
                "producer",
                "/api/events",
                Map.of(),
                "ce-specversion",
                "1.0",
                "ce-id",
                "one",
                "ce-id",
                "two",
                "ce-source",
                "urn:test:bad",
                "ce-type",
                "no.such");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(fields(answer)).containsExactly("id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/events?source=urn:t&id=%FF",
                "/api/tickets?q=%FF",
                "/api/dead-letters?page=%FF",
                "/api/tickets?%FF=1",
                "/api/tickets?q=%C3%28"
            })
    void aQueryThatIsNoTextIsABadRequest(String path) throws Exception {
        String answer = rawly("GET " + path, "operator", "", new byte[0]);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"field\":\"query\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/tickets/%FF",
                "/api/tickets/%zz",
                "/api/tickets?q=%zz",
                "/api/tickets/a%2Fb",
                "/api/tickets/a;b"
            })
    void anAddressThatIsNoneIsAProblemToo(String path) throws Exception {
        assertThat(rawly("GET " + path, "operator", "", new byte[0]))
                .startsWith("HTTP/1.1 4")
                .contains("application/problem+json", "\"detail\":")
                .doesNotContain("<html", "Tomcat");
    }

    /** What no client of Java's would send. */
    private String rawly(String request, String account, String headers, byte[] body) throws IOException {
        String basic = Base64.getEncoder().encodeToString((account + ":demo").getBytes(StandardCharsets.UTF_8));
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Basic "
                                    + basic + "\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aBatchThatIsNoTextIsABadRequest() {
        Api.Answer answer = api.raw(
                "producer",
                "/api/events",
                "[\"\u00e9\"]".getBytes(StandardCharsets.ISO_8859_1),
                "application/cloudevents-batch+json");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(fields(answer)).containsExactly("body");
    }

    @ParameterizedTest
    @CsvSource({
        "producer, /api/events, application/cloudevents-batch+json, 413",
        "producer, /api/events, application/x-www-form-urlencoded, 413",
        "producer, /api/webhooks/in/alertmanager, application/json, 413",
        "customer, /api/events, application/json, 403",
        "customer, /api/webhooks/in/alertmanager, application/json, 403",
        "agent, /api/tickets, application/json, 413"
    })
    void aBodyWithoutEndIsReadToTheLimitAndNotByWhoMayNotSendIt(
            String account, String path, String contentType, int status) throws Exception {
        byte[] chunk = new byte[1024 * 1024];
        Arrays.fill(chunk, (byte) ' ');
        byte[] endless = new byte[20 * chunk.length + 1000];
        int at = 0;
        for (int i = 0; i < 20; i++) {
            at = put(endless, at, "100000\r\n".getBytes(StandardCharsets.US_ASCII));
            at = put(endless, at, chunk);
            at = put(endless, at, "\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        at = put(endless, at, "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        String chunked = rawly(
                "POST " + path,
                account,
                "Transfer-Encoding: chunked\r\nContent-Type: " + contentType + "\r\n",
                Arrays.copyOf(endless, at));
        String whole = rawly(
                "POST " + path,
                account,
                "Content-Length: " + endless.length + "\r\nContent-Type: " + contentType + "\r\n",
                endless);

        for (String answer : List.of(chunked, whole)) {
            assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
            if (status == 413) {
                assertThat(answer).contains("\"field\":\"body\"", "\"expected\":\"at most 16777216 bytes\"");
            }
        }
    }

    private static int put(byte[] into, int at, byte[] some) {
        System.arraycopy(some, 0, into, at, some.length);
        return at + some.length;
    }

    @Test
    void aTaskCompletedBeforeIsAConflict() {
        Walk walk = Walk.request(api, Map.of());
        String id = walk.task("check-health").path("id").asString();
        walk.healthy();

        Api.Answer again = api.post(
                "agent",
                "/api/tasks/" + id + "/complete",
                Map.of("values", Map.of("healthMatch", "NONE", "symptomsMatch", false, "needsEngineering", false)));

        assertThat(again.status()).isEqualTo(409);
        walk.is("DIAGNOSING");
        assertThat(walk.tasks()).containsExactly("diagnose");
    }

    @Test
    void unknownAndMissingValuesOfAFormAreEachNamed() {
        Walk walk = Walk.request(api, Map.of());
        String id = walk.task("check-health").path("id").asString();

        Api.Answer answer = api.post(
                "agent",
                "/api/tasks/" + id + "/complete",
                Map.of("values", Map.of("healthMatch", "SUNNY", "colour", "blue", "symptomsMatch", false)));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(fields(answer)).contains("healthMatch", "colour");
        assertThat(walk.tasks()).containsExactly("check-health");
    }

    @Test
    void aTaskOfAnotherRoleOrCustomerAnswersLikeAnUnknownOne() {
        Walk foreign = Walk.request(api, Map.of("customerId", "demo-silver-1"));
        String id = foreign.task("check-health").path("id").asString();

        assertThat(api.post("customer", "/api/tasks/" + id + "/complete", Map.of("values", Map.of()))
                        .status())
                .isEqualTo(404);
        assertThat(api.post("auditor", "/api/tasks/" + id + "/complete", Map.of("values", Map.of()))
                        .status())
                .isEqualTo(404);
        assertThat(api.get("customer", "/api/tickets/" + foreign.number()).text())
                .isEqualTo(api.get("customer", "/api/tickets/10000008").text().replace("10000008", foreign.number()));
    }

    @Test
    void somebodyElsesTaskIsAConflict() {
        Walk walk = Walk.request(api, Map.of());
        String id = walk.task("check-health").path("id").asString();
        assertThat(api.post("agent", "/api/tasks/" + id + "/claim", Map.of()).status())
                .isEqualTo(200);

        Api.Answer answer = api.post(
                "lead",
                "/api/tasks/" + id + "/complete",
                Map.of("values", Map.of("healthMatch", "NONE", "symptomsMatch", false, "needsEngineering", false)));

        assertThat(answer.status()).isEqualTo(409);
    }

    @Test
    void theSameIdempotencyKeyGivesTheSameTicketAndAnotherBodyIsRefused() {
        Map<String, Object> body = body(Map.of());
        String key = UUID.randomUUID().toString();

        Api.Answer first = api.post("agent", "/api/tickets", body, "Idempotency-Key", key);
        Api.Answer second = api.post("agent", "/api/tickets", body, "Idempotency-Key", key);
        Api.Answer other = api.post("agent", "/api/tickets", body(Map.of("title", "Other")), "Idempotency-Key", key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body().path("number")).isEqualTo(first.body().path("number"));
        assertThat(other.status()).isEqualTo(422);
    }

    @Test
    void aStateThatForbidsItNamesTheStatesThatWouldNot() {
        Walk walk = Walk.request(api, Map.of());

        Api.Answer answer = api.post("agent", "/api/tickets/" + walk.number() + "/reopen", Map.of("reason", "not yet"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().path("allowedStates").path(0).asString()).isEqualTo("RESOLVED");
    }

    @ParameterizedTest
    @CsvSource({"agent, /api/nothing, 404", "nobody, /api/tickets, 401", "agent, /api/tickets/10001238/merge, 405"})
    void whatNoRouteAnswersIsAProblemToo(String account, String path, int status) {
        Api.Answer answer = api.get(account, path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().get("content-type").getFirst()).startsWith("application/problem+json");
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.body().path("detail").asString()).isNotBlank();
    }

    @Test
    void aPageBeyondTheLimitsIsRefused() {
        Api.Answer answer = api.get("agent", "/api/tickets?size=201&page=-1");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(fields(answer)).containsExactlyInAnyOrder("page", "size");
    }

    @Test
    void theDescriptionSaysWhatEventsAreSentAndHowTheyAreAnswered() {
        JsonNode post = api.get(null, "/v3/api-docs")
                .body()
                .path("paths")
                .path("/api/events")
                .path("post");

        assertThat(post.path("requestBody").path("content").propertyNames())
                .containsExactlyInAnyOrder(
                        "application/json", "application/cloudevents+json", "application/cloudevents-batch+json");
        assertThat(post.path("responses").propertyNames()).containsExactly("202");
        assertThat(post.path("parameters").findValuesAsString("name")).containsExactly("dryRun");
    }

    private Api.Answer request(Map<String, ?> fields) {
        return api.post("agent", "/api/tickets", body(fields));
    }

    private static Map<String, Object> body(Map<String, ?> fields) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "customerId", "demo-direct-1",
                "title", "Mail is slow",
                "description", "Since noon.",
                "reportedCategory", "PERFORMANCE",
                "productFamily", "M365"));
        body.putAll(fields);
        return body;
    }

    private static List<String> fields(Api.Answer answer) {
        return java.util.stream.StreamSupport.stream(
                        answer.body().path("errors").spliterator(), false)
                .map(error -> error.path("field").asString())
                .toList();
    }
}
