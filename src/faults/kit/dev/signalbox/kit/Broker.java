package dev.signalbox.kit;

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

/**
 * A Kafka broker in a JVM of its own. The product may reach it through a proxy, which is then the address it tells its
 * clients; {@link #direct} goes past it.
 */
public final class Broker implements AutoCloseable {

    /** After a kill the broker's old session has to run out first. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(120);

    private final Path directory;
    private final int port = Ports.free();
    private final int direct = Ports.free();
    private final Map<String, String> settings = new TreeMap<>();
    private Child child;

    private Broker(Path directory, Map<String, String> given, int toldPort) {
        this.directory = directory;
        int controller = Ports.free();
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", "10485760");
        settings.put("replica.fetch.max.bytes", "10485760");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 * 1024 * 1024));
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "DIRECT");
        settings.put(
                "listeners",
                "CLIENTS://127.0.0.1:%d,DIRECT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(port, direct, controller));
        settings.put(
                "advertised.listeners",
                "CLIENTS://127.0.0.1:%d,DIRECT://127.0.0.1:%d".formatted(toldPort == 0 ? port : toldPort, direct));
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,DIRECT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", directory.resolve("log").toString());
        settings.putAll(given);
        format();
        child = launch();
        awaitAnswer();
    }

    public static Broker start(Path directory) {
        return new Broker(directory, Map.of(), 0);
    }

    /** With broker settings of one's own. */
    public static Broker start(Path directory, Map<String, String> settings) {
        return new Broker(directory, settings, 0);
    }

    /** One whose clients are sent to {@code proxy}, which {@link Proxy#to} must point at {@link #port}. */
    public static Broker behind(Proxy proxy, Path directory) {
        Broker broker = new Broker(directory, Map.of(), proxy.port());
        proxy.to(broker.port);
        return broker;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public String direct() {
        return "127.0.0.1:" + direct;
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

    public void signal(String signal) {
        child.signal(signal);
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    /** On the same ports with the data it had. */
    public void startAgain() {
        child = launch();
        awaitAnswer();
    }

    public String said() {
        return child.said();
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
                    .setDirectories(List.of(settings.get("log.dirs")))
                    .setMetadataLogDirectory(
                            settings.getOrDefault("metadata.log.dir", String.valueOf(settings.get("log.dirs"))))
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
            Path arguments =
                    Files.writeString(directory.resolve("arguments"), "-cp \"%s\"".formatted(Node.classPath(null)));
            return Child.start(
                    List.of(
                            Child.java(),
                            "-Xmx320m",
                            "-XX:+UseSerialGC",
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
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", direct(), "request.timeout.ms", 5_000))) {
            boolean answers = Wait.met(
                    ANSWERS_WITHIN,
                    () -> !child.isAlive()
                            || !admin.describeCluster()
                                    .nodes()
                                    .get(5, TimeUnit.SECONDS)
                                    .isEmpty());
            if (!answers || !child.isAlive()) {
                throw new IllegalStateException("Kafka does not answer: " + child.said());
            }
        }
    }
}
