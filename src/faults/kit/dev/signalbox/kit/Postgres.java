package dev.signalbox.kit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A PostgreSQL server of our own on a loopback port, durable as in production; under root it has a user of its own. */
public final class Postgres implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Path INSTALLED = Path.of(System.getProperty("postgres.programs", "/usr/lib/postgresql"));

    private final Path data;
    private final Path log;
    private final int port = Ports.free();
    private final Map<String, String> settings = new TreeMap<>();
    private final Map<String, String> environment = new TreeMap<>();

    private Postgres(Path directory) {
        data = directory.resolve("pg");
        log = directory.resolve("pg.log");
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "100");
        settings.put("logging_collector", "off");
        owned(directory);
        // Nobody's server may outlive a run that is broken off
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Whether one of PostgreSQL's own programs is there; those to start a server always are. */
    public static boolean has(String program) {
        return Files.isExecutable(programs().resolve(program));
    }

    /** A fresh server in {@code directory}, which is then its own; with a database {@code signalbox}. */
    public static Postgres fresh(Path directory, Map<String, String> settings) {
        Postgres server = new Postgres(directory);
        server.settings.putAll(settings);
        program("initdb", "-D", server.data.toString(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale");
        server.start();
        server.admin("create role signalbox login password 'signalbox'");
        server.admin("create database signalbox owner signalbox");
        return server;
    }

    /** Another server from a base backup in {@code directory/pg} and the log archived since. */
    public static Postgres restored(Path directory, Path archive) {
        Postgres server = new Postgres(directory);
        server.settings.put("restore_command", "cp " + archive + "/%f %p");
        server.settings.put("recovery_target_timeline", "latest");
        try {
            Files.writeString(server.data.resolve("recovery.signal"), "");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        owned(directory);
        server.start();
        return server;
    }

    /** For the server's processes, from its next start on. */
    public void environment(String name, String value) {
        environment.put(name, value);
    }

    public static Path place() {
        try {
            return Files.createTempDirectory("signalbox-postgres-");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public int port() {
        return port;
    }

    public Path data() {
        return data;
    }

    public void set(String name, String value) {
        settings.put(name, value);
    }

    public void start() {
        List<String> options = new ArrayList<>();
        settings.forEach((name, value) -> options.add("-c " + name + "='" + value + "'"));
        program(
                environment,
                "pg_ctl",
                "-D",
                data.toString(),
                "-l",
                log.toString(),
                "-w",
                "-t",
                "60",
                "-o",
                "-p " + port + " " + String.join(" ", options),
                "start");
    }

    /** {@code immediate} is the server's own crash, {@code fast} is in order. */
    public void stop(String mode) {
        program("pg_ctl", "-D", data.toString(), "-m", mode, "-w", "-t", "60", "stop");
    }

    /** Kills the postmaster; its children end by themselves. */
    public void kill() {
        long pid = pid();
        Child.run(LONG, "kill", "-9", String.valueOf(pid));
        Wait.until(
                "PostgreSQL is gone",
                Duration.ofSeconds(30),
                () -> processes(pid).isEmpty() && ProcessHandle.of(pid).isEmpty());
    }

    public void signal(String signal) {
        Child.run(LONG, "kill", "-" + signal, String.valueOf(pid()));
    }

    public boolean isUp() {
        try (Connection connection = connect("postgres", "postgres")) {
            return connection.isValid(5);
        } catch (SQLException down) {
            return false;
        }
    }

    public long pid() {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** The server's processes, the postmaster included. */
    public List<Long> processes() {
        long pid = pid();
        List<Long> all = new ArrayList<>(processes(pid));
        all.add(pid);
        return all;
    }

    private static List<Long> processes(long postmaster) {
        return ProcessHandle.of(postmaster)
                .map(handle -> handle.children().map(ProcessHandle::pid).toList())
                .orElse(List.of());
    }

    public String url() {
        return url(port);
    }

    /** By way of a proxy on {@code port}. */
    public static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/signalbox";
    }

    public Connection connect() throws SQLException {
        return connect("signalbox", "postgres");
    }

    private Connection connect(String database, String user) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s?connectTimeout=5&socketTimeout=600".formatted(port, database),
                user,
                "");
    }

    public void admin(String sql) {
        execute("postgres", sql);
    }

    public void execute(String sql) {
        execute("signalbox", sql);
    }

    private void execute(String database, String sql) {
        try (Connection connection = connect(database, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql + ": " + failed.getMessage(), failed);
        }
    }

    /** The first column of each row as text. */
    public List<String> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
            return found;
        } catch (SQLException failed) {
            throw new IllegalStateException(sql + ": " + failed.getMessage(), failed);
        }
    }

    public long number(String sql) {
        return (long) Double.parseDouble(query(sql).getFirst());
    }

    /** Runs one of PostgreSQL's own programs, as the user who owns the server. */
    public static String program(String name, String... arguments) {
        return program(Map.of(), name, arguments);
    }

    private static String program(Map<String, String> environment, String name, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("runuser", "-u", User.NAME, "--"));
        }
        if (!environment.isEmpty()) {
            command.add("env");
            environment.forEach((variable, value) -> command.add(variable + "=" + value));
        }
        command.add(programs().resolve(name).toString());
        command.addAll(Arrays.asList(arguments));
        return Child.run(LONG, command.toArray(String[]::new));
    }

    /** Debian's, or else those that the tests bring along. */
    private static Path programs() {
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.sorted()
                    .reduce((older, newer) -> newer)
                    .orElseThrow()
                    .resolve("bin");
        } catch (IOException missing) {
            return Bundled.PROGRAMS;
        }
    }

    private static final class Bundled {

        private static final Path PROGRAMS = unpacked();

        private static Path unpacked() {
            try (EmbeddedPostgres server = EmbeddedPostgres.start();
                    Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select setting from pg_config where name = 'BINDIR'")) {
                row.next();
                return Path.of(row.getString(1));
            } catch (IOException | SQLException failed) {
                throw new IllegalStateException("PostgreSQL's programs are expected under " + INSTALLED, failed);
            }
        }
    }

    /** PostgreSQL refuses to run as root. */
    private static final class User {

        private static final String NAME = exists("postgres") ? "postgres" : "nobody";

        private static boolean exists(String user) {
            try (Stream<String> users = Files.lines(Path.of("/etc/passwd"))) {
                return users.anyMatch(line -> line.startsWith(user + ":"));
            } catch (IOException unknown) {
                return false;
            }
        }
    }

    /** Makes a directory the server user's. */
    public static void owned(Path directory) {
        if (System.getProperty("user.name").equals("root")) {
            Child.run(LONG, "chown", "-R", User.NAME, directory.toString());
        }
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException gone) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            stop("immediate");
        } catch (RuntimeException alreadyGone) {
            // nothing left to stop
        }
        try {
            Child.run(LONG, "rm", "-rf", data.toString());
        } catch (RuntimeException stillMounted) {
            // the temporary directory goes with the machine
        }
    }
}
