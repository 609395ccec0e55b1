package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.signalbox.support.Api;
import dev.signalbox.support.KafkaProcess;
import dev.signalbox.support.PostgresServer;
import dev.signalbox.support.SignalboxProcess;
import dev.signalbox.support.Walk;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a node was telling a webhook when it was killed, another node tells again, and then what follows. */
class WebhookTakeOverIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The killed node's lease on a delivery, one minute, and some more for a busy machine. */
    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    private final List<Told> asked = new CopyOnWriteArrayList<>();
    private final List<Told> answered = new CopyOnWriteArrayList<>();
    private final CountDownLatch killed = new CountDownLatch(1);

    /** One request that the endpoint got. */
    record Told(String delivery, String ticket, int sequence) {}

    @Test
    void anotherNodeGoesOnWithWhatAKilledOneWasTelling() throws IOException {
        PostgresServer.Database database = PostgresServer.freshDatabase(WebhookTakeOverIT.class);
        HttpServer endpoint = endpoint();
        try (KafkaProcess kafka = KafkaProcess.start();
                SignalboxProcess one = node("one", database, kafka).start()) {
            one.api()
                    .put(
                            "operator",
                            "/api/webhooks/taken-over",
                            Map.of(
                                    "url",
                                    "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/",
                                    "types",
                                    List.of("*")));
            Walk walk = Walk.request(one.api(), Map.of());
            await().atMost(Duration.ofSeconds(30)).until(() -> !asked.isEmpty());
            Told interrupted = asked.getFirst();

            // one holds the lease and hears nothing; two is up before one is killed
            try (SignalboxProcess two = node("two", database, kafka).start()) {
                one.kill();
                killed.countDown();

                List<Integer> timeline = IntStream.rangeClosed(
                                1, Walk.of(two.api(), walk.number()).timeline().size())
                        .boxed()
                        .toList();
                await().atMost(TAKEN_OVER_WITHIN).untilAsserted(() -> assertThat(answered.stream()
                                .filter(told -> told.ticket().equals(walk.number()))
                                .map(Told::sequence))
                        .isEqualTo(timeline));
                assertThat(answered.getFirst()).isEqualTo(interrupted);
                assertThat(delivered(two.api())).isEqualTo(timeline.size());
            }
        } finally {
            endpoint.stop(0);
        }
    }

    /** Answers nobody before the kill. */
    private HttpServer endpoint() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            JsonNode event = JSON.readTree(exchange.getRequestBody().readAllBytes());
            Told told = new Told(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    event.path("subject").asString(),
                    Integer.parseInt(event.path("sequence").asString("0")));
            boolean before = killed.getCount() > 0;
            asked.add(told);
            try {
                killed.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            if (!before) {
                answered.add(told);
                exchange.sendResponseHeaders(204, -1);
            }
            exchange.close();
        });
        server.start();
        return server;
    }

    private static long delivered(Api api) {
        return api.get("operator", "/api/webhooks/taken-over/deliveries?state=DELIVERED&size=200")
                .body()
                .path("items")
                .size();
    }

    private SignalboxProcess.Builder node(String name, PostgresServer.Database database, KafkaProcess kafka)
            throws IOException {
        return SignalboxProcess.in(Files.createDirectory(directory.resolve(name)))
                .database(database)
                .kafka(kafka.address())
                .with("signalbox.demo", true)
                .with("signalbox.demo-tickets", false)
                .with("signalbox.seal.key-file", directory.resolve("seal.key"))
                .with("signalbox.webhook.allow-private", true)
                .with("signalbox.webhook.answer-within", "PT30S");
    }
}
