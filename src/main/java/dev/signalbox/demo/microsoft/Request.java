package dev.signalbox.demo.microsoft;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** What a client sent; header names are in lower case. */
public record Request(String method, URI uri, Map<String, List<String>> headers, byte[] body) {

    private static final JsonMapper JSON = JsonMapper.shared();

    public String path() {
        return uri.getPath();
    }

    public @Nullable String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst()
                .orElse(null);
    }

    /** The parameters behind the question mark, decoded. */
    public Map<String, String> query() {
        return pairs(uri.getRawQuery());
    }

    /** The fields of a form that was posted, decoded. */
    public Map<String, String> form() {
        return pairs(new String(body, StandardCharsets.UTF_8));
    }

    /** The body as JSON; missing when it is none. */
    public JsonNode json() {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JacksonException unreadable) {
            return MissingNode.getInstance();
        }
    }

    private static Map<String, String> pairs(@Nullable String encoded) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (encoded == null || encoded.isEmpty()) {
            return pairs;
        }
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            pairs.put(
                    decoded(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return pairs;
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
