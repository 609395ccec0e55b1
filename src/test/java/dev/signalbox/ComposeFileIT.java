package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.support.KafkaProcess;
import dev.signalbox.support.PostgresServer;
import dev.signalbox.support.PostgresServer.Database;
import dev.signalbox.support.SignalboxProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Proves docker-compose.yml without Docker: its environment values, with real services at the places it names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComposeFileIT {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::[-?]([^}]*))?}");
    private static final Map<String, String> SHELL = Map.of("POSTGRES_PASSWORD", "a-password-of-my-own");

    /** What only makes sense inside a container: where it listens and where it keeps its files. */
    private static final List<String> OF_THE_CONTAINER =
            List.of("KAFKA_LISTENERS", "KAFKA_ADVERTISED_LISTENERS", "KAFKA_LOG_DIRS");

    private Map<String, Map<String, Object>> services = Map.of();

    @BeforeAll
    void read() throws IOException {
        try (InputStream file = Files.newInputStream(Path.of("docker-compose.yml"))) {
            Map<String, Map<String, Map<String, Object>>> compose = new Yaml().load(file);
            services = compose.get("services");
        }
    }

    @Test
    void theApplicationWorksWithTheServicesOfTheFile(@TempDir Path directory) throws Exception {
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
            Map<String, String> environment = environment("app");
            environment.replaceAll((name, value) -> moved(value, places));

            try (SignalboxProcess product = SignalboxProcess.in(directory)
                    .without("signalbox.demo")
                    .without("signalbox.broker.port")
                    .environment(environment)
                    .start()) {
                assertThat(product.get("/actuator/health").body()).contains("\"status\":\"UP\"");
                assertThat(migrations(database)).isPositive();
                assertThat(directory.resolve("data")).doesNotExist();
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
            }
        }
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
        assertThat(raw("app").get("SPRING_DATASOURCE_PASSWORD"))
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
