package dev.signalbox.faults;

import dev.signalbox.kit.Child;
import dev.signalbox.kit.ClosedTickets;
import dev.signalbox.kit.Node;
import dev.signalbox.kit.Postgres;
import dev.signalbox.kit.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The database crashes, stands still, is full, or is wrong. */
final class DatabaseFaults {

    private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(120);

    private DatabaseFaults() {}

    static List<Fault> all() {
        return List.of(
                new Fault(
                        "3",
                        "PostgreSQL crashes: kill -9 of the postmaster, then stop -m immediate, each down for 20 s",
                        "No acknowledged event is lost; the application reconnects without a restart; health DOWN, then UP",
                        DatabaseFaults::crash),
                new Fault(
                        "4",
                        "PostgreSQL restarts (fast), then all of its processes stand still for 30 s (SIGSTOP)",
                        "No thread is stuck afterwards, the consumers go on",
                        DatabaseFaults::restart),
                new Fault(
                        "5",
                        "Connections run out, statements time out, rows are locked for long and in opposite order",
                        "No event becomes a dead letter for it; all is applied afterwards",
                        DatabaseFaults::contention),
                new Fault(
                        "15",
                        "The file system of PostgreSQL is full for 20 s",
                        "After space is freed all resumes, C1 to C3 and C9 hold",
                        DatabaseFaults::full),
                new Fault(
                        "17",
                        "One fsync of PostgreSQL fails with EIO",
                        "PostgreSQL panics and recovers; C1 holds",
                        DatabaseFaults::syncFails),
                new Fault(
                        "27",
                        "Payload clean-up and vacuum under load beside many closed tickets (-Dclosed, 1,000,000)",
                        "The 99th percentile of an event by HTTP stays below twice the undisturbed one; open tickets go on",
                        DatabaseFaults::cleanUp),
                new Fault(
                        "44",
                        "Base backup under load, the server is lost, restored elsewhere with the archived log; Kafka is"
                                + " read again from offset 0",
                        "C1 to C5 hold after the replay: the inbox knows everything",
                        DatabaseFaults::restore),
                new Fault(
                        "45",
                        "The schema was changed by hand, lacks a table or an index, is the engine's wrong one, or the"
                                + " database is read-only",
                        "The application refuses to start and one line says why",
                        DatabaseFaults::wrongSchema));
    }

    private static List<String> crash(Stage stage) {
        List<String> findings = new ArrayList<>();
        Node node = stage.node().start();
        Postgres postgres = stage.postgres();
        stage.load(Duration.ofSeconds(100));
        stage.awaitSent(0.2);
        down(stage, node, findings, postgres::kill);
        stage.awaitSent(0.6);
        down(stage, node, findings, () -> postgres.stop("immediate"));
        findings.addAll(stage.checked());
        return findings;
    }

    private static void down(Stage stage, Node node, List<String> findings, Runnable crash) {
        crash.run();
        stage.seconds("health DOWN", Duration.ofSeconds(45), () -> !node.isUp());
        stage.pause(20);
        stage.postgres().start();
        stage.seconds("health UP after PostgreSQL", RECOVERS_WITHIN, node::isUp);
        if (!node.isAlive()) {
            findings.add("The application ended with the database");
        }
    }

    private static List<String> restart(Stage stage) {
        Node node = stage.node().start();
        Postgres postgres = stage.postgres();
        stage.load(Duration.ofSeconds(120));
        stage.awaitSent(0.2);
        postgres.stop("fast");
        postgres.start();
        stage.seconds("UP after the restart", RECOVERS_WITHIN, node::isUp);
        stage.awaitSent(0.5);
        List<Long> processes = postgres.processes();
        signal("STOP", processes);
        stage.pause(30);
        signal("CONT", processes);
        stage.seconds("UP after the stand-still", RECOVERS_WITHIN, node::isUp);
        return stage.checked();
    }

    private static void signal(String signal, List<Long> processes) {
        for (long pid : processes) {
            if (ProcessHandle.of(pid).isPresent()) {
                Child.run(Duration.ofSeconds(5), "kill", "-" + signal, String.valueOf(pid));
            }
        }
    }

    private static List<String> contention(Stage stage) throws Exception {
        Postgres postgres = stage.postgres(Map.of("max_connections", "14"), Postgres.place());
        stage.node().start();
        Node second = stage.node().launch();
        // Two pools of ten in fourteen less the three for the superuser: somebody goes without
        stage.load(Duration.ofSeconds(150));
        stage.awaitSent(0.2);
        Wait.met(Duration.ofSeconds(90), second::isUp);
        stage.remark("second node", second.isAlive() ? "up" : "ended");
        second.stop();
        postgres.admin("alter role signalbox set statement_timeout = '3s'");
        stage.nodes().getFirst().stop();
        stage.nodes().getFirst().start();
        block(stage, 3);
        postgres.admin("alter role signalbox reset statement_timeout");
        exhaust(stage, 15);
        second.start();
        return stage.checked();
    }

    /** Locks what every event needs for longer than a statement may take, and what others lock, the other way round. */
    static void block(Stage stage, int times) throws Exception {
        Postgres postgres = stage.postgres();
        for (int i = 0; i < times; i++) {
            try (Connection holder = postgres.connect();
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("lock table inbox in exclusive mode");
                stage.pause(8);
                holder.rollback();
            }
            stage.pause(3);
        }
        List<Thread> crossing = new ArrayList<>();
        for (String order : List.of("asc", "desc")) {
            crossing.add(Thread.ofPlatform().daemon().start(() -> crossing(postgres, order)));
        }
        for (Thread thread : crossing) {
            thread.join();
        }
    }

    /** The product's connections break, and the server gives it one in place of ten. */
    static void exhaust(Stage stage, int seconds) {
        Postgres postgres = stage.postgres();
        postgres.admin("alter role signalbox connection limit 1");
        postgres.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'signalbox'");
        stage.pause(seconds);
        postgres.admin("alter role signalbox connection limit -1");
    }

    /** Takes the open tickets' rows in an order of its own, so that it meets others that have the next one. */
    private static void crossing(Postgres postgres, String order) {
        for (int i = 0; i < 12; i++) {
            try (Connection connection = postgres.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                List<String> numbers = postgres.query(
                        "select number from ticket where state = 'DIAGNOSING' order by number " + order + " limit 6");
                for (String number : numbers) {
                    statement.execute("select 1 from ticket where number = " + number + " for update");
                    Wait.pause(Duration.ofMillis(150));
                }
                connection.rollback();
            } catch (SQLException deadlock) {
                // one of the two is the victim
            }
        }
    }

    private static List<String> full(Stage stage) {
        Path place = Postgres.place();
        try {
            Child.run(Duration.ofSeconds(10), "mount", "-t", "tmpfs", "-o", "size=500m", "tmpfs", place.toString());
        } catch (RuntimeException refused) {
            throw new MeansMissing("the right to mount a tmpfs");
        }
        stage.closing(() -> Child.run(Duration.ofSeconds(30), "umount", "-l", place.toString()));
        Postgres postgres =
                stage.postgres(Map.of("max_wal_size", "64MB", "min_wal_size", "32MB", "shared_buffers", "64MB"), place);
        Node node = stage.node().start();
        stage.load(Duration.ofSeconds(120));
        stage.awaitSent(0.3);
        Path ballast = place.resolve("ballast");
        fill(ballast);
        stage.pause(20);
        stage.remark("while full", node.isUp() ? "UP" : "DOWN");
        try {
            Files.delete(ballast);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        BooleanSupplier up = postgres::isUp;
        if (!Wait.met(Duration.ofSeconds(30), up::getAsBoolean)) {
            stage.remark("PostgreSQL", "ended for want of space and was started again");
            postgres.start();
        }
        stage.seconds("UP after space", RECOVERS_WITHIN, node::isUp);
        return stage.checked();
    }

    static void fill(Path file) {
        try {
            Child.run(Duration.ofSeconds(60), "sh", "-c", "dd if=/dev/zero of=" + file + " bs=64k 2>/dev/null; true");
        } catch (RuntimeException full) {
            // that is what it is for
        }
    }

    private static List<String> syncFails(Stage stage) throws IOException {
        Path shim = shim(stage);
        Path trigger = Path.of("/tmp/signalbox-fsync-" + stage.seed());
        Postgres postgres = stage.postgres();
        postgres.stop("fast");
        postgres.environment("LD_PRELOAD", shim.toString());
        postgres.environment("FSYNC_FAILS_ONCE", trigger.toString());
        postgres.start();
        Node node = stage.node().start();
        stage.load(Duration.ofSeconds(90));
        stage.awaitSent(0.3);
        Files.writeString(trigger, "");
        Postgres.owned(trigger);
        stage.seconds("failed", Duration.ofSeconds(60), () -> !Files.exists(trigger));
        stage.seconds("recovered", RECOVERS_WITHIN, () -> postgres.isUp() && node.isUp());
        List<String> findings = new ArrayList<>();
        if (!postgres.log().contains("PANIC")) {
            findings.add("PostgreSQL did not panic");
        }
        findings.addAll(stage.checked());
        return findings;
    }

    private static Path shim(Stage stage) throws IOException {
        Path place = Files.createTempDirectory("signalbox-shim-");
        Path source = Files.writeString(place.resolve("shim.c"), """
                #define _GNU_SOURCE
                #include <dlfcn.h>
                #include <errno.h>
                #include <stdlib.h>
                #include <unistd.h>

                static int fails(void) {
                    const char *trigger = getenv("FSYNC_FAILS_ONCE");
                    if (trigger && unlink(trigger) == 0) { errno = EIO; return 1; }
                    return 0;
                }

                int fsync(int fd) {
                    if (fails()) return -1;
                    return ((int (*)(int)) dlsym(RTLD_NEXT, "fsync"))(fd);
                }

                int fdatasync(int fd) {
                    if (fails()) return -1;
                    return ((int (*)(int)) dlsym(RTLD_NEXT, "fdatasync"))(fd);
                }
                """);
        Path library = place.resolve("shim.so");
        try {
            Child.run(
                    Duration.ofSeconds(30),
                    "gcc",
                    "-shared",
                    "-fPIC",
                    "-o",
                    library.toString(),
                    source.toString(),
                    "-ldl");
        } catch (RuntimeException none) {
            throw new MeansMissing("a C compiler (gcc)");
        }
        Child.run(Duration.ofSeconds(5), "chmod", "-R", "a+rX", place.toString());
        return library;
    }

    private static List<String> cleanUp(Stage stage) {
        List<String> findings = new ArrayList<>();
        Node node = stage.node()
                .with("signalbox.messaging.keep-payloads", "PT1S")
                .with("signalbox.messaging.housekeeping-every", "PT5S")
                .start();
        int closed = Integer.getInteger("closed", 1_000_000);
        long begin = System.nanoTime();
        ClosedTickets.write(stage.postgres(), closed);
        stage.remark("closed tickets", closed);
        stage.remark("written in s", Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        Driver driver = stage.load(Duration.ofSeconds(240));
        // a node just started is slow for its own reasons
        percentile99(stage, driver, node, "warm-up");
        long calm = percentile99(stage, driver, node, "calm");
        Thread vacuum =
                Thread.ofPlatform().daemon().start(() -> stage.postgres().execute("vacuum (analyze)"));
        long busy = percentile99(stage, driver, node, "busy");
        stage.remark("p99 in ms, undisturbed", calm);
        stage.remark("p99 in ms, during vacuum and clean-up", busy);
        stage.remark("vacuum", vacuum.isAlive() ? "outlasted the measurement" : "ended within it");
        Wait.met(Duration.ofMinutes(5), () -> !vacuum.isAlive());
        if (busy > 2 * calm) {
            findings.add("p99 was %d ms while cleaning up, %d ms before".formatted(busy, calm));
        }
        findings.addAll(stage.checked());
        return findings;
    }

    private static long percentile99(Stage stage, Driver driver, Node node, String phase) {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long begin = System.nanoTime();
            driver.post(node, "F%d-%s-%d".formatted(stage.seed(), phase, i), "Measured");
            millis.add(Duration.ofNanos(System.nanoTime() - begin).toMillis());
        }
        Collections.sort(millis);
        return millis.get(millis.size() * 99 / 100 - 1);
    }

    private static List<String> restore(Stage stage) throws IOException {
        Path archive = Postgres.place();
        Postgres.owned(archive);
        Postgres lost = stage.postgres(
                Map.of("archive_mode", "on", "archive_command", "cp %p " + archive + "/%f", "wal_level", "replica"),
                Postgres.place());
        Node node = stage.node().start();
        stage.load(Duration.ofSeconds(90));
        stage.awaitSent(0.4);
        Path backup = Postgres.place();
        Postgres.owned(backup);
        if (!Postgres.has("pg_basebackup")) {
            throw new MeansMissing("pg_basebackup (Debian: postgresql-15)");
        }
        Postgres.program(
                "pg_basebackup",
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(lost.port()),
                "-U",
                "postgres",
                "-D",
                backup.resolve("pg").toString(),
                "-X",
                "none",
                "--no-password",
                "-c",
                "fast");
        List<String> before = stage.checked();
        node.stop();
        // The last segment is what a crash would take along: it is archived here, as an orderly move does it
        lost.admin("select pg_switch_wal()");
        Wait.until(
                "the log is archived",
                Duration.ofSeconds(30),
                () -> lost.number("select count(*) from pg_stat_archiver where failed_count = 0"
                                + " and last_archived_time > now() - interval '20 seconds'")
                        == 1);
        lost.kill();
        Postgres restored = Postgres.restored(backup, archive);
        stage.instead(restored);
        stage.seconds(
                "restored to the end of the log",
                RECOVERS_WITHIN,
                () -> restored.number("select 1") == 1
                        && restored.query("select pg_is_in_recovery()")
                                .getFirst()
                                .equals("f"));
        stage.remark("records read again", Topic.toBeginning(stage.kafkaOfClients(), "signalbox", Driver.INBOUND));
        node.database(restored.url()).start();
        List<String> findings = new ArrayList<>(before);
        findings.addAll(stage.checked());
        return findings;
    }

    private static List<String> wrongSchema(Stage stage) {
        List<String> findings = new ArrayList<>();
        Postgres postgres = stage.postgres();
        Node first = stage.node().start();
        first.stop();
        Map<String, List<String>> wrongs = new LinkedHashMap<>();
        wrongs.put(
                "a migration changed afterwards",
                List.of(
                        "update flyway_schema_history set checksum = checksum + 1 where version = '2'",
                        "update flyway_schema_history set checksum = checksum - 1 where version = '2'"));
        wrongs.put(
                "a table is missing",
                List.of(
                        "alter table act_ru_execution rename to act_ru_execution_gone",
                        "alter table act_ru_execution_gone rename to act_ru_execution"));
        wrongs.put(
                "an index is missing",
                List.of("drop index ticket_queue_ix", "create index ticket_queue_ix on ticket (queue, state)"));
        wrongs.put(
                "the engine's schema has another version",
                List.of(
                        "update act_ge_property set value_ = value_ || '.99' where name_ = 'schema.version'",
                        "update act_ge_property set value_ = replace(value_, '.99', '') where name_ ="
                                + " 'schema.version'"));
        wrongs.put(
                "the database is read-only",
                List.of(
                        "alter database signalbox set default_transaction_read_only = on",
                        "alter database signalbox reset default_transaction_read_only"));
        wrongs.forEach((wrong, statements) -> {
            postgres.execute(statements.getFirst());
            Node node = stage.node().launch();
            boolean ended = Wait.met(Duration.ofSeconds(180), () -> !node.isAlive() || node.isUp());
            if (!ended || node.isAlive()) {
                findings.add("It starts although " + wrong);
                node.kill();
            } else {
                List<String> lines = node.said()
                        .lines()
                        .filter(line -> !line.isBlank() && !line.contains(" WARN ") && !line.contains(" INFO "))
                        .toList();
                stage.remark(wrong, lines.isEmpty() ? "nothing said" : lines.getLast());
                if (lines.isEmpty() || lines.size() > 4) {
                    findings.add("Where " + wrong + ", it says " + lines.size() + " lines before it ends");
                }
            }
            if (statements.getLast().startsWith("alter database")) {
                // by way of another database, since this one takes no writes
                postgres.admin(statements.getLast());
            } else {
                postgres.execute(statements.getLast());
            }
        });
        first.start();
        stage.remark("mended", "it starts again");
        return findings;
    }
}
