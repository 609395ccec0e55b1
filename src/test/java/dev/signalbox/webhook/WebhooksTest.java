package dev.signalbox.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.signalbox.clock.ProductClock;
import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.TopicContent;
import dev.signalbox.support.Walk;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever has no Kafka is told by HTTP: signed, in order for each ticket, until it is taken. */
@SignalboxTest
class WebhooksTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration SOON = Duration.ofSeconds(30);

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Deliveries deliveries;

    @Autowired
    ProductClock clock;

    @Autowired
    KafkaConnectionDetails broker;

    Api api;
    String id;
    HttpServer server;
    final List<Told> told = new CopyOnWriteArrayList<>();
    volatile ToIntFunction<Told> answering = request -> 200;

    /** One request that the endpoint got. */
    record Told(Map<String, String> headers, byte[] body, JsonNode event) {

        String subject() {
            return event.path("subject").asString();
        }

        int sequence() {
            return Integer.parseInt(event.path("sequence").asString());
        }
    }

    @BeforeEach
    void endpoint() throws IOException {
        api = new Api(port);
        id = "hook-" + UUID.randomUUID().toString().substring(0, 8);
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.getFirst()));
        Told request = new Told(headers, body, JSON.readTree(body));
        int status = answering.applyAsInt(request);
        if (status < 300) {
            told.add(request);
        }
        byte[] answer = "thank you".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @AfterEach
    void stop() {
        api.delete("operator", "/api/webhooks/" + id);
        server.stop(0);
    }

    private Map<String, Object> wanted(String... types) {
        Map<String, Object> wanted = new HashMap<>();
        wanted.put("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/told");
        wanted.put("types", List.of(types));
        return wanted;
    }

    private JsonNode put(Map<String, Object> wanted) {
        Api.Answer answer = api.put("operator", "/api/webhooks/" + id, wanted);
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
        return answer.body();
    }

    private JsonNode log(String query) {
        return api.get("operator", "/api/webhooks/" + id + "/deliveries" + query)
                .body()
                .path("items");
    }

    private Walk withdrawn() {
        Walk walk = Walk.request(api, Map.of("reportedCategory", "OTHER"));
        api.post("lead", "/api/tickets/" + walk.number() + "/withdraw", Map.of());
        return walk;
    }

    private static boolean signed(Told request, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replace("whsec_", "")), "HmacSHA256"));
        mac.update(
                (request.headers().get("webhook-id") + "." + request.headers().get("webhook-timestamp") + ".")
                        .getBytes(StandardCharsets.UTF_8));
        String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(request.body()));
        return Arrays.asList(request.headers().get("webhook-signature").split(" "))
                .contains(expected);
    }

    @Test
    void whoeverListensForPagesIsToldOfABreachThatNobodyAcknowledged() throws Exception {
        Walk walk = Walk.request(api, Map.of("customerId", "demo-provider-1", "title", "Nobody answers"));
        String secret = put(wanted("ticket.paged")).path("secret").asString();

        clock.advance(Duration.ofMinutes(61));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> told.stream().anyMatch(page -> page.subject().equals(walk.number())));
        Told page = told.stream()
                .filter(one -> one.subject().equals(walk.number()))
                .findFirst()
                .orElseThrow();
        assertThat(signed(page, secret)).isTrue();
        assertThat(page.event().path("type").asString()).isEqualTo("dev.signalbox.ticket.paged.v1");
        JsonNode data = page.event().path("data");
        assertThat(data.path("kind").asString()).isEqualTo("RESPONSE");
        assertThat(data.path("moment").asString()).isEqualTo("BREACH");
        assertThat(Instant.parse(data.path("dueAt").asString())).isBefore(clock.instant());
        assertThat(told).allSatisfy(one -> assertThat(one.event().path("type").asString())
                .isEqualTo("dev.signalbox.ticket.paged.v1"));
        api.post("agent", "/api/tickets/" + walk.number() + "/acknowledge", Map.of());
    }

    @Test
    void aTicketsEventsAreToldInOrderSignedAndAsTheyStandOnTheTopic() throws Exception {
        String secret = put(wanted("*")).path("secret").asString();

        Walk walk = withdrawn();

        List<Integer> sequences = walk.timeline()
                .valueStream()
                .map(entry -> entry.path("sequence").asInt())
                .toList();
        await().atMost(SOON).untilAsserted(() -> assertThat(told.stream()
                        .filter(one -> one.subject().equals(walk.number()))
                        .map(Told::sequence))
                .isEqualTo(sequences));
        Told last = told.stream()
                .filter(one -> one.subject().equals(walk.number()))
                .toList()
                .getLast();
        assertThat(signed(last, secret)).isTrue();
        assertThat(last.headers().get("content-type")).isEqualTo("application/cloudevents+json; charset=UTF-8");
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        TopicContent.of(broker.getBootstrapServers().getFirst(), "signalbox.ticket-events.v1"))
                .anyMatch(one -> Arrays.equals(one.value(), last.body())));
        JsonNode delivered = log("?state=DELIVERED&ticket=" + walk.number()).path(0);
        JsonNode attempt = api.get(
                        "auditor",
                        "/api/webhooks/" + id + "/deliveries/"
                                + delivered.path("id").asString())
                .body()
                .path("log")
                .path(0);
        assertThat(attempt.path("status").asInt()).isEqualTo(200);
        assertThat(attempt.path("answer").asString()).isEqualTo("thank you");
        assertThat(jdbc.sql("select secret from webhook where id = :id")
                        .param("id", id)
                        .query(String.class)
                        .single())
                .doesNotContain(secret.substring(6));
        assertThat(api.get("operator", "/api/webhooks/" + id).text()).doesNotContain(secret.substring(6));
    }

    @Test
    void oneTicketsFailureHoldsBackItsOwnLaterEventsAndNoOthers() {
        put(wanted("ticket.*"));
        Walk stuck = Walk.request(api, Map.of("reportedCategory", "OTHER"));
        List<Boolean> well = new CopyOnWriteArrayList<>();
        answering = request -> request.subject().equals(stuck.number()) && well.isEmpty() ? 500 : 200;

        api.post("lead", "/api/tickets/" + stuck.number() + "/withdraw", Map.of());
        Walk free = withdrawn();

        await().atMost(SOON).until(() -> told.stream()
                .anyMatch(one -> one.subject().equals(free.number())
                        && one.event().path("type").asString().contains("ticket.withdrawn")));
        await().atMost(SOON)
                .until(() -> !log("?state=QUEUED&ticket=" + stuck.number()).isEmpty());
        well.add(true);
        await().atMost(SOON).until(() -> log("?state=QUEUED").isEmpty());
        List<Integer> sequences = told.stream()
                .filter(one -> one.subject().equals(stuck.number()))
                .map(Told::sequence)
                .toList();
        assertThat(sequences).isSorted().doesNotHaveDuplicates();
        assertThat(sequences).hasSize(log("?ticket=" + stuck.number()).size());
    }

    @Test
    void whoeverIsGoneForGoodIsSwitchedOffAndWhatIsDeadCanBeToldAgain() {
        put(wanted("ticket.withdrawn"));
        answering = request -> 410;

        withdrawn();

        await().atMost(SOON).until(() -> !log("?state=DEAD").isEmpty());
        JsonNode hook = api.get("operator", "/api/webhooks/" + id).body();
        await().atMost(SOON).until(() -> !api.get("operator", "/api/webhooks/" + id)
                .body()
                .path("active")
                .asBoolean());
        assertThat(api.get("operator", "/api/webhooks/" + id)
                        .body()
                        .path("offBecause")
                        .asString())
                .isEqualTo("The endpoint answered 410 Gone");
        answering = request -> 200;
        put(wanted("ticket.withdrawn"));
        String dead = log("?state=DEAD").path(0).path("id").asString();
        String path = "/api/webhooks/" + id + "/deliveries/" + dead;
        assertThat(api.post("operator", path + "/resend", Map.of()).status()).isEqualTo(202);
        await().atMost(SOON).until(() -> told.size() == 1);
        assertThat(told.getFirst().headers().get("webhook-id")).isEqualTo(dead);
        await().atMost(SOON).until(() -> !log("?state=DELIVERED").isEmpty());
        assertThat(api.get("operator", path).body().path("log")).hasSize(2);
        assertThat(hook.path("id").asString()).isEqualTo(id);
    }

    @Test
    void aRotatedSecretsPredecessorIsValidForAWhile() throws Exception {
        String first = put(wanted("ticket.withdrawn")).path("secret").asString();
        JsonNode rotated = api.post("operator", "/api/webhooks/" + id + "/secret", Map.of("overlap", "PT1H"))
                .body();
        String second = rotated.path("secret").asString();
        withdrawn();
        await().atMost(SOON).until(() -> told.size() == 1);
        assertThat(signed(told.getFirst(), first)).isTrue();
        assertThat(signed(told.getFirst(), second)).isTrue();
        assertThat(rotated.path("previousSecretUntil").asString()).isNotBlank();

        api.post("operator", "/api/webhooks/" + id + "/secret", Map.of("overlap", "PT0S"));
        withdrawn();

        await().atMost(SOON).until(() -> told.size() == 2);
        assertThat(told.getLast().headers().get("webhook-signature")).doesNotContain(" ");
        assertThat(signed(told.getLast(), second)).isFalse();
    }

    @Test
    void aPartnersWebhookIsToldOfThatPartnersMattersOnly() {
        Map<String, Object> wanted = wanted("ticket.*");
        wanted.put("partnerId", "demo-bare");
        put(wanted);
        Walk other = withdrawn();

        Walk own = Walk.request(api, Map.of("customerId", "demo-bare-1", "reportedCategory", "OTHER"));

        await().atMost(SOON).until(() -> !told.isEmpty());
        assertThat(told).allMatch(one -> one.subject().equals(own.number()));
        assertThat(log("?ticket=" + other.number())).isEmpty();
    }

    @Test
    void aDayAfterTheFirstAttemptItIsGivenUp() {
        put(wanted("ticket.withdrawn"));
        answering = request -> 503;
        withdrawn();
        await().atMost(SOON).until(() -> log("").path(0).path("attempts").asInt() >= 1);
        assertThat(log("").path(0).path("state").asString()).isEqualTo("QUEUED");

        jdbc.sql("""
                update webhook_delivery set first_at = timestamp with time zone '2020-01-01 00:00:00+00',
                  next_at = timestamp with time zone '2020-01-02 00:00:00+00' where webhook = :id""").param("id", id).update();

        await().atMost(SOON).until(() -> !log("?state=DEAD").isEmpty());
        assertThat(log("").path(0).path("reason").asString()).isEqualTo("Answered 503");
    }

    @Test
    void payloadsAndAnswersLeaveAfterTheirTimeAndWhatBecameStays() {
        put(wanted("ticket.withdrawn"));
        withdrawn();
        await().atMost(SOON).until(() -> !log("?state=DELIVERED").isEmpty());
        String delivery = log("").path(0).path("id").asString();
        for (String change : List.of(
                "update webhook_delivery set ended_at = :then where webhook = :id",
                "update webhook_attempt set at = :then where delivery in"
                        + " (select number from webhook_delivery where webhook = :id)")) {
            jdbc.sql(change)
                    .param("then", java.time.OffsetDateTime.now().minusDays(8))
                    .param("id", id)
                    .update();
        }

        deliveries.forget();

        String path = "/api/webhooks/" + id + "/deliveries/" + delivery;
        assertThat(api.get("operator", path).body().path("state").asString()).isEqualTo("DELIVERED");
        assertThat(api.get("operator", path)
                        .body()
                        .path("log")
                        .path(0)
                        .path("answer")
                        .isNull())
                .isTrue();
        assertThat(api.post("operator", path + "/resend", Map.of()).status()).isEqualTo(409);
    }

    @Test
    void anAddressThatIsNoneCountsAsAnAttemptAndIsToldInTheLog() {
        put(wanted("ticket.received"));
        jdbc.sql("update webhook set url = 'http://127.0.0.1:99999/' where id = :id")
                .param("id", id)
                .update();

        Walk.request(api, Map.of());

        await().atMost(SOON).untilAsserted(() -> {
            JsonNode delivery = log("").path(0);
            assertThat(delivery.path("attempts").asInt()).isPositive();
            assertThat(delivery.path("reason").asString()).contains("99999");
        });
    }

    @Test
    void theWordOfInboundWebhooksAndAPortThatIsNoneAreRefused() {
        Api.Answer reserved = api.put("operator", "/api/webhooks/in", wanted("*"));
        Map<String, Object> wrong = new HashMap<>(wanted("*"));
        wrong.put("url", "https://example.com:99999/");
        Api.Answer port = api.put("operator", "/api/webhooks/" + id, wrong);

        assertThat(reserved.status()).isEqualTo(422);
        assertThat(reserved.body().path("errors").path(0).path("field").asString())
                .isEqualTo("id");
        assertThat(port.status()).isEqualTo(422);
        assertThat(port.body().path("errors").path(0).path("field").asString()).isEqualTo("url");
    }

    @Test
    void whatDoesNotFitIsToldFieldByField() {
        Map<String, Object> wrong = wanted("ticket.closed", "no.such");
        wrong.put("url", "ftp://user@host/#x");
        wrong.put("customers", List.of("nobody-here"));

        Api.Answer answer = api.put("operator", "/api/webhooks/" + id, wrong);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("errors").findValuesAsString("field"))
                .containsExactlyInAnyOrder("url", "types", "customers");
        put(wanted("ticket.closed"));
        assertThat(put(wanted("ticket.closed")).path("secret").isNull()).isTrue();
        assertThat(api.put("agent", "/api/webhooks/" + id, wanted("*")).status())
                .isEqualTo(403);
    }
}
