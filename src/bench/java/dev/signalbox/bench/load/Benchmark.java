package dev.signalbox.bench.load;

import dev.signalbox.bench.tutorial.Tutorial;
import dev.signalbox.kit.Broker;
import dev.signalbox.kit.ClosedTickets;
import dev.signalbox.kit.Cpu;
import dev.signalbox.kit.Node;
import dev.signalbox.kit.Postgres;
import dev.signalbox.kit.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * The same lifecycle through the product and through the tutorial baseline, one after the other on the same machine, on
 * PostgreSQL and on H2: CPU by the operating system, statements, commits and WAL by the database.
 */
public final class Benchmark {

    private static final int WARM_UP = Integer.getInteger("warmup", 200);
    private static final int TICKETS = Integer.getInteger("tickets", 300);
    private static final int PACED = Integer.getInteger("paced", 100);
    private static final int AT_ONCE = Integer.getInteger("atonce", 40);
    private static final String HEAP = System.getProperty("heap", "-Xmx768m");

    private final Path directory = Files.createTempDirectory("signalbox-bench-");
    private final List<Map<String, String>> rows = new ArrayList<>();
    private final Path csv = Path.of(System.getProperty("csv", "target/benchmark.csv"));

    private final Instant began = Instant.now();
    private final String loadBefore = Cpu.load();

    private Benchmark() throws IOException {}

    public static void main(String[] args) throws Exception {
        Quiet.please();
        Benchmark benchmark = new Benchmark();
        for (String one : System.getProperty("contenders", "product:postgres,tutorial:postgres,product:h2,tutorial:h2")
                .split(",")) {
            benchmark.measure(one.strip());
        }
        String table = benchmark.table();
        System.out.println(table);
        String page = System.getProperty("page", "");
        if (!page.isBlank()) {
            Page.write(Path.of(page), benchmark.began, benchmark.loadBefore, table);
        }
        System.exit(0);
    }

    /** {@code product:postgres}, {@code product:postgres+1000000} with so many closed tickets, {@code tutorial:h2} … */
    private void measure(String what) throws Exception {
        String[] parts = what.split("[:+]");
        boolean onPostgres = parts[1].equals("postgres");
        int closedBefore = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
        Path place = Files.createDirectories(directory.resolve(what.replaceAll("[^a-z0-9]", "-") + rows.size()));
        try (Broker broker = Broker.start(Files.createDirectories(place.resolve("kafka")));
                Postgres postgres = onPostgres ? server() : null;
                Node node = node(parts[0], place, broker, postgres)) {
            node.start();
            if (closedBefore > 0 && postgres != null) {
                long begin = System.nanoTime();
                ClosedTickets.write(postgres, closedBefore);
                postgres.execute("vacuum");
                postgres.execute("checkpoint");
                System.out.printf(
                        "%,d closed tickets written in %d s%n",
                        closedBefore,
                        Duration.ofNanos(System.nanoTime() - begin).toSeconds());
            }
            Contender contender = parts[0].equals("product") ? new ProductContender(node) : new TutorialContender(node);
            try (Lifecycle lifecycle = new Lifecycle(contender, broker.direct())) {
                rows.add(run(what, lifecycle, node, postgres));
            }
            write(rows.getLast());
        }
    }

    private Map<String, String> run(String what, Lifecycle lifecycle, Node node, @Nullable Postgres postgres) {
        System.out.printf("%s %s warms up%n", Instant.now(), what);
        lifecycle.run(WARM_UP, AT_ONCE);
        if (postgres != null) {
            postgres.execute("analyze");
        }
        if (postgres != null && Boolean.getBoolean("statements")) {
            postgres.execute("select pg_stat_statements_reset()");
        }
        Cost before = Cost.now(node, postgres);
        lifecycle.run(TICKETS, AT_ONCE);
        Cost cost = Cost.now(node, postgres).since(before);
        double events = (double) TICKETS * Lifecycle.EVENTS;
        double seconds = cost.nanos() / 1e9;
        Map<String, String> row = new LinkedHashMap<>();
        row.put("contender", what);
        row.put("events", String.valueOf((long) events));
        row.put("events/s", number(events / seconds));
        row.put("application CPU ms/event", number(cost.applicationMillis() / events));
        row.put("database CPU ms/event", postgres == null ? "inside" : number(cost.databaseMillis() / events));
        row.put("CPU ms/event", number((cost.applicationMillis() + cost.databaseMillis()) / events));
        row.put("statements/event", postgres == null ? "" : number(cost.statements() / events));
        row.put("commits/event", postgres == null ? "" : number(cost.commits() / events));
        row.put("WAL KB/event", postgres == null ? "" : number(cost.walBytes() / events / 1024));
        Duration between = Duration.ofNanos((long) (2 * cost.nanos() / TICKETS));
        List<Double> millis = PACED == 0 ? List.of() : lifecycle.paced(PACED, between);
        row.put("p50 ms", millis.isEmpty() ? "" : number(millis.get(millis.size() / 2)));
        row.put("p99 ms", millis.isEmpty() ? "" : number(millis.get(Math.max(0, millis.size() * 99 / 100 - 1))));
        row.put("resident MB", String.valueOf(Cpu.residentMiB(node.pid())));
        row.put("repeated calls", String.valueOf(lifecycle.refused()));
        row.put("load average", Cpu.load());
        System.out.println(Instant.now() + " " + row);
        if (postgres != null && Boolean.getBoolean("statements")) {
            postgres.query("select calls || ' ' || round(total_exec_time) || ' ms ' || left(regexp_replace(query,"
                            + " '\\s+', ' ', 'g'), 160) from pg_stat_statements order by calls desc limit 80")
                    .forEach(System.out::println);
        }
        return row;
    }

    private static Postgres server() {
        return Postgres.fresh(
                Postgres.place(),
                Map.of(
                        "shared_preload_libraries", "pg_stat_statements",
                        "shared_buffers", "256MB",
                        "max_wal_size", "2GB"));
    }

    private static Node node(String which, Path place, Broker broker, @Nullable Postgres postgres) throws Exception {
        Path directory = Files.createDirectories(place.resolve("node"));
        Node node = new Node(directory).onlyJvm(HEAP, "-XX:+UseSerialGC").kafka(broker.address());
        String options = System.getProperty("product.settings", "");
        if (postgres != null) {
            postgres.execute("create extension pg_stat_statements");
            node.database(postgres.url());
        }
        if (which.equals("product")) {
            for (String option : options.split("\\s+")) {
                if (option.contains("=")) {
                    node.with(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
                }
            }
            return node;
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.direct()))) {
            admin.createTopics(
                            List.of(new NewTopic(Tutorial.IN, 4, (short) 1), new NewTopic(Tutorial.OUT, 4, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        if (postgres == null) {
            node.with("spring.datasource.url", "jdbc:h2:file:" + directory.resolve("tutorial") + ";WRITE_DELAY=0")
                    .with("spring.datasource.username", "sa");
        }
        Path feel = Path.of(System.getProperty("tutorial.feel", ""));
        if (Files.isRegularFile(feel)) {
            node.library("feel-engine-", feel);
        }
        return node.program(Tutorial.class.getName(), "/up")
                .without("signalbox.data-dir")
                .without("signalbox.demo")
                .without("signalbox.seal.key")
                .without("signalbox.demo-tickets")
                .without("signalbox.demo-microsoft")
                .without("signalbox.broker.embedded")
                .with("spring.config.name", "tutorial")
                .with("server.address", "127.0.0.1")
                .with("spring.flyway.enabled", false)
                .with("camunda.bpm.auto-deployment-enabled", false)
                .with("spring.kafka.consumer.auto-offset-reset", "earliest")
                .with("logging.level.root", "warn");
    }

    private void write(Map<String, String> row) throws IOException {
        boolean fresh = !Files.exists(csv);
        if (csv.getParent() != null) {
            Files.createDirectories(csv.getParent());
        }
        String text = (fresh ? "time," + String.join(",", row.keySet()) + "\n" : "") + Instant.now() + ","
                + String.join(",", row.values()) + "\n";
        Files.writeString(csv, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String table() {
        List<String> columns = List.copyOf(rows.getFirst().keySet());
        StringBuilder table = new StringBuilder("| " + String.join(" | ", columns) + " | ratio |\n");
        table.append("|---".repeat(columns.size() + 1)).append("|\n");
        for (Map<String, String> row : rows) {
            table.append("| ")
                    .append(String.join(" | ", row.values()))
                    .append(" | ")
                    .append(ratio(row))
                    .append(" |\n");
        }
        return table.toString();
    }

    /** How many times the baseline on the same database costs more. */
    private String ratio(Map<String, String> row) {
        String database = row.get("contender").split("[:+]")[1];
        double own = Double.parseDouble(row.get("CPU ms/event"));
        return rows.stream()
                .filter(other -> other.get("contender").equals("tutorial:" + database))
                .map(other -> number(Double.parseDouble(other.get("CPU ms/event")) / own))
                .findFirst()
                .orElse("");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
