package dev.signalbox.microsoft.connection;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A good answer of a service; header names in lower case, {@code date} is the service's own clock. */
public record Reply(
        int status,
        Map<String, List<String>> headers,
        JsonNode body,
        @Nullable Instant date) {

    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }
}
