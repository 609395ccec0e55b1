package dev.signalbox.messaging;

import dev.signalbox.ticket.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * A text with places to fill from a payload: {@code {/labels/alertname|^/groupKey|'unnamed'}} is the first of these that
 * is there. A pointer (RFC 6901) starts at the item, with {@code ^} before it at the whole payload; words in quotes are
 * themselves. It only ever copies values.
 */
final class WordTemplate {

    private final List<BiFunction<JsonNode, JsonNode, Optional<String>>> parts = new ArrayList<>();

    WordTemplate(String text) {
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            if (open < 0) {
                literal(text.substring(at));
                return;
            }
            literal(text.substring(at, open));
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new Refused("template", "a } for each {", text);
            }
            place(text.substring(open + 1, close));
            at = close + 1;
        }
    }

    private void literal(String text) {
        parts.add((item, whole) -> Optional.of(text));
    }

    private void place(String alternatives) {
        List<BiFunction<JsonNode, JsonNode, Optional<String>>> tried = new ArrayList<>();
        for (String alternative : alternatives.split("[|]", -1)) {
            String one = alternative.strip();
            if (one.length() >= 2 && one.startsWith("'") && one.endsWith("'")) {
                String words = one.substring(1, one.length() - 1);
                tried.add((item, whole) -> Optional.of(words));
            } else if (one.startsWith("^/")) {
                JsonPointer pointer = JsonPointer.compile(one.substring(1));
                tried.add((item, whole) -> text(whole.at(pointer)));
            } else if (one.startsWith("/")) {
                JsonPointer pointer = JsonPointer.compile(one);
                tried.add((item, whole) -> text(item.at(pointer)));
            } else {
                throw new Refused("template", "pointers like /labels/name, ^/groupKey or 'words', joined by |", one);
            }
        }
        parts.add((item, whole) ->
                tried.stream().flatMap(one -> one.apply(item, whole).stream()).findFirst());
    }

    /** The filled text; empty where one of its places finds nothing. */
    Optional<String> fill(JsonNode item, JsonNode whole) {
        StringBuilder filled = new StringBuilder();
        for (BiFunction<JsonNode, JsonNode, Optional<String>> part : parts) {
            Optional<String> found = part.apply(item, whole);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            filled.append(found.get());
        }
        return Optional.of(filled.toString());
    }

    private static Optional<String> text(JsonNode found) {
        String text =
                found.isString() ? found.stringValue() : found.isNumber() || found.isBoolean() ? found.asString() : "";
        return text.isBlank() ? Optional.empty() : Optional.of(text);
    }
}
