package dev.signalbox.messaging;

import dev.signalbox.ticket.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The mappings in force: those shipped, and before them the files of the mappings directory, read again when they
 * change. A file that is refused leaves what was in force before it; where nothing was, senders are told to come again.
 */
@Component
class WebhookMappings {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookMappings.class);
    private static final String ENDING = ".yaml";

    private final Schemas schemas;
    private final @Nullable Path directory;
    private final Map<String, Read> shipped = new TreeMap<>();
    private final Map<String, Read> own = new ConcurrentHashMap<>();

    WebhookMappings(Schemas schemas, InboxProperties properties) throws IOException {
        this.schemas = schemas;
        this.directory = properties.mappingsDir();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:webhooks/*" + ENDING)) {
            String name = name(String.valueOf(file.getFilename()));
            try (InputStream in = file.getInputStream()) {
                shipped.put(
                        name,
                        new Read(
                                "",
                                new MappingReader(name, schemas)
                                        .read(new String(in.readAllBytes(), StandardCharsets.UTF_8)),
                                null));
            }
        }
        all();
    }

    /** A mapping as it was last read; {@code refused} where the newest file of it is not to be used. */
    record Read(
            String version,
            @Nullable WebhookMapping mapping,
            @Nullable Refused refused) {}

    /** All mappings by their names. */
    Map<String, Read> all() {
        Map<String, Read> all = new TreeMap<>(shipped);
        if (directory == null || !Files.isDirectory(directory)) {
            return all;
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> mappings = files.filter(
                            file -> file.getFileName().toString().endsWith(ENDING))
                    .toList();
            mappings.forEach(file -> all.put(name(file.getFileName().toString()), read(file)));
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.warn("Mappings in {} not read: {}", directory, unreadable.toString());
            all.putAll(own);
        }
        return all;
    }

    Optional<Read> find(String name) {
        return Optional.ofNullable(all().get(name));
    }

    private Read read(Path file) {
        String name = name(file.getFileName().toString());
        try {
            String version = Files.getLastModifiedTime(file) + "/" + Files.size(file);
            Read before = own.get(name);
            if (before != null && before.version().equals(version)) {
                return before;
            }
            Read now;
            try {
                now = new Read(version, new MappingReader(name, schemas).read(Files.readString(file)), null);
                LOG.info("Mapping {} is in force", name);
            } catch (Refused refused) {
                LOG.error(
                        "Mapping refused, {} stays: {}",
                        before == null ? "nothing" : "the one before",
                        refused.getMessage());
                now = new Read(version, before == null ? null : before.mapping(), refused);
            }
            own.put(name, now);
            return now;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String name(String file) {
        return file.substring(0, file.length() - ENDING.length());
    }
}
