package dev.signalbox.faults;

import dev.signalbox.kit.Broker;
import dev.signalbox.kit.Node;
import dev.signalbox.kit.Ports;
import dev.signalbox.kit.Postgres;
import dev.signalbox.kit.Proxy;
import dev.signalbox.kit.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A database, a broker and nodes of the product for one fault, a load over them, and the check at the end. */
class Stage implements AutoCloseable {

    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(Long.getLong("settle", 240));

    /** How far a fault sets a node's clock wrong, and some more. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(3);

    private final Instant begun = Instant.now();
    private final long seed;
    private final Random dice;
    private final int tickets;
    private final double scale;
    private final Path directory;
    private final List<Node> nodes = new ArrayList<>();
    private final List<AutoCloseable> others = new ArrayList<>();
    private final Map<String, String> remarks = new LinkedHashMap<>();
    private @Nullable Postgres postgres;
    private @Nullable Broker broker;
    private @Nullable Plan plan;
    private @Nullable History history;
    private @Nullable Driver driver;
    private Map<String, Integer> counts = Map.of();
    private String kafkaOfClients = "";

    Stage(long seed, int tickets) {
        this(seed, tickets, 1);
    }

    /** One for a part of the usual: {@code scale} of the kills, rounds and minutes. */
    Stage(long seed, int tickets, double scale) {
        this.seed = seed;
        this.scale = scale;
        this.dice = new Random(seed);
        this.tickets = tickets;
        try {
            this.directory = Files.createTempDirectory("signalbox-fault-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    // What there is

    long seed() {
        return seed;
    }

    /** One of the stage's own events, beside the plan's. */
    String id(String name) {
        return "F" + seed + "-" + name;
    }

    Random dice() {
        return dice;
    }

    Path directory(String name) {
        try {
            return Files.createDirectories(directory.resolve(name));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Postgres postgres() {
        return postgres(Map.of(), Postgres.place());
    }

    Postgres postgres(Map<String, String> settings, Path place) {
        if (postgres == null) {
            postgres = closing(Postgres.fresh(place, settings));
        }
        return postgres;
    }

    /** From now on the stage's database is another server. */
    void instead(Postgres other) {
        postgres = closing(other);
    }

    Broker broker() {
        if (broker == null) {
            broker(Broker.start(directory("kafka")));
        }
        return Objects.requireNonNull(broker);
    }

    void broker(Broker started) {
        broker = closing(started);
        kafkaOfClients = started.direct();
    }

    /** Where the driver and the checker reach Kafka. */
    void kafkaOfClients(String address) {
        kafkaOfClients = address;
    }

    String kafkaOfClients() {
        return kafkaOfClients;
    }

    <T extends AutoCloseable> T closing(T thing) {
        others.add(thing);
        return thing;
    }

    /** A node on the stage's PostgreSQL and Kafka, not started yet. */
    Node node() {
        Node node = new Node(directory("node-" + (nodes.size() + 1)))
                .database(postgres().url() + "?tcpKeepAlive=true&socketTimeout=60&connectTimeout=10")
                .kafka(broker().address());
        nodes.add(node);
        return node;
    }

    /** A node with the broker and the H2 file inside the process. */
    Node embedded() {
        int port = Ports.free();
        Node node = new Node(directory("node-" + (nodes.size() + 1))).with("signalbox.broker.port", port);
        kafkaOfClients = "127.0.0.1:" + port;
        nodes.add(node);
        return node;
    }

    List<Node> nodes() {
        return nodes;
    }

    Proxy proxy() {
        return closing(new Proxy(seed));
    }

    /** How often something is done that is usually done so many times. */
    int times(int usual) {
        return (int) Math.max(1, Math.round(usual * scale));
    }

    // What happens

    Driver load(Duration over) {
        return load(tickets, 0, over);
    }

    /** Begins a load that takes about {@code over}. */
    Driver load(int tickets, int poison, Duration over) {
        plan = Plan.of(seed, tickets, poison);
        history = new History(directory.resolve("history.tsv"));
        long millis = Math.round(over.toMillis() * scale);
        Duration pause =
                Duration.ofMillis(millis).dividedBy(Math.max(1, plan.shots().size() / 2));
        driver = new Driver(plan, history, nodes, kafkaOfClients);
        return driver.start(pause);
    }

    Driver driver() {
        return Objects.requireNonNull(driver);
    }

    boolean allSent() {
        return driver().sent() >= driver().planned();
    }

    int tickets() {
        return tickets;
    }

    Plan plan() {
        return Objects.requireNonNull(plan);
    }

    void awaitSent(double share) {
        Driver running = driver();
        Wait.until("the load is at " + share, Duration.ofMinutes(8), () -> running.sent() >= share * running.planned());
    }

    void pause(long seconds) {
        Wait.pause(Duration.ofSeconds(seconds));
    }

    /** Measures how long until the condition holds, and refuses to wait for ever. */
    long seconds(String what, Duration within, Callable<Boolean> condition) {
        long begin = System.nanoTime();
        Wait.until(what, within, condition);
        long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
        remarks.merge(what, seconds + " s", (before, now) -> before + ", " + now);
        return seconds;
    }

    void remark(String what, Object value) {
        remarks.merge(what, String.valueOf(value), (before, now) -> before + ", " + now);
    }

    /** Waits for the load's end and for quiet, and gives what the checker finds then. */
    List<String> checked() {
        Driver running = driver();
        running.await(Duration.ofMinutes(15));
        Node up = nodes.stream().filter(Node::isAlive).findFirst().orElseThrow();
        Checker checker = new Checker(up.http(), kafkaOfClients, postgres, begun.minus(CLOCKS_DIFFER));
        List<String> findings = new ArrayList<>();
        Wait.met(SETTLES_WITHIN, () -> {
            var verdict = checker.check(plan(), running.followUps());
            counts = verdict.counts();
            findings.clear();
            findings.addAll(verdict.findings());
            return findings.isEmpty();
        });
        if (postgres != null) {
            findings.addAll(Checker.structure(postgres));
        }
        return findings;
    }

    List<String> withLoad(Duration over, Fault.Play fault) throws Exception {
        load(over);
        List<String> findings = new ArrayList<>(fault.on(this));
        findings.addAll(checked());
        return findings;
    }

    String told() {
        Map<String, Object> all = new LinkedHashMap<>(counts);
        if (history != null) {
            all.put("calls", history.count(History.Outcome.INVOKE));
            all.put("unanswered", history.count(History.Outcome.UNKNOWN));
        }
        return all.toString().replaceAll("[{}]", "");
    }

    String remarks() {
        return remarks.toString().replaceAll("[{}]", "");
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(others);
        all.addAll(nodes);
        if (driver != null) {
            all.add(driver);
        }
        if (history != null) {
            all.add(history);
        }
        Collections.reverse(all);
        for (AutoCloseable one : all) {
            try {
                one.close();
            } catch (Exception gone) {
                // the next one still has to end
            }
        }
    }
}
