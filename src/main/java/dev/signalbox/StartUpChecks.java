package dev.signalbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Looks at ports, data directory and database file before anything is built: what the parts would say deep in a stack
 * trace, some seconds later, becomes one line.
 */
class StartUpChecks implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String DATA_DIR = "signalbox.data-dir";
    private static final Pattern H2_FILE = Pattern.compile("jdbc:h2:(?!mem:|tcp:|ssl:|zip:)(?:file:)?([^;]+).*");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        refuseDemoInProduction(environment);
        boolean embedded = environment.getProperty("signalbox.broker.embedded", Boolean.class, true);
        Path database = database(environment, embedded);
        requireFree(
                environment.getProperty("server.address", "0.0.0.0"),
                environment.getProperty("server.port", Integer.class, 8080),
                "server.port");
        if (embedded) {
            requireFree(
                    "127.0.0.1",
                    environment.getProperty("signalbox.broker.port", Integer.class, 9092),
                    "signalbox.broker.port");
        }
        if (database != null) {
            requireUnlocked(database);
        }
    }

    /** Where the data directory and the database file can be used: the file, or null for a database elsewhere. */
    private static @Nullable Path database(ConfigurableEnvironment environment, boolean embedded) {
        Path dataDir = absoluteDataDir(environment);
        Matcher h2 = H2_FILE.matcher(environment.getProperty("spring.datasource.url", ""));
        Path database = h2.matches() ? Path.of(h2.group(1) + ".mv.db") : null;
        if (embedded || (database != null && database.startsWith(dataDir))) {
            requireWritable(dataDir);
        }
        return database;
    }

    /** The part of the checks that a command needs, which uses the database only. */
    static class OfTheDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            Path database = database(context.getEnvironment(), false);
            if (database != null) {
                requireUnlocked(database);
            }
        }
    }

    private static void refuseDemoInProduction(ConfigurableEnvironment environment) {
        if (environment.getProperty("signalbox.demo", Boolean.class, true)
                && environment.acceptsProfiles(Profiles.of("production"))) {
            throw new CannotStart(
                    "the demo world, with its known passwords, is not for the profile production.",
                    "Set signalbox.demo=false.");
        }
    }

    /** H2 refuses a path that is relative without a leading dot, and a message with a full path can be acted upon. */
    private static Path absoluteDataDir(ConfigurableEnvironment environment) {
        Path dataDir = Path.of(environment.getProperty(DATA_DIR, "./data"))
                .toAbsolutePath()
                .normalize();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("absoluteDataDir", Map.of(DATA_DIR, dataDir.toString())));
        return dataDir;
    }

    private static void requireWritable(Path dataDir) {
        try {
            Files.createDirectories(dataDir);
            Files.delete(Files.createTempFile(dataDir, "write", ".check"));
        } catch (IOException refused) {
            throw new CannotStart(
                    "the data directory %s cannot be written (%s).".formatted(dataDir, reason(refused)),
                    "Set %s to a directory this user may write.".formatted(DATA_DIR));
        }
    }

    private static String reason(IOException refused) {
        if (refused instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return refused.getClass().getSimpleName() + ": " + refused.getMessage();
    }

    private static void requireFree(String address, int port, String property) {
        if (port <= 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException refused) {
            throw new CannotStart(
                    "port %d on %s cannot be used (%s).".formatted(port, address, refused.getMessage()),
                    "Stop what uses it, or set %s to another port.".formatted(property));
        }
    }

    private static void requireUnlocked(Path database) {
        if (!Files.exists(database)) {
            return;
        }
        try (FileChannel file = FileChannel.open(database, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            if (lock == null) {
                throw new CannotStart(
                        "the database file %s is in use by another process.".formatted(database),
                        "Stop that one, or set %s to another directory.".formatted(DATA_DIR));
            }
        } catch (IOException refused) {
            throw new CannotStart(
                    "the database file %s cannot be opened (%s).".formatted(database, reason(refused)),
                    "Let this user read and write it, or set %s to another directory.".formatted(DATA_DIR));
        }
    }
}
