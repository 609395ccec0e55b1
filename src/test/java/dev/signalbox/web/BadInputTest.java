package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    }

    @Test
    void aPageBeyondTheLimitsIsRefused() {
        Api.Answer answer = api.get("agent", "/api/tickets?size=201&page=-1");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(fields(answer)).containsExactlyInAnyOrder("page", "size");
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
