package dev.signalbox.web.api;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the fields of a small JSON body and gathers what is wrong with them. */
class Fields {

    private final @Nullable JsonNode body;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Fields> inner = new LinkedHashMap<>();

    Fields(@Nullable JsonNode body) {
        this.body = body;
        if (body != null && !body.isObject() && !body.isNull()) {
            problems.add(Problem.of("body", "a JSON object", body.getNodeType()));
        }
    }

    String text(String field, int longest) {
        String found = maybeText(field, longest);
        if (found == null || found.isBlank()) {
            problems.add(Problem.of(field, "a text", found == null ? "nothing" : found));
            return "";
        }
        return found;
    }

    @Nullable
    String maybeText(String field, int longest) {
        JsonNode found = body == null ? null : body.get(field);
        if (found == null || found.isNull()) {
            return null;
        }
        if (!found.isString()) {
            problems.add(Problem.of(field, "a text", found));
            return null;
        }
        String text = found.stringValue();
        if (text.length() > longest) {
            problems.add(Problem.of(field, "at most " + longest + " characters", text.length() + " characters"));
        } else if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
            problems.add(Problem.of(field, "text without control characters", text));
        }
        return text;
    }

    String oneOf(String field, String... allowed) {
        String found = maybeText(field, 100);
        if (found == null || !List.of(allowed).contains(found)) {
            problems.add(Problem.of(field, "one of " + Arrays.toString(allowed), found == null ? "nothing" : found));
            return allowed[0];
        }
        return found;
    }

    int number(String field, int least, int most) {
        JsonNode found = body == null ? null : body.get(field);
        if (found == null || !found.isIntegralNumber() || !found.canConvertToInt()) {
            problems.add(Problem.of(
                    field, "a whole number from " + least + " to " + most, found == null ? "nothing" : found));
            return least;
        }
        int number = found.intValue();
        if (number < least || number > most) {
            problems.add(Problem.of(field, "a whole number from " + least + " to " + most, number));
        }
        return number;
    }

    @Nullable
    String maybeOneOf(String field, Collection<String> allowed) {
        String found = maybeText(field, 100);
        if (found != null && !allowed.contains(found)) {
            problems.add(Problem.of(field, "one of " + allowed, found));
        }
        return found;
    }

    @Nullable
    Boolean maybeFlag(String field) {
        JsonNode found = body == null ? null : body.get(field);
        if (found == null || found.isNull()) {
            return null;
        }
        if (!found.isBoolean()) {
            problems.add(Problem.of(field, "true or false", found));
            return null;
        }
        return found.booleanValue();
    }

    /** An object of short texts. */
    Map<String, String> codes(String field) {
        JsonNode found = body == null ? null : body.get(field);
        Map<String, String> codes = new LinkedHashMap<>();
        if (found == null || !found.isObject() || found.isEmpty()) {
            problems.add(Problem.of(field, "an object of codes", found == null ? "nothing" : found));
            return codes;
        }
        for (Map.Entry<String, JsonNode> one : found.properties()) {
            if (one.getValue().isString() && one.getValue().stringValue().length() <= 100) {
                codes.put(one.getKey(), one.getValue().stringValue());
            } else {
                problems.add(Problem.of(field + "." + one.getKey(), "a code", one.getValue()));
            }
        }
        return codes;
    }

    @Nullable
    Instant maybeTime(String field) {
        String found = maybeText(field, 60);
        if (found == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(found).toInstant();
        } catch (DateTimeParseException wrong) {
            problems.add(Problem.of(field, "an RFC 3339 time", found));
            return null;
        }
    }

    /** Refuses fields that are none of {@code known}, so that a slip in typing is no lost data. */
    void only(String... known) {
        if (body != null) {
            for (String name : body.propertyNames()) {
                if (!List.of(known).contains(name)) {
                    problems.add(Problem.of(name, "one of the fields " + Arrays.toString(known), "an unknown field"));
                }
            }
        }
    }

    /** A list of texts; none where the field is absent. */
    List<String> texts(String field) {
        JsonNode found = body == null ? null : body.get(field);
        if (found == null || found.isNull()) {
            return List.of();
        }
        if (!found.isArray() || found.valueStream().anyMatch(item -> !item.isString())) {
            problems.add(Problem.of(field, "a list of texts", found));
            return List.of();
        }
        return found.valueStream().map(JsonNode::stringValue).distinct().toList();
    }

    /** The fields of an object in this one, whose problems are named by their whole path; null where there is none. */
    @Nullable
    Fields within(String field) {
        JsonNode found = body == null ? null : body.get(field);
        if (found == null || found.isNull()) {
            return null;
        }
        if (!found.isObject()) {
            wrong(field, "a JSON object", found);
            return null;
        }
        return inner.computeIfAbsent(field, fresh -> new Fields(found));
    }

    /** The same for each object of a list; none where the field is absent. */
    List<Fields> eachWithin(String field) {
        JsonNode found = body == null ? null : body.get(field);
        if (found == null || found.isNull()) {
            return List.of();
        }
        if (!found.isArray() || found.valueStream().anyMatch(item -> !item.isObject())) {
            wrong(field, "a list of JSON objects", found);
            return List.of();
        }
        List<Fields> each = new ArrayList<>();
        for (JsonNode item : found) {
            each.add(inner.computeIfAbsent(field + "[" + each.size() + "]", fresh -> new Fields(item)));
        }
        return each;
    }

    /** Notes what else is wrong with a field. */
    void wrong(String field, String expected, @Nullable Object found) {
        problems.add(Problem.of(field, expected, found == null ? "nothing" : found));
    }

    private Stream<Problem> found() {
        return Stream.concat(problems.stream(), inner.entrySet().stream().flatMap(entry -> entry.getValue()
                .found()
                .map(one -> new Problem(entry.getKey() + "." + one.field(), one.expected(), one.found()))));
    }

    /** Refuses the body if anything was wrong. */
    void done() {
        List<Problem> found = found().distinct().toList();
        if (!found.isEmpty()) {
            throw new Refused(found);
        }
    }
}
