package dev.signalbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.support.Api;
import dev.signalbox.support.KafkaProcess;
import dev.signalbox.support.PostgresServer;
import dev.signalbox.support.PostgresServer.Database;
import dev.signalbox.support.SignalboxProcess;
import dev.signalbox.support.TopicContent;
import dev.signalbox.support.Walk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Proves docker-compose.yml without Docker: its environment values, with real services at the places it names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComposeFileIT {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::[-?]([^}]*))?}");
    private static final Map<String, String> SHELL = Map.of("POSTGRES_PASSWORD", "a-password-of-my-own");

    /** What only makes sense inside a container: where it listens and where it keeps its files. */
    private static final List<String> OF_THE_CONTAINER =
            List.of("KAFKA_LISTENERS", "KAFKA_ADVERTISED_LISTENERS", "KAFKA_LOG_DIRS");

    private static final Duration REMIND_AFTER = Duration.ofSeconds(15);
    private static final Duration AFTER_A_KILL = Duration.ofSeconds(90);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Map<String, Map<String, Object>> services = Map.of();

    @BeforeAll
    void read() throws IOException {
        try (InputStream file = Files.newInputStream(Path.of("docker-compose.yml"))) {
            Map<String, Map<String, Map<String, Object>>> compose = new Yaml().load(file);
            services = compose.get("services");
        }
    }

    @Test
    void twoNodesShareTheServicesOfTheFileAndOneGoesOnWithoutTheOther(@TempDir Path directory) throws Exception {
        Map<String, String> postgres = environment("postgres");
        Database database = PostgresServer.database(
                postgres.get("POSTGRES_DB"), postgres.get("POSTGRES_USER"), postgres.get("POSTGRES_PASSWORD"));
        try (KafkaProcess kafka = KafkaProcess.start(brokerSettings())) {
            Map<String, String> places = Map.of(
                    "postgres:5432",
                    database.host() + ":" + database.port(),
                    "kafka:19092",
                    kafka.address(),
                    "0.0.0.0",
                    "127.0.0.1");
            // both at once, on an empty database, however few threads the pool has
            List<CompletableFuture<SignalboxProcess>> starting = Stream.of("node1", "node2")
                    .map(name -> CompletableFuture.supplyAsync(
                            () -> node(directory, name, places).start(),
                            task -> Thread.ofPlatform().daemon().start(task)))
                    .toList();
            try (SignalboxProcess node1 = starting.getFirst().join();
                    SignalboxProcess node2 = starting.getLast().join()) {
                assertThat(migrations(database)).isPositive();
                assertThat(directory.resolve("node1/data")).doesNotExist();
                try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.address()))) {
                    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                                    admin.listTopics().names().get(10, TimeUnit.SECONDS))
                            .contains(
                                    "signalbox.inbound.v1",
                                    "signalbox.inbound.v1-dlt",
                                    "signalbox.ticket-events.v1",
                                    "signalbox.partner-events.v1"));
                }
                takesTenMebibytes(kafka);
                ownWorld(directory, places, node1.api());
                node2.api().withAccountsOf(node1.api());
                twoNodes(node1, node2, kafka.address());
            }
        }
    }

    private SignalboxProcess.Builder node(Path directory, String name, Map<String, String> places) {
        Map<String, String> environment = environment(name);
        environment.replaceAll((key, value) -> moved(value, places));
        // the file leaves people days; the test cannot wait for them
        environment.put("SIGNALBOX_TICKET_REMIND_AFTER", REMIND_AFTER.toString());
        try {
            return SignalboxProcess.in(Files.createDirectories(directory.resolve(name)))
                    .without("signalbox.demo")
                    .without("signalbox.broker.port")
                    .environment(environment);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void ownWorld(Path directory, Map<String, String> places, Api api) {
        String told = node(directory, "node1", places)
                .command("create-operator")
                .with("name", "operator")
                .startAndAwaitExit()
                .out();
        Matcher password = Pattern.compile("password: (\\S+)").matcher(told);
        assertThat(password.find()).as(told).isTrue();
        api.password("operator", password.group(1));
        api.post("operator", "/api/account/password", Map.of("password", "a password of my own"));
        api.password("operator", "a password of my own");
        made(api.put(
                "operator",
                "/api/partners/two-p",
                Map.of(
                        "name", "Two Nodes",
                        "type", "DIRECT_BILL",
                        "policySet", "SEED_2021",
                        "supportEmail", "help@two.example",
                        "supportPhone", "+420555123",
                        "supportUrl", "https://two.example")));
        made(api.put(
                "operator",
                "/api/customers/two-1",
                Map.of(
                        "partnerId", "two-p",
                        "name", "Shared Work",
                        "tenantId", "22222222-3333-4444-8555-666666666666",
                        "domain", "two-1.example",
                        "country", "CZ",
                        "timeZone", "Europe/Prague")));
        for (String role : List.of("agent", "lead", "producer")) {
            api.agent(role, Map.of("displayName", role, "role", role.toUpperCase(Locale.ROOT), "partnerId", "two-p"));
        }
    }

    private static void made(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    /** Tickets begun on one node and gone on with on the other, across a kill of the one that carries the outbox. */
    private static void twoNodes(SignalboxProcess node1, SignalboxProcess node2, String kafka) throws Exception {
        List<Walk> walks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Walk begun = Walk.request(node1.api(), Map.of("customerId", "two-1"));
            Walk other = Walk.of(node2.api(), begun.number()).healthy();
            other.complete("diagnose", Map.of("outcome", "ASK_CUSTOMER", "question", "Since when?"));
            walks.add(other.is("AWAITING_CUSTOMER"));
        }
        boolean first = carries(node1);
        assertThat(first).isNotEqualTo(carries(node2));
        long killed = System.nanoTime();
        (first ? node1 : node2).kill();
        SignalboxProcess left = first ? node2 : node1;

        List<Walk> mine =
                walks.stream().map(walk -> Walk.of(left.api(), walk.number())).toList();
        mine.getFirst().replies("Since Monday.").is("DIAGNOSING");
        await().atMost(AFTER_A_KILL).until(() -> carries(left));
        await().atMost(AFTER_A_KILL)
                .until(() -> published(kafka).getOrDefault(mine.getFirst().number(), 0)
                        == mine.getFirst().timeline().size());
        System.out.println("The outbox moved "
                + Duration.ofNanos(System.nanoTime() - killed).toMillis() + " ms after the kill");
        request(kafka, 12);
        await().atMost(AFTER_A_KILL)
                .until(() -> left.api()
                                .get("lead", "/api/tickets?q=by-kafka&size=1")
                                .body()
                                .path("total")
                                .asInt()
                        == 12);
        System.out.println("The partitions moved "
                + Duration.ofNanos(System.nanoTime() - killed).toMillis() + " ms after the kill");
        for (Walk walk : mine.subList(1, 4)) {
            await().atMost(AFTER_A_KILL).until(() -> walk.told().contains("ticket.reminded"));
            left.api().post("lead", "/api/tickets/" + walk.number() + "/withdraw", Map.of());
            assertThat(walk.is("WITHDRAWN").told()).containsOnlyOnce("ticket.reminded");
        }
        Map<String, Integer> timelines = new TreeMap<>();
        left.api().get("lead", "/api/tickets?size=200").body().path("items").forEach(ticket -> {
            String number = ticket.path("number").asString();
            timelines.put(number, Walk.of(left.api(), number).timeline().size());
        });
        assertThat(timelines).hasSize(16);
        await().atMost(AFTER_A_KILL)
                .untilAsserted(() -> assertThat(published(kafka)).isEqualTo(timelines));
    }

    private static boolean carries(SignalboxProcess node) {
        return node.api()
                .get("operator", "/actuator/prometheus")
                .text()
                .lines()
                .anyMatch(line -> line.startsWith("signalbox_messaging_relay_leading") && line.endsWith(" 1.0"));
    }

    private static void request(String kafka, int many) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < many; i++) {
                String subject = "TWO-" + i;
                var event = new ProducerRecord<byte[], byte[]>(
                        "signalbox.inbound.v1", subject.getBytes(UTF_8), """
                        {"customerId":"two-1","title":"by-kafka","description":"Nobody sees them.",\
                        "reportedCategory":"SERVICE_ERROR","productFamily":"M365","businessImpact":"MODERATE"}
                        """.getBytes(UTF_8));
                Map.of(
                                "ce_specversion", "1.0",
                                "ce_id", subject,
                                "ce_source", "urn:two",
                                "ce_subject", subject,
                                "ce_type", "dev.signalbox.ticket.requested.v1",
                                "content-type", "application/json")
                        .forEach((name, value) -> event.headers().add(name, value.getBytes(UTF_8)));
                producer.send(event).get(30, TimeUnit.SECONDS);
            }
        }
    }

    /** How far each ticket's sequence goes on the topic; it has no gap, and whatever repeats comes after the first time. */
    private static Map<String, Integer> published(String kafka) {
        Map<String, Integer> last = new TreeMap<>();
        TopicContent.of(kafka, "signalbox.ticket-events.v1").forEach(one -> {
            JsonNode event = JSON.readTree(one.value());
            int sequence = Integer.parseInt(event.path("sequence").asString());
            int before = last.getOrDefault(event.path("subject").asString(), 0);
            assertThat(sequence).isLessThanOrEqualTo(before + 1);
            last.put(event.path("subject").asString(), Math.max(before, sequence));
        });
        return last;
    }

    @Test
    void nothingIsPublishedBeyondThisMachine() {
        services.values().forEach(service -> {
            if (service.get("ports") instanceof List<?> ports) {
                assertThat(ports).allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:"));
            }
        });
    }

    @Test
    void thereIsNoPasswordToFallBackTo() {
        assertThat(raw("postgres").get("POSTGRES_PASSWORD").toString()).startsWith("${POSTGRES_PASSWORD:?");
        assertThat(raw("node1").get("SPRING_DATASOURCE_PASSWORD"))
                .isEqualTo(raw("postgres").get("POSTGRES_PASSWORD"));
    }

    /** As the image of Kafka does it: KAFKA_MESSAGE_MAX_BYTES is message.max.bytes. */
    private Map<String, String> brokerSettings() {
        Map<String, String> settings = new TreeMap<>();
        environment("kafka").forEach((name, value) -> {
            if (name.startsWith("KAFKA_") && !OF_THE_CONTAINER.contains(name)) {
                settings.put(
                        name.substring("KAFKA_".length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        return settings;
    }

    private Map<String, String> environment(String service) {
        Map<String, String> environment = new TreeMap<>();
        raw(service).forEach((name, value) -> environment.put(name, interpolated(value.toString())));
        return environment;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> raw(String service) {
        return (Map<String, Object>) services.get(service).get("environment");
    }

    private static String interpolated(String value) {
        return VARIABLE.matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(SHELL.getOrDefault(found.group(1), found.group(2))));
    }

    private static String moved(String value, Map<String, String> places) {
        String moved = value;
        for (Map.Entry<String, String> place : places.entrySet()) {
            moved = moved.replace(place.getKey(), place.getValue());
        }
        return moved;
    }

    private static int migrations(Database database) throws SQLException {
        try (Connection connection = database.connect();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select count(*) from flyway_schema_history where success")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void takesTenMebibytes(KafkaProcess kafka) throws Exception {
        int size = 10 * 1024 * 1024;
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.address(), "max.request.size", size, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] value = new byte[size - 1024];
            assertThat(producer.send(new ProducerRecord<byte[], byte[]>("signalbox.partner-events.v1", value))
                            .get(30, TimeUnit.SECONDS)
                            .hasOffset())
                    .isTrue();
        }
    }
}
