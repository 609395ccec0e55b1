package dev.signalbox.kit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One process of the product, that can be ended and started again with the same settings. */
public final class Node implements AutoCloseable {

    public static final Duration UP_WITHIN = Duration.ofSeconds(240);

    private final Path directory;
    private final int port = Ports.free();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> jvm =
            new ArrayList<>(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    private String program = "dev.signalbox.Launcher";
    private String health = "/actuator/health";
    private final Map<String, Path> libraries = new HashMap<>();
    private @Nullable Path classes;
    private @Nullable Path hooks;
    private @Nullable Child child;

    public Node(Path directory) {
        this.directory = directory;
        with("server.port", port);
        with("signalbox.data-dir", directory.resolve("data"));
        // The demo world's partners, customers and accounts, without its tickets
        with("signalbox.demo", true);
        with("signalbox.demo-tickets", false);
        // Its outages would hold tickets that have somewhere to go
        with("signalbox.demo-microsoft", false);
        // The same on every node, since what one seals the other one opens
        with("signalbox.seal.key", "YSBrZXkgZm9yIHJ1bnMsIGFuZCBubyBvdGhlciB1c2U=");
    }

    public Node with(String setting, Object value) {
        settings.put(setting, String.valueOf(value));
        return this;
    }

    public Node without(String setting) {
        settings.remove(setting);
        return this;
    }

    public Node database(String url) {
        return with("spring.datasource.url", url)
                .with("spring.datasource.username", "signalbox")
                .with("spring.datasource.password", "signalbox");
    }

    public Node kafka(String address) {
        return with("signalbox.broker.embedded", false).with("spring.kafka.bootstrap-servers", address);
    }

    public Node jvm(String... options) {
        jvm.addAll(Arrays.asList(options));
        return this;
    }

    /** In place of the options that make it start fast. */
    public Node onlyJvm(String... options) {
        jvm.clear();
        return jvm(options);
    }

    public Node environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Another program of this build in place of the product; {@code health} says {@code "status":"UP"} when it is. */
    public Node program(String main, String health) {
        program = main;
        this.health = health;
        return this;
    }

    /** Another version of a library for another program: what stands in the class path under such a name is left out. */
    public Node library(String name, Path jar) {
        libraries.put(name, jar);
        return this;
    }

    /** Other classes of the product than those of this build. */
    public Node classes(@Nullable Path other) {
        classes = other;
        return this;
    }

    /** Classes in front of the product's. */
    public Node hooks(Path directory) {
        hooks = directory;
        return this;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return running().pid();
    }

    public boolean isAlive() {
        return child != null && child.isAlive();
    }

    public String said() {
        return child == null ? "" : child.said();
    }

    public Http http() {
        return new Http(port);
    }

    /** Starts it and returns at once. */
    public Node launch() {
        try {
            List<String> command = new ArrayList<>(List.of(Child.java()));
            command.addAll(jvm);
            Path arguments = Files.writeString(directory.resolve("arguments"), "-cp \"%s\"".formatted(classPath()));
            command.add("@" + arguments);
            command.add(program);
            settings.forEach((name, value) -> command.add("--" + name + "=" + value));
            child = Child.start(command, environment, directory);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String classPath() {
        if (!program.equals("dev.signalbox.Launcher")) {
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(this::library)
                    .collect(Collectors.joining(File.pathSeparator));
        }
        String product = classPath(classes);
        return hooks == null ? product : hooks + File.pathSeparator + product;
    }

    private String library(String entry) {
        String file = String.valueOf(Path.of(entry).getFileName());
        return libraries.entrySet().stream()
                .filter(other -> file.startsWith(other.getKey()))
                .map(other -> other.getValue().toString())
                .findFirst()
                .orElse(entry);
    }

    public Node start() {
        launch();
        awaitUp(UP_WITHIN);
        return this;
    }

    public void awaitUp(Duration within) {
        boolean up = Wait.met(within, () -> !isAlive() || isUp());
        if (!up || !isAlive()) {
            throw new IllegalStateException("Signalbox is not up: " + tail(said()));
        }
    }

    public boolean isUp() {
        return http().get(null, health).text().contains("\"status\":\"UP\"");
    }

    public void kill() {
        running().kill();
    }

    public int stop() {
        return running().stop();
    }

    public void signal(String signal) {
        running().signal(signal);
    }

    public int awaitExit(Duration within) {
        return running().awaitExit(within);
    }

    private Child running() {
        if (child == null) {
            throw new IllegalStateException("Not started");
        }
        return child;
    }

    @Override
    public void close() {
        if (child != null) {
            child.kill();
        }
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 4_000));
    }

    /** This JVM's class path without ours and the tests', {@code classes} in place of the product's where given. */
    static String classPath(@Nullable Path classes) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Stream.of("kit", "support", "bench")
                        .noneMatch(ours -> Files.isDirectory(Path.of(entry, "dev/signalbox", ours))))
                .map(entry -> classes != null && Files.exists(Path.of(entry, "dev/signalbox/Launcher.class"))
                        ? classes.toString()
                        : Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
