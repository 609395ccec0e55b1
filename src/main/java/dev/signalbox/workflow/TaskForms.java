package dev.signalbox.workflow;

import dev.signalbox.ticket.Problem;
import dev.signalbox.workflow.models.ModelFile;
import dev.signalbox.workflow.models.ModelVersion;
import dev.signalbox.workflow.models.Models;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The forms of user tasks (form-js), and the check of what is filled in. */
@Component
class TaskForms {

    private static final int LONGEST = 200_000;
    private static final Set<String> SHOWN_ONLY = Set.of("text", "html", "separator", "spacer", "button", "image");

    private final Models models;
    private final JsonMapper json;

    TaskForms(Models models, JsonMapper json) {
        this.models = models;
        this.json = json;
    }

    /** Every kind of task that has a form in force. */
    Set<String> kinds() {
        return models.inForce().stream()
                .map(ModelVersion::file)
                .filter(file -> file.kind().equals("form"))
                .map(ModelFile::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The form in force, as its author drew it. */
    ObjectNode of(String kind) {
        return (ObjectNode) json.readTree(file(kind).content());
    }

    /** Fields that the form's author added: the product does not read them itself. */
    Set<String> ownFields(String kind) {
        return models.ownFields(file(kind));
    }

    private ModelFile file(String kind) {
        return models.inForce(kind + ".form")
                .map(ModelVersion::file)
                .orElseThrow(() -> new IllegalStateException("Expected a form for task kind " + kind));
    }

    /** The form with only the components whose key is in {@code keys}, and what is merely shown. */
    ObjectNode only(String kind, Set<String> keys) {
        ObjectNode form = of(kind);
        ArrayNode components = form.putArray("components");
        for (JsonNode component : of(kind).path("components")) {
            String key = component.path("key").asString("");
            if (key.isEmpty() || keys.contains(key)) {
                components.add(component.deepCopy());
            }
        }
        return form;
    }

    /** What is wrong with {@code values}; empty where the form can be accepted. */
    static List<Problem> check(JsonNode form, Map<String, ? extends @Nullable Object> values) {
        List<Problem> problems = new ArrayList<>();
        check(form.path("components"), values, "", problems);
        return problems;
    }

    private static void check(
            JsonNode components, Map<String, ? extends @Nullable Object> values, String path, List<Problem> problems) {
        Map<String, JsonNode> byKey = new LinkedHashMap<>();
        flatten(components, byKey);
        for (String key : values.keySet()) {
            if (!byKey.containsKey(key)) {
                problems.add(Problem.of(path + key, "one of " + byKey.keySet(), values.get(key)));
            }
        }
        byKey.forEach((key, component) -> {
            Object value = values.get(key);
            if (value != null && !(value instanceof String text && text.isBlank())) {
                fits(component, path + key, value, problems);
            } else if (component.path("validate").path("required").asBoolean(false)) {
                problems.add(Problem.of(path + key, expected(component), "nothing"));
            }
        });
    }

    private static void flatten(JsonNode components, Map<String, JsonNode> byKey) {
        for (JsonNode component : components) {
            String type = component.path("type").asString("");
            if (type.equals("group") && !component.path("path").isString()) {
                flatten(component.path("components"), byKey);
            } else if (type.equals("dynamiclist") || type.equals("group")) {
                byKey.put(component.path("path").asString(""), component);
            } else if (!SHOWN_ONLY.contains(type)) {
                byKey.put(component.path("key").asString(""), component);
            }
        }
    }

    private static void fits(JsonNode component, String field, Object value, List<Problem> problems) {
        boolean fits =
                switch (component.path("type").asString("")) {
                    case "checkbox" -> value instanceof Boolean;
                    case "number" -> value instanceof Number;
                    case "select", "radio" ->
                        options(component)
                                .map(some -> some.contains(plain(value)))
                                .orElse(false);
                    case "datetime" -> value instanceof String text && time(text);
                    case "dynamiclist" -> list(component, field, value, problems);
                    default -> value instanceof String text && text.length() <= limit(component) && clean(text);
                };
        if (!fits) {
            problems.add(Problem.of(field, expected(component), value));
        }
    }

    private static boolean list(JsonNode component, String field, Object value, List<Problem> problems) {
        if (!(value instanceof List<?> rows)) {
            return false;
        }
        for (int i = 0; i < rows.size(); i++) {
            String path = field + "[" + i + "].";
            if (rows.get(i) instanceof Map<?, ?> row) {
                Map<String, @Nullable Object> named = new LinkedHashMap<>();
                row.forEach((name, cell) -> named.put(String.valueOf(name), cell));
                check(component.path("components"), named, path, problems);
            } else {
                problems.add(Problem.of(field + "[" + i + "]", "an object", rows.get(i)));
            }
        }
        return true;
    }

    /** A choice of yes and no may be drawn as a select whose values are true and false. */
    private static Object plain(Object value) {
        return value instanceof Boolean ? value.toString() : value;
    }

    private static Optional<List<Object>> options(JsonNode component) {
        List<Object> options = new ArrayList<>();
        for (JsonNode option : component.path("values")) {
            options.add(option.path("value").asString(""));
        }
        return options.isEmpty() ? Optional.empty() : Optional.of(options);
    }

    private static String expected(JsonNode component) {
        return switch (component.path("type").asString("")) {
            case "checkbox" -> "true or false";
            case "number" -> "a number";
            case "select", "radio" -> "one of " + options(component).orElse(List.of());
            case "datetime" -> "an RFC 3339 time";
            case "dynamiclist" -> "a list";
            default -> "text without control characters, at most " + limit(component) + " characters";
        };
    }

    private static int limit(JsonNode component) {
        return component.path("validate").path("maxLength").asInt(LONGEST);
    }

    private static boolean clean(String text) {
        return text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    }

    private static boolean time(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeParseException wrong) {
            return false;
        }
    }
}
