package dev.signalbox.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** A Kafka broker in a JVM of its own, from the test class path, on free loopback ports. */
public final class KafkaProcess implements AutoCloseable {

    /** After a kill the broker's old session has to run out first. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);

    private final Path directory;
    private final int port = Ports.free();
    private final Map<String, String> settings = new TreeMap<>();
    private Child child;

    private KafkaProcess(Map<String, String> given) {
        try {
            directory = Files.createTempDirectory("kafka-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        int controller = Ports.free();
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.putAll(given);
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "CLIENTS");
        settings.put("listeners", "CLIENTS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controller));
        settings.put("advertised.listeners", "CLIENTS://" + address());
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", directory.resolve("log").toString());
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 * 1024 * 1024));
        format();
        child = launch();
        awaitAnswer();
    }

    public static KafkaProcess start() {
        return start(Map.of());
    }

    /** With broker settings of one's own; listeners and directories stay those of the test. */
    public static KafkaProcess start(Map<String, String> settings) {
        return new KafkaProcess(settings);
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public long pid() {
        return child.pid();
    }

    public void kill() {
        child.kill();
    }

    public void stop() {
        child.stop();
    }

    /** Starts it again on the same ports with the data it had. */
    public void startAgain() {
        child = launch();
        awaitAnswer();
    }

    @Override
    public void close() {
        child.kill();
    }

    private void format() {
        try {
            new Formatter()
                    .setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(directory.resolve("log").toString()))
                    .setMetadataLogDirectory(directory.resolve("log").toString())
                    .setControllerListenerName("CONTROLLER")
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true))
                    .run();
        } catch (Exception failed) {
            throw new IllegalStateException("Kafka directory not formatted", failed);
        }
    }

    private Child launch() {
        try {
            Path config = directory.resolve("server.properties");
            Properties properties = new Properties();
            properties.putAll(settings);
            try (var writer = Files.newBufferedWriter(config)) {
                properties.store(writer, null);
            }
            Path logging = Files.writeString(directory.resolve("logback.xml"), """
                    <configuration>
                      <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                        <encoder><pattern>%d %-5level %logger{30} %msg%n</pattern></encoder>
                      </appender>
                      <root level="WARN"><appender-ref ref="out"/></root>
                    </configuration>
                    """);
            Path arguments = Files.writeString(
                    directory.resolve("arguments"), "-cp \"%s\"".formatted(System.getProperty("java.class.path")));
            return Child.start(
                    List.of(
                            Child.java(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Dlogback.configurationFile=" + logging,
                            "@" + arguments,
                            "kafka.Kafka",
                            config.toString()),
                    Map.of(),
                    directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void awaitAnswer() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            await().atMost(ANSWERS_WITHIN)
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptions()
                    .failFast(() -> {
                        if (!child.isAlive()) {
                            throw new AssertionError("Kafka ended: " + child.out() + child.err());
                        }
                    })
                    .until(() -> !admin.describeCluster()
                            .nodes()
                            .get(5, TimeUnit.SECONDS)
                            .isEmpty());
        }
    }
}
