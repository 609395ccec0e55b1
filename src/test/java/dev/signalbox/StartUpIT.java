package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.tools.attach.VirtualMachine;
import dev.signalbox.support.Ports;
import dev.signalbox.support.SignalboxProcess;
import dev.signalbox.support.SignalboxProcess.Ending;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody meets who starts the packaged product: it runs and keeps its data, or one line says why not. */
class StartUpIT {

    private static final String TOPIC = "signalbox.partner-events.v1";

    @TempDir
    Path directory;

    @Test
    void aTakenPortIsOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();

            Ending ending =
                    SignalboxProcess.in(directory).with("server.port", port).startAndAwaitExit();

            refusedInOneLine(ending, "port " + port + " on 127.0.0.1 cannot be used", "server.port");
        }
    }

    @Test
    void aTakenBrokerPortIsOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();

            Ending ending = SignalboxProcess.in(directory)
                    .with("signalbox.broker.port", port)
                    .startAndAwaitExit();

            refusedInOneLine(ending, "port " + port + " on 127.0.0.1 cannot be used", "signalbox.broker.port");
        }
    }

    /** Archivers leave out files of some names. */
    @Test
    void theJarHoldsEveryResource() throws IOException {
        Path resources = Path.of("src/main/resources");
        try (JarFile jar = new JarFile(System.getProperty("signalbox.jar"));
                Stream<Path> files = Files.walk(resources)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> resources.relativize(file).toString().replace('\\', '/')))
                    .hasSizeGreaterThan(100)
                    .allMatch(file -> jar.getEntry(file) != null || jar.getEntry("BOOT-INF/classes/" + file) != null);
        }
    }

    @Test
    void anUnwritableDataDirectoryIsOneLine() throws IOException {
        // Root may write everywhere, but not below a file
        Path dataDir = Files.createFile(directory.resolve("file")).resolve("data");

        Ending ending = SignalboxProcess.in(directory)
                .with("signalbox.data-dir", dataDir)
                .startAndAwaitExit();

        refusedInOneLine(ending, "the data directory " + dataDir + " cannot be written", "signalbox.data-dir");
    }

    @Test
    void aDatabaseInUseIsOneLine() throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Path database = Files.createFile(data.resolve("signalbox.mv.db"));
        try (FileChannel other = FileChannel.open(database, StandardOpenOption.WRITE);
                var lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();

            Ending ending = SignalboxProcess.in(directory).startAndAwaitExit();

            refusedInOneLine(ending, "the database file", "is in use by another process");
        }
    }

    @Test
    void theDemoWorldIsRefusedInProduction() {
        Ending ending = SignalboxProcess.in(directory)
                .with("signalbox.demo", true)
                .with("spring.profiles.active", "production")
                .startAndAwaitExit();

        refusedInOneLine(ending, "not for the profile production", "signalbox.demo=false");
    }

    @Test
    void anOlderJavaIsToldWhatIsNeeded() {
        Path older = Path.of("/usr/lib/jvm/java-17-openjdk-amd64");
        assumeThat(older).exists();

        Ending ending = SignalboxProcess.in(directory).java(older).startAndAwaitExit();

        refusedInOneLine(ending, "needs Java 21 or newer", "found Java 17");
    }

    @Test
    void recordsAndTablesSurviveAKillAndARestart() throws Exception {
        int broker = Ports.free();
        var product = SignalboxProcess.in(directory)
                .with("signalbox.broker.port", broker)
                .with("server.port", Ports.free());

        try (SignalboxProcess first = product.start()) {
            send(first, "before the kill");
            // The engine has parsed its models by now: with schemas of our own jars only, also nested in the packaged
            // one
            assertThat(systemProperty(first, "javax.xml.accessExternalSchema")).isEqualTo("nested,file");
            first.kill();
        }
        try (SignalboxProcess second = product.start()) {
            assertThat(records(second)).contains("before the kill");
            // Closed by SIGTERM, in order
            assertThat(second.stop()).isEqualTo(143);
            assertThat(migrations()).isPositive();
        }
        aDatabaseThatDoesNotFitIsOneLine();
    }

    /** On the database of the test above, since making another one takes as long as a start. */
    private void aDatabaseThatDoesNotFitIsOneLine() throws SQLException {
        refusedInOneLine(
                SignalboxProcess.in(directory)
                        .with("spring.datasource.url", url() + ";ACCESS_MODE_DATA=r")
                        .startAndAwaitExit(),
                "the database takes no writes",
                "spring.datasource.url");

        change("update ACT_GE_PROPERTY set VALUE_ = '7.20.0' where NAME_ = 'schema.version'");
        refusedInOneLine(
                SignalboxProcess.in(directory).startAndAwaitExit(), "the engine's tables are of version 7.20.0");

        change("update \"flyway_schema_history\" set \"checksum\" = 1 where \"version\" = '3'");
        refusedInOneLine(
                SignalboxProcess.in(directory).startAndAwaitExit(),
                "the database's schema is not the one of this version",
                "version 3");
    }

    private void change(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "signalbox", "signalbox")) {
            connection.createStatement().executeUpdate(statement);
        }
    }

    private String url() {
        return "jdbc:h2:file:" + directory.resolve("data/signalbox").toAbsolutePath();
    }

    private static void refusedInOneLine(Ending ending, String... parts) {
        assertThat(ending.exitCode()).isEqualTo(1);
        // what newer JVMs say about libraries beside it is not ours
        String said = ending.err()
                .lines()
                .filter(line -> !line.startsWith("WARNING: "))
                .collect(Collectors.joining("\n"))
                .strip();
        assertThat(said).hasLineCount(1).contains(parts);
        assertThat(ending.out()).doesNotContain("Exception", "\tat ");
    }

    private static void send(SignalboxProcess product, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", product.brokerAddress(), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, 0, "key", value)).get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> records(SignalboxProcess product) {
        List<String> values = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", product.brokerAddress());
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), Duration.ofSeconds(30))
                    .getOrDefault(partition, 0L);
            while (consumer.position(partition, Duration.ofSeconds(30)) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(received -> values.add(received.value()));
            }
        }
        return values;
    }

    private int migrations() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "signalbox", "signalbox");
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select count(*) from \"flyway_schema_history\" where \"success\"")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static String systemProperty(SignalboxProcess product, String name) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(product.pid()));
        try {
            return machine.getSystemProperties().getProperty(name);
        } finally {
            machine.detach();
        }
    }
}
