package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.support.Api;
import dev.signalbox.support.Ports;
import dev.signalbox.support.SignalboxProcess;
import dev.signalbox.support.TopicContent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** With the broker inside the process and H2 in a file, {@code kill -9} loses nothing and doubles nothing. */
class KillIT {

    private static final int REQUESTS = 60;
    private static final int KILLS = 2;
    private static final int SALVO = REQUESTS / (KILLS + 1);

    /** The killed consumer's session has to run out before its successor is given the partitions. */
    private static final Duration AFTER_A_KILL = Duration.ofSeconds(90);

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String REQUEST = JSON.writeValueAsString(Map.of(
            "customerId", "demo-direct-1",
            "title", "Mailboxes disappear",
            "description", "Nobody sees them.",
            "reportedCategory", "SERVICE_ERROR",
            "productFamily", "M365",
            "businessImpact", "MODERATE"));

    @TempDir
    Path directory;

    @Test
    void everyRequestIsOneTicketWheneverTheProcessIsKilled() throws Exception {
        int port = Ports.free();
        int broker = Ports.free();
        Semaphore allowed = new Semaphore(SALVO);
        SignalboxProcess product = start(port, broker);
        try {
            // a thread of its own: one that waits for ever after a failure would take the pool's from the next test
            CompletableFuture<Void> sending = CompletableFuture.runAsync(
                    () -> send(product.brokerAddress(), allowed),
                    task -> Thread.ofPlatform().daemon().start(task));
            SignalboxProcess running = product;
            for (int kill = 1; kill <= KILLS; kill++) {
                // in the middle of its work, with requests on their way to the broker
                int opened = (kill - 1) * SALVO + 3;
                Api before = running.api();
                await().atMost(AFTER_A_KILL)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> references(before).size() >= opened);
                allowed.release(SALVO);
                running.kill();
                running = start(port, broker);
                assertThat(running.api().get("lead", "/api/tickets?size=1").status())
                        .isEqualTo(200);
            }
            try (SignalboxProcess last = running) {
                sending.get(60, TimeUnit.SECONDS);
                Api api = last.api();
                await().atMost(AFTER_A_KILL)
                        .untilAsserted(() -> assertThat(references(api)).hasSize(REQUESTS));
                assertThat(references(api).values()).containsOnly(1);
                assertThat(api.get("operator", "/api/dead-letters")
                                .body()
                                .path("total")
                                .asInt())
                        .isZero();

                Map<String, Integer> entries = new TreeMap<>();
                for (JsonNode ticket : tickets(api)) {
                    String number = ticket.path("number").stringValue();
                    assertThat(ticket.path("state").asString()).isEqualTo("DIAGNOSING");
                    entries.put(
                            number,
                            api.get("lead", "/api/tickets/" + number + "/timeline?size=200")
                                    .body()
                                    .path("items")
                                    .size());
                }
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(published(last.brokerAddress()))
                        .isEqualTo(entries));
            }
        } finally {
            product.close();
        }
    }

    private SignalboxProcess start(int port, int broker) {
        return SignalboxProcess.in(directory)
                .with("server.port", port)
                .with("signalbox.broker.port", broker)
                .with("signalbox.demo", true)
                .with("signalbox.demo-tickets", false)
                .start();
    }

    /** One after another, each until it is acknowledged; the broker is gone now and then. */
    private static void send(String broker, Semaphore allowed) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker, "acks", "all", "delivery.timeout.ms", 120_000, "max.block.ms", 120_000);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < REQUESTS; i++) {
                String id = "KILL-" + i;
                var request = new ProducerRecord<String, String>("signalbox.inbound.v1", id, REQUEST);
                Map.of(
                                "ce_specversion", "1.0",
                                "ce_id", id,
                                "ce_source", "urn:kill",
                                "ce_subject", id,
                                "ce_type", "dev.signalbox.ticket.requested.v1",
                                "content-type", "application/json")
                        .forEach((name, value) -> request.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
                allowed.acquire();
                producer.send(request).get(120, TimeUnit.SECONDS);
            }
        } catch (Exception failed) {
            throw new IllegalStateException("Not acknowledged", failed);
        }
    }

    private static List<JsonNode> tickets(Api api) {
        return api.get("lead", "/api/tickets?size=200")
                .body()
                .path("items")
                .valueStream()
                .toList();
    }

    private static Map<String, Integer> references(Api api) {
        Map<String, Integer> references = new HashMap<>();
        tickets(api)
                .forEach(ticket ->
                        references.merge(ticket.path("externalReference").asString(), 1, Integer::sum));
        return references;
    }

    /** How far each ticket's sequence goes; it starts at 1, has no gap, and repeats nothing but a crash's last records. */
    private static Map<String, Integer> published(String broker) {
        Map<String, TreeSet<Integer>> sequences = new TreeMap<>();
        Map<String, byte[]> byId = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> one : TopicContent.of(broker, "signalbox.ticket-events.v1")) {
            JsonNode event = JSON.readTree(one.value());
            byte[] before = byId.putIfAbsent(event.path("id").stringValue(), one.value());
            if (before == null) {
                TreeSet<Integer> told =
                        sequences.computeIfAbsent(event.path("subject").stringValue(), number -> new TreeSet<>());
                int sequence = Integer.parseInt(event.path("sequence").stringValue());
                assertThat(sequence).isEqualTo(told.isEmpty() ? 1 : told.last() + 1);
                told.add(sequence);
            } else {
                assertThat(one.value()).isEqualTo(before);
            }
        }
        Map<String, Integer> ends = new TreeMap<>();
        sequences.forEach((number, told) -> {
            assertThat(told)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, told.size()).boxed().toList());
            ends.put(number, told.size());
        });
        return ends;
    }
}
