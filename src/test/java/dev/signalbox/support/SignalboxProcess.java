package dev.signalbox.support;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The product as its users start it: the packaged jar where there is one, otherwise the classes of this build, in a
 * process and a data directory of its own. Without demo world and on free ports unless told otherwise.
 */
public final class SignalboxProcess implements AutoCloseable {

    private static final Duration UP_WITHIN = Duration.ofSeconds(120);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Child child;
    private final int port;
    private final int brokerPort;

    private SignalboxProcess(Child child, int port, int brokerPort) {
        this.child = child;
        this.port = port;
        this.brokerPort = brokerPort;
    }

    /** How an attempt to start ended. */
    public record Ending(int exitCode, String out, String err) {}

    public static Builder in(Path directory) {
        return new Builder(directory);
    }

    public int port() {
        return port;
    }

    /** Of the broker inside the process. */
    public String brokerAddress() {
        return "127.0.0.1:" + brokerPort;
    }

    /** Its API, by demo account; these exist with {@code signalbox.demo=true} only. */
    public Api api() {
        return new Api(port);
    }

    /** Without an account. */
    public HttpResponse<String> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public String out() {
        return child.out();
    }

    public String err() {
        return child.err();
    }

    public long pid() {
        return child.pid();
    }

    /** As {@code kill -9} does it. */
    public void kill() {
        child.kill();
    }

    /** In order, as on SIGTERM; returns the exit code. */
    public int stop() {
        return child.stop();
    }

    @Override
    public void close() {
        child.kill();
    }

    /** What to start, and how. */
    public static final class Builder {

        private final Path directory;
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final Map<String, String> environment = new HashMap<>();
        private final List<String> arguments = new ArrayList<>();
        private final List<String> jvmOptions =
                new ArrayList<>(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        private String java = Child.java();
        private Path inFront;

        private Builder(Path directory) {
            this.directory = directory;
            properties.put("server.port", String.valueOf(Ports.free()));
            properties.put("signalbox.broker.port", String.valueOf(Ports.free()));
            properties.put("signalbox.demo", "false");
        }

        public Builder with(String property, Object value) {
            properties.put(property, String.valueOf(value));
            return this;
        }

        public Builder withAll(Map<String, String> values) {
            properties.putAll(values);
            return this;
        }

        /** Leaves a setting to the environment or the product's default. */
        public Builder without(String property) {
            properties.remove(property);
            return this;
        }

        /** A command of the product in place of its server. */
        public Builder command(String name) {
            arguments.add(name);
            return this;
        }

        public Builder environment(Map<String, String> values) {
            environment.putAll(values);
            return this;
        }

        public Builder database(PostgresServer.Database database) {
            return with("spring.datasource.url", database.url())
                    .with("spring.datasource.username", database.username())
                    .with("spring.datasource.password", database.password());
        }

        public Builder kafka(String bootstrapServers) {
            return with("signalbox.broker.embedded", false).with("spring.kafka.bootstrap-servers", bootstrapServers);
        }

        public Builder jvmOption(String option) {
            jvmOptions.add(option);
            return this;
        }

        /** Classes of the test in front of the product's own; it is then run from its classes. */
        public Builder inFront(Path classes) {
            inFront = classes;
            return this;
        }

        public Builder java(Path home) {
            java = home.resolve("bin/java").toString();
            return this;
        }

        /** Starts it and waits until its health is UP. */
        public SignalboxProcess start() {
            SignalboxProcess process = launch();
            try {
                await().atMost(UP_WITHIN)
                        .pollInterval(Duration.ofMillis(250))
                        .ignoreExceptions()
                        .failFast(() -> {
                            if (!process.child.isAlive()) {
                                throw new IllegalStateException("It ended before it was up");
                            }
                        })
                        .until(() -> process.get("/actuator/health").body().contains("\"status\":\"UP\""));
            } catch (RuntimeException notUp) {
                process.kill();
                throw new AssertionError("Signalbox is not up:%n%s%n%s".formatted(process.out(), process.err()), notUp);
            }
            return process;
        }

        /** Starts it where it is expected to refuse. */
        public Ending startAndAwaitExit() {
            return startAndAwaitExit(UP_WITHIN);
        }

        public Ending startAndAwaitExit(Duration within) {
            Child child = launch().child;
            int exitCode = child.awaitExit(within);
            return new Ending(exitCode, child.out(), child.err());
        }

        private SignalboxProcess launch() {
            List<String> command = new ArrayList<>(List.of(java));
            command.addAll(jvmOptions);
            command.addAll(whatToStart());
            command.addAll(arguments);
            properties.forEach((name, value) -> command.add("--" + name + "=" + value));
            return new SignalboxProcess(
                    Child.start(command, environment, directory),
                    Integer.parseInt(properties.getOrDefault("server.port", "8080")),
                    Integer.parseInt(properties.getOrDefault("signalbox.broker.port", "9092")));
        }

        private List<String> whatToStart() {
            String jar = System.getProperty("signalbox.jar");
            if (inFront == null && jar != null && Files.exists(Path.of(jar))) {
                return List.of("-jar", jar);
            }
            String classes = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> !Files.isDirectory(Path.of(entry, "dev/signalbox/support")))
                    .map(entry -> Path.of(entry).toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator));
            if (inFront != null) {
                classes = inFront + File.pathSeparator + classes;
            }
            try {
                Path arguments = Files.writeString(directory.resolve("arguments"), "-cp \"%s\"".formatted(classes));
                return List.of("@" + arguments, "dev.signalbox.Launcher");
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
