package dev.signalbox.workflow.models;

import dev.signalbox.ticket.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a form may hold: fields that the desk draws and checks, no HTML, no expressions, no patterns. */
final class FormRules {

    private static final int MOST_BYTES = 262_144;
    private static final int LONGEST_LABEL = 500;
    private static final int MOST_FIELDS = 60;
    private static final Set<String> INPUTS =
            Set.of("textfield", "textarea", "number", "checkbox", "select", "radio", "datetime", "dynamiclist");
    private static final Set<String> SHOWN = Set.of("text", "separator", "spacer", "group");
    private static final Set<String> OF_FORM = Set.of(
            "id", "type", "schemaVersion", "executionPlatform", "executionPlatformVersion", "exporter", "components");
    private static final Set<String> OF_COMPONENT = Set.of(
            "id",
            "type",
            "key",
            "path",
            "label",
            "text",
            "description",
            "values",
            "validate",
            "components",
            "layout",
            "defaultValue",
            "subtype",
            "dateLabel",
            "timeLabel",
            "timeSerializingFormat",
            "timeInterval",
            "use24h",
            "isRepeating",
            "allowAddRemove",
            "defaultRepetitions",
            "showOutline",
            "decimalDigits",
            "increment",
            "appearance",
            "height",
            "searchable");
    private static final Set<String> VALIDATIONS = Set.of("required", "maxLength", "minLength", "min", "max");
    private static final Pattern KEY = Pattern.compile("[a-zA-Z][a-zA-Z0-9]{0,59}");
    private static final Pattern OPTION = Pattern.compile("[A-Za-z0-9_ .-]{1,100}");

    private final Findings findings;
    private final JsonMapper json;

    FormRules(Findings findings, JsonMapper json) {
        this.findings = findings;
        this.json = json;
    }

    /** The form; null where it is none, with the findings saying why. */
    @Nullable
    Form read(ModelFile file) {
        if (file.content().length > MOST_BYTES) {
            return refuse(file, "", "at most 256 KiB", file.content().length + " bytes");
        }
        JsonNode form;
        try {
            form = json.readTree(file.content());
        } catch (JacksonException malformed) {
            int line = malformed.getLocation() == null
                    ? 0
                    : malformed.getLocation().getLineNr();
            findings.add(
                    Problem.of(Findings.at(file.name(), "", line), "JSON of form-js", malformed.getOriginalMessage()));
            return null;
        }
        if (!form.isObject() || !form.path("components").isArray()) {
            return refuse(file, "", "a form of form-js with components", form.getNodeType());
        }
        only(file, "", form, OF_FORM);
        if (!form.path("type").asString("").equals("default")) {
            refuse(file, "type", Findings.quoted("default"), form.path("type"));
        }
        if (!form.path("id").asString("").equals(file.key())) {
            refuse(file, "id", "the name of the file, " + Findings.quoted(file.key()), form.path("id"));
        }
        Map<String, Form.Field> fields = new LinkedHashMap<>();
        components(file, form.path("components"), fields, 0);
        if (fields.isEmpty() || fields.size() > MOST_FIELDS) {
            refuse(file, "components", "1 to " + MOST_FIELDS + " fields", fields.size());
        }
        return new Form(file.key(), fields);
    }

    /** A form of the product's own keeps what the product reads: each field of it, by key and type. */
    void keeps(ModelFile file, Form form, Form shipped) {
        shipped.fields().forEach((key, field) -> {
            Form.Field found = form.fields().get(key);
            boolean same = found != null && found.type().equals(field.type());
            boolean filled = found != null && found.required();
            if (field.required() && !(same && filled)) {
                refuse(
                        file,
                        key,
                        "a required " + Findings.quoted(field.type()) + ", which the product reads",
                        told(found));
            } else if (found != null && !same) {
                refuse(file, key, "a " + Findings.quoted(field.type()), found.type());
            }
        });
    }

    private static String told(Form.@Nullable Field found) {
        if (found == null) {
            return "no such field";
        }
        return (found.required() ? "a required " : "an optional ") + Findings.quoted(found.type());
    }

    private void components(ModelFile file, JsonNode components, Map<String, Form.Field> fields, int depth) {
        if (depth > 3) {
            refuse(file, "components", "at most 3 levels of groups", depth);
            return;
        }
        for (JsonNode component : components) {
            String type = component.path("type").asString("");
            String key =
                    component.path(type.equals("dynamiclist") ? "path" : "key").asString("");
            String at = key.isEmpty() ? component.path("id").asString(type) : key;
            if (!INPUTS.contains(type) && !SHOWN.contains(type)) {
                refuse(file, at, "a component of " + new TreeSet<>(INPUTS) + " or " + new TreeSet<>(SHOWN), type);
                continue;
            }
            only(file, at, component, OF_COMPONENT);
            only(file, at + ".validate", component.path("validate"), VALIDATIONS);
            words(file, at, component);
            if (INPUTS.contains(type)) {
                boolean required = component.path("validate").path("required").asBoolean(false);
                if (!KEY.matcher(key).matches()
                        || fields.put(key, new Form.Field(type, required)) != null
                        || Vocabulary.PROTECTED.contains(key)) {
                    refuse(file, at, "a key of its own, of letters and digits, none of " + Vocabulary.PROTECTED, key);
                }
                options(file, at, type, component);
            }
            if (type.equals("group")) {
                components(file, component.path("components"), fields, depth + 1);
            } else if (type.equals("dynamiclist")) {
                components(file, component.path("components"), new LinkedHashMap<>(), depth + 1);
            }
        }
    }

    private void words(ModelFile file, String at, JsonNode component) {
        for (String text : Set.of("label", "text", "description", "dateLabel", "timeLabel")) {
            JsonNode words = component.path(text);
            boolean plain = words.isMissingNode()
                    || words.isString()
                            && words.asString().length() <= LONGEST_LABEL
                            && !words.asString().startsWith("=")
                            && !words.asString().contains("{{")
                            && !words.asString().contains("<");
            if (!plain) {
                refuse(file, at + "." + text, "plain text of at most " + LONGEST_LABEL + " characters", words);
            }
        }
        boolean labelled = component.path("label").isString()
                || !INPUTS.contains(component.path("type").asString(""))
                || component.path("dateLabel").isString();
        if (!labelled) {
            refuse(file, at, "a label", "none");
        }
    }

    private void options(ModelFile file, String at, String type, JsonNode component) {
        boolean choice = type.equals("select") || type.equals("radio");
        JsonNode values = component.path("values");
        if (!choice) {
            return;
        }
        if (!values.isArray() || values.isEmpty()) {
            refuse(file, at, "values to choose from", values);
        }
        for (JsonNode option : values) {
            if (!OPTION.matcher(option.path("value").asString("")).matches()
                    || !option.path("label").isString()) {
                refuse(file, at, "options with a label and a value of letters, digits, _ . -", option);
            }
        }
    }

    private void only(ModelFile file, String at, JsonNode object, Set<String> known) {
        object.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> refuse(file, at, "nothing but " + new TreeSet<>(known), name));
    }

    private @Nullable Form refuse(ModelFile file, String at, String expected, @Nullable Object found) {
        findings.add(Problem.of(Findings.at(file.name(), at, 0), expected, found));
        return null;
    }
}
