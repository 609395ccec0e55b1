package dev.signalbox.messaging;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** How one stranger's JSON becomes inbound events. */
record WebhookMapping(
        String name,
        String description,
        String source,
        Map<JsonPointer, String> require,
        @Nullable JsonPointer each,
        List<Rule> rules) {

    /** The event that an item becomes where it holds all of {@code when}. */
    record Rule(
            Map<JsonPointer, String> when,
            String type,
            WordTemplate id,
            WordTemplate subject,
            @Nullable WordTemplate time,
            Map<String, Field> data) {}

    /** A value of the event's data: filled, looked up in a list of words, cut to a length. */
    record Field(
            WordTemplate value,
            Map<String, String> words,
            @Nullable String otherwise,
            int cut) {

        Optional<String> of(String name, JsonNode item, JsonNode whole) {
            Optional<String> found = value.fill(item, whole);
            if (!words.isEmpty() || otherwise != null) {
                return found.map(words::get).or(() -> Optional.ofNullable(otherwise));
            }
            return found.map(text -> tidy(name, text))
                    .map(text -> text.length() > cut ? text.substring(0, cut - 1) + "…" : text);
        }

        /** Only long texts have lines; nothing has other control characters. */
        private static String tidy(String name, String text) {
            boolean lines = name.equals("description") || name.equals("body") || name.equals("note");
            return text.replaceAll(lines ? "[\\p{Cntrl}&&[^\\r\\n\\t]]" : "\\p{Cntrl}", " ")
                    .strip();
        }
    }

    /** The events as structured CloudEvents; refuses a payload that the mapping is not made for, naming the field. */
    List<Map<String, Object>> events(JsonNode payload) {
        require.forEach((pointer, expected) -> {
            if (!payload.at(pointer).asString("").equals(expected)) {
                throw new Refused(pointer.toString(), "\"" + expected + "\"", payload.at(pointer));
            }
        });
        if (each == null) {
            return List.of(event(payload, payload, ""));
        }
        JsonNode items = payload.at(each);
        if (!items.isArray()) {
            throw new Refused(each.toString(), "a list", items);
        }
        List<Map<String, Object>> events = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            events.add(event(items.get(i), payload, each + "/" + i));
        }
        return events;
    }

    private Map<String, Object> event(JsonNode item, JsonNode payload, String at) {
        Rule rule = rules.stream()
                .filter(one -> one.when().entrySet().stream()
                        .allMatch(asked -> item.at(asked.getKey()).asString("").equals(asked.getValue())))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        at.isEmpty() ? "payload" : at,
                        "one of " + rules.stream().map(Rule::when).toList(),
                        "none of them"));
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("source", source);
        event.put("id", needed(rule.id(), "id", item, payload, at));
        event.put("type", Schemas.PREFIX + rule.type() + ".v1");
        event.put("subject", needed(rule.subject(), "subject", item, payload, at));
        if (rule.time() != null) {
            rule.time().fill(item, payload).ifPresent(time -> event.put("time", time));
        }
        event.put("datacontenttype", "application/json");
        Map<String, Object> data = new LinkedHashMap<>();
        rule.data().forEach((name, field) -> field.of(name, item, payload).ifPresent(value -> data.put(name, value)));
        event.put("data", data);
        return event;
    }

    private static String needed(WordTemplate template, String name, JsonNode item, JsonNode payload, String at) {
        return template.fill(item, payload)
                .orElseThrow(() -> new Refused(List.of(
                        Problem.of(at.isEmpty() ? name : at + " " + name, "what the mapping asks for", "nothing"))));
    }
}
