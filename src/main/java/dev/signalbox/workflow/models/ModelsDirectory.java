package dev.signalbox.workflow.models;

import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Refused;
import dev.signalbox.workflow.models.ModelRelease.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Releases what is dropped into {@code signalbox.models-dir}: files that changed since they were last seen, together,
 * once nobody writes at them any more. One node watches at a time.
 */
@Component
class ModelsDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(ModelsDirectory.class);
    private static final String PLACE = "DIRECTORY";
    private static final long MOST_BYTES = 1_048_577;
    private static final int MOST_FILES = 200;
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final @Nullable Path directory;
    private final Models models;
    private final ModelRows rows;
    private final TransactionTemplate transaction;
    private final String node = UUID.randomUUID().toString();
    private Map<String, String> lastLook = Map.of();

    ModelsDirectory(Settings settings, Models models, ModelRows rows, TransactionTemplate transaction) {
        this.directory = settings.modelsDir();
        this.models = models;
        this.rows = rows;
        this.transaction = transaction;
    }

    /** Where files are dropped; none is watched where it is not set. */
    @ConfigurationProperties("signalbox")
    record Settings(
            @Nullable Path modelsDir, @DefaultValue("PT2S") Duration modelsWatchEvery) {}

    @Scheduled(fixedDelayString = "${signalbox.models-watch-every:PT2S}")
    void look() {
        if (directory == null || !Files.isDirectory(directory)) {
            return;
        }
        if (!Boolean.TRUE.equals(transaction.execute(status -> rows.watches(node, LEASE)))) {
            return;
        }
        Map<String, ModelFile> files = read(directory);
        Map<String, String> hashes = new TreeMap<>();
        files.forEach((name, file) -> hashes.put(name, file.sha256()));
        boolean quiet = hashes.equals(lastLook);
        lastLook = hashes;
        if (!quiet) {
            return;
        }
        Set<String> refused =
                models.refused().stream().map(Models.RefusedFile::file).collect(Collectors.toSet());
        refused.stream().filter(file -> !files.containsKey(file)).forEach(rows::forgetRefused);
        boolean news = files.values().stream().anyMatch(this::isNew);
        // what was refused alone may fit with what has come since
        List<ModelFile> changed = files.values().stream()
                .filter(file -> news && (isNew(file) || refused.contains(file.name())))
                .toList();
        if (!changed.isEmpty()) {
            Occasion.of("models-dir").during(() -> {
                release(changed);
                return changed;
            });
        }
    }

    private boolean isNew(ModelFile file) {
        return !rows.seen(PLACE, file.name()).equals(Optional.of(file.sha256()));
    }

    private void release(List<ModelFile> changed) {
        try {
            ModelRelease released = transaction.execute(status -> {
                changed.forEach(file -> rows.see(PLACE, file.name(), file.sha256(), null));
                return models.release(changed, Origin.DIRECTORY, "Put into the models directory");
            });
            if (released != null && released.number() > 0) {
                LOG.info("Released {} from the models directory", released.versions());
            }
        } catch (Refused refused) {
            LOG.warn("Refused files of the models directory: {}", refused.getMessage());
            transaction.executeWithoutResult(status ->
                    changed.forEach(file -> rows.see(PLACE, file.name(), file.sha256(), refused.getMessage())));
        }
    }

    private static Map<String, ModelFile> read(Path directory) {
        Map<String, ModelFile> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.sorted().limit(MOST_FILES).toList()) {
                String name = String.valueOf(entry.getFileName());
                boolean model = name.endsWith(".bpmn") || name.endsWith(".dmn") || name.endsWith(".form");
                // no links: the directory holds the files themselves
                if (model && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    try (var in = Files.newInputStream(entry)) {
                        files.put(name, new ModelFile(name, in.readNBytes((int) MOST_BYTES)));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The models directory " + directory + " cannot be read", unreadable);
        }
        return files;
    }
}
