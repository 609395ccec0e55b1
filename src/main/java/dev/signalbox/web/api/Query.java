package dev.signalbox.web.api;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a query; one without an equals sign has a null value. */
record Query(Map<String, List<@Nullable String>> parameters) {

    static Query of(HttpServletRequest request) {
        Map<String, List<@Nullable String>> parameters = new LinkedHashMap<>();
        String query = request.getQueryString();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                parameters
                        .computeIfAbsent(
                                decoded(equals < 0 ? pair : pair.substring(0, equals)), first -> new ArrayList<>())
                        .add(equals < 0 ? null : decoded(pair.substring(equals + 1)));
            }
        }
        return new Query(parameters);
    }

    /** Whether only to tell what would happen; what is neither a yes nor a no must not do it for good. */
    static boolean dryRun(HttpServletRequest request) {
        List<@Nullable String> asked = of(request).parameters().getOrDefault("dryRun", List.of());
        if (asked.isEmpty()) {
            return false;
        }
        String value = asked.getFirst();
        if (asked.size() > 1 || value != null && !value.equals("true") && !value.equals("false")) {
            throw new BadRequest("dryRun", "true or false", asked.size() > 1 ? asked : String.valueOf(value));
        }
        return value == null || value.equals("true");
    }

    private static String decoded(String encoded) {
        try {
            // bytes first: the decoder would put a mark where they are no UTF-8, and nobody would notice
            byte[] bytes =
                    URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException | IllegalArgumentException malformed) {
            throw new BadRequest("query", "percent-encoded UTF-8", encoded);
        }
    }
}
