package dev.signalbox.web.ticketpage;

import dev.signalbox.ticket.Problem;
import dev.signalbox.web.frame.Times;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.ticketpage.TicketPage.Cell;
import dev.signalbox.web.ticketpage.TicketPage.Field;
import dev.signalbox.web.ticketpage.TicketPage.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Draws a form-js form as fields of a page, and reads what was filled in. */
@Component
class FormView {

    private static final int ROWS = 3;

    private final Words words;

    FormView(Words words) {
        this.words = words;
    }

    List<Field> draw(JsonNode form, Map<String, String> filled, List<Problem> problems) {
        List<Field> fields = new ArrayList<>();
        for (JsonNode component : form.path("components")) {
            field(component, filled, problems, fields);
        }
        return fields;
    }

    private void field(JsonNode component, Map<String, String> filled, List<Problem> problems, List<Field> fields) {
        String type = component.path("type").asString("");
        String key = component.path("key").asString("");
        String label = words.model(component.path("label").asString(key));
        if (type.equals("group")) {
            component.path("components").forEach(inner -> field(inner, filled, problems, fields));
            return;
        }
        String kind =
                switch (type) {
                    case "textarea" -> "area";
                    case "select", "radio" -> "choice";
                    case "checkbox" -> "check";
                    case "dynamiclist" -> "rows";
                    case "textfield", "number", "datetime" -> "line";
                    default -> "";
                };
        if (kind.isEmpty()) {
            return;
        }
        String name = kind.equals("rows") ? component.path("path").asString("") : key;
        fields.add(new Field(
                name,
                label,
                kind,
                component.path("validate").path("required").asBoolean(false),
                filled.get(name),
                hint(component, type),
                options(component),
                kind.equals("rows") ? rows(component, name, filled) : List.of(),
                problems.stream()
                        .filter(problem ->
                                problem.field().equals(name) || problem.field().startsWith(name + "["))
                        .map(words::problem)
                        .toList()));
    }

    private @Nullable String hint(JsonNode component, String type) {
        String description = component.path("description").asString("");
        if (!description.isEmpty()) {
            return words.model(description);
        }
        return type.equals("datetime") ? words.of("ticket.form.time", Times.zoneName()) : null;
    }

    private List<Option> options(JsonNode component) {
        return StreamSupport.stream(component.path("values").spliterator(), false)
                .map(option -> new Option(
                        option.path("value").asString(""),
                        words.model(option.path("label").asString(""))))
                .toList();
    }

    private List<List<Cell>> rows(JsonNode component, String path, Map<String, String> filled) {
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            List<Cell> cells = new ArrayList<>();
            for (JsonNode column : component.path("components")) {
                String key = path + "[" + i + "]." + column.path("key").asString("");
                boolean time = column.path("type").asString("").equals("datetime");
                String label = words.model(column.path("label").asString(""));
                cells.add(new Cell(
                        key,
                        time ? words.of("ticket.form.zone", label, Times.zoneName()) : label,
                        filled.getOrDefault(key, ""),
                        time ? Times.example() : ""));
            }
            rows.add(cells);
        }
        return rows;
    }

    /** The values of the form as the API takes them; what was left empty is left out. */
    static Map<String, @Nullable Object> read(JsonNode form, Map<String, String> filled) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (JsonNode component : form.path("components")) {
            read(component, filled, values);
        }
        return values;
    }

    private static void read(JsonNode component, Map<String, String> filled, Map<String, @Nullable Object> values) {
        String type = component.path("type").asString("");
        String key = component.path("key").asString("");
        switch (type) {
            case "group" -> component.path("components").forEach(inner -> read(inner, filled, values));
            case "checkbox" -> values.put(key, "true".equals(filled.get(key)));
            case "dynamiclist" -> {
                String path = component.path("path").asString("");
                List<Map<String, Object>> rows = new ArrayList<>();
                for (int i = 0; i < ROWS; i++) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    for (JsonNode column : component.path("components")) {
                        String name = column.path("key").asString("");
                        String value = filled.getOrDefault(path + "[" + i + "]." + name, "");
                        if (!value.isBlank()) {
                            row.put(name, typed(column, value));
                        }
                    }
                    if (!row.isEmpty()) {
                        rows.add(row);
                    }
                }
                values.put(path, rows);
            }
            case "number" -> {
                String value = filled.getOrDefault(key, "").strip();
                if (!value.isEmpty()) {
                    values.put(key, value.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(value) : value);
                }
            }
            default -> {
                String value = typed(component, filled.getOrDefault(key, ""));
                if (!key.isEmpty() && !value.isEmpty()) {
                    values.put(key, value);
                }
            }
        }
    }

    private static String typed(JsonNode component, String value) {
        String text = value.replace("\r\n", "\n").strip();
        return component.path("type").asString("").equals("datetime") ? Times.read(text) : text;
    }
}
