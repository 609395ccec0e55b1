package dev.signalbox.faults;

import dev.signalbox.kit.Broker;
import dev.signalbox.kit.Child;
import dev.signalbox.kit.Http.Answer;
import dev.signalbox.kit.Node;
import dev.signalbox.kit.Postgres;
import dev.signalbox.kit.Proxy;
import dev.signalbox.kit.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The broker ends, stands still or is full, and the network between the parts is bad. */
final class BrokerFaults {

    private static final Duration DRAINS_WITHIN = Duration.ofSeconds(150);

    private BrokerFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "6",
                        "The Kafka broker is restarted, killed with -9, and paused for 60 s",
                        "C1 to C5 hold; the outbox drains; events by HTTP are taken (202) while it is away",
                        BrokerFaults::away),
                new Fault(
                        "12",
                        "The network to PostgreSQL, then to Kafka: 500 ms late, 5 % of the packets a second late, silent for"
                                + " 20 s, cut for 20 s",
                        "Nothing hangs longer than its time-out; C1 to C5 hold",
                        BrokerFaults::network),
                new Fault(
                        "16",
                        "The file systems are full for 20 s: of Kafka's log, then of the H2 file beside the broker inside",
                        "No silent loss; after space is freed (and a restart of what ended) all resumes",
                        BrokerFaults::full));
    }

    private static List<String> away(Stage stage) {
        List<String> findings = new ArrayList<>();
        Node node = stage.node().start();
        Broker broker = stage.broker();
        Driver driver = stage.load(Duration.ofSeconds(150));
        stage.awaitSent(0.15);
        broker.stop();
        taken(stage, driver, node, findings, "stopped");
        broker.startAgain();
        drained(stage);
        broker.kill();
        taken(stage, driver, node, findings, "killed");
        broker.startAgain();
        drained(stage);
        broker.signal("STOP");
        taken(stage, driver, node, findings, "paused");
        stage.pause(60);
        broker.signal("CONT");
        drained(stage);
        findings.addAll(stage.checked());
        return findings;
    }

    private static void drained(Stage stage) {
        stage.seconds(
                "outbox empty after the broker",
                DRAINS_WITHIN,
                () -> stage.postgres().number("select count(*) from outbox") == 0);
        stage.pause(8);
    }

    private static void taken(Stage stage, Driver driver, Node node, List<String> findings, String how) {
        Answer answer = driver.post(node, "F" + stage.seed() + "-while-" + how, "The broker is " + how);
        if (answer.status() != 202 || !answer.text().contains("ACCEPTED")) {
            findings.add("With the broker " + how + ", HTTP gave " + answer.status() + " " + answer.text());
        }
    }

    private static List<String> network(Stage stage) {
        Proxy toPostgres = stage.proxy();
        Proxy toKafka = stage.proxy();
        stage.broker(Broker.behind(toKafka, stage.directory("kafka")));
        toPostgres.to(stage.postgres().port());
        Node node = stage.node()
                .database(Postgres.url(toPostgres.port())
                        + "?tcpKeepAlive=true&socketTimeout=15&connectTimeout=5&cancelSignalTimeout=5")
                .kafka("127.0.0.1:" + toKafka.port())
                .start();
        stage.load(Duration.ofSeconds(240));
        stage.awaitSent(0.1);
        for (Proxy proxy : List.of(toPostgres, toKafka)) {
            String which = proxy == toPostgres ? "PostgreSQL" : "Kafka";
            for (Proxy.Mode mode : List.of(Proxy.Mode.SLOW, Proxy.Mode.LOSSY, Proxy.Mode.SILENT, Proxy.Mode.CUT)) {
                proxy.mode(mode);
                stage.pause(20);
                proxy.mode(Proxy.Mode.PASS);
                stage.seconds("UP after " + mode + " to " + which, DRAINS_WITHIN, node::isUp);
            }
        }
        return stage.checked();
    }

    private static List<String> full(Stage stage) throws Exception {
        List<String> findings = new ArrayList<>();
        Path place = mounted(stage, "400m");
        stage.broker(Broker.start(
                stage.directory("kafka"),
                Map.of("log.dirs", place.resolve("log").toString(), "log.segment.bytes", "8388608")));
        Node node = stage.node().start();
        Driver driver = stage.load(Duration.ofSeconds(120));
        stage.awaitSent(0.3);
        Path ballast = place.resolve("ballast");
        DatabaseFaults.fill(ballast);
        stage.pause(5);
        taken(stage, driver, node, findings, "full");
        stage.pause(15);
        Files.delete(ballast);
        Broker broker = stage.broker();
        if (!Wait.met(Duration.ofSeconds(20), () -> !broker.isAlive())) {
            stage.remark("Kafka", "went on");
            broker.stop();
        } else {
            stage.remark("Kafka", "ended for want of space");
        }
        broker.startAgain();
        drained(stage);
        findings.addAll(stage.checked());
        findings.addAll(fullFile(stage));
        return findings;
    }

    /** The H2 file, with a stage of its own. */
    private static List<String> fullFile(Stage around) throws IOException {
        Stage stage = around.closing(new Stage(around.seed(), 20));
        Path place = mounted(stage, "600m");
        Node node = stage.embedded().with("signalbox.data-dir", place).start();
        stage.load(Duration.ofSeconds(60));
        stage.awaitSent(0.3);
        Path ballast = place.resolve("ballast");
        DatabaseFaults.fill(ballast);
        stage.pause(20);
        around.remark("H2 while full", node.isAlive() ? node.isUp() ? "UP" : "DOWN" : "ended");
        Files.delete(ballast);
        boolean byItself = Wait.met(Duration.ofSeconds(60), node::isUp);
        around.remark("H2 after space", byItself ? "UP by itself" : "needs a restart");
        node.kill();
        node.start();
        List<String> findings = new ArrayList<>();
        stage.checked().forEach(finding -> findings.add("H2: " + finding));
        return findings;
    }

    private static Path mounted(Stage stage, String size) {
        Path place = Postgres.place();
        try {
            Child.run(Duration.ofSeconds(10), "mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", place.toString());
        } catch (RuntimeException refused) {
            throw new MeansMissing("the right to mount a tmpfs");
        }
        stage.closing(() -> Child.run(Duration.ofSeconds(30), "umount", "-l", place.toString()));
        return place;
    }
}
