package dev.signalbox.messaging;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * One Kafka broker and controller inside the process, on loopback only. It starts in the background while the rest of
 * the application is wired, and goes last: as a bean that its clients depend on it is destroyed after them.
 */
class EmbeddedBroker implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final String HOST = "127.0.0.1";
    private static final int PORTS_TO_TRY = 50;
    private static final long STARTED_WITHIN_SECONDS = 120;

    /** Always the same ("signalbox-broker" in base 64), so that a directory half formatted at a crash stays usable. */
    private static final String CLUSTER_ID = "c2lnbmFsYm94LWJyb2tlcg";

    private static final String LARGEST_MESSAGE = String.valueOf(10 * 1024 * 1024);

    private final Path directory;
    private final int port;
    private final FutureTask<KafkaRaftServer> starting;
    private volatile @Nullable String fault;

    EmbeddedBroker(BrokerProperties properties) {
        this.directory = properties.directory().toAbsolutePath().normalize();
        this.port = properties.port() == 0 ? freePort(0) : properties.port();
        this.starting = new FutureTask<>(this::run);
        Thread.ofPlatform().name("broker-start").daemon().start(starting);
    }

    String address() {
        return HOST + ":" + port;
    }

    /** Why the broker gave up after it had started; null while it runs. */
    @Nullable
    String fault() {
        return fault;
    }

    void awaitStarted() {
        try {
            starting.get(STARTED_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw failed(failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException slow) {
            throw failed(slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(interrupted);
        }
    }

    private BrokerFailed failed(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root.getMessage() == null ? root.toString() : root.getMessage();
        return new BrokerFailed(
                "The broker inside the process did not start on %s with its data in %s: %s"
                        .formatted(address(), directory, reason),
                cause);
    }

    private KafkaRaftServer run() throws Exception {
        // A fatal fault of the broker would end the whole process without a word
        Exit.setExitProcedure(this::gaveUp);
        Exit.setHaltProcedure(this::gaveUp);
        requireFree();
        Files.createDirectories(directory);
        format();
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings(freePort(port + 1)), false), Time.SYSTEM);
        try {
            server.startup();
        } catch (Throwable failed) {
            server.shutdown();
            throw failed;
        }
        LOG.info("Broker inside the process listens on {}, data in {}", address(), directory);
        return server;
    }

    private void gaveUp(int status, @Nullable String message) {
        fault = message == null ? "status " + status : message;
        LOG.error(
                "The broker inside the process gave up ({}). Tickets are still taken, events wait in the outbox until a"
                        + " restart.",
                fault);
        throw new IllegalStateException("The broker inside the process gave up: " + fault);
    }

    private void requireFree() throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
        }
    }

    private static int freePort(int from) {
        for (int candidate = from; candidate < from + PORTS_TO_TRY; candidate++) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getByName(HOST), candidate));
                return probe.getLocalPort();
            } catch (IOException taken) {
                LOG.debug("Port {} is taken", candidate, taken);
            }
        }
        throw new IllegalStateException("No free port in %d to %d".formatted(from, from + PORTS_TO_TRY - 1));
    }

    private void format() throws Exception {
        new Formatter()
                .setNodeId(1)
                .setClusterId(CLUSTER_ID)
                .setDirectories(List.of(directory.toString()))
                .setMetadataLogDirectory(directory.toString())
                .setControllerListenerName("CONTROLLER")
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true))
                .run();
    }

    private Map<String, String> settings(int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listeners", "BROKER://" + address() + ",CONTROLLER://" + HOST + ":" + controllerPort);
        settings.put("advertised.listeners", "BROKER://" + address());
        settings.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "BROKER");
        settings.put("log.dirs", directory.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", LARGEST_MESSAGE);
        settings.put("replica.fetch.max.bytes", LARGEST_MESSAGE);

        // One node: nothing to replicate to, and each partition of an internal topic costs time at every start
        settings.put("default.replication.factor", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");

        // After a kill the controller refuses the new broker until the session of the old one is over
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");

        // Sized for one small process, not for a machine of its own
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("log.segment.bytes", String.valueOf(64 * 1024 * 1024));
        settings.put("log.index.size.max.bytes", String.valueOf(1024 * 1024));
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 * 1024 * 1024));
        settings.put("log.cleaner.io.buffer.size", String.valueOf(512 * 1024));
        return settings;
    }

    @Override
    public void destroy() {
        if (starting.cancel(false)) {
            return;
        }
        try {
            KafkaRaftServer server = starting.get(STARTED_WITHIN_SECONDS, TimeUnit.SECONDS);
            server.shutdown();
            server.awaitShutdown();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException neverStarted) {
            LOG.debug("Nothing to shut down", neverStarted);
        }
    }
}
