package dev.signalbox.workflow.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a file says, in rows a person can read without a modeler: the rules of a table, the steps of a flow, the fields
 * of a form, and which of them another version has not, or has otherwise.
 */
public record Outline(List<Section> sections) {

    /** A decision, a flow or a form: its id, title, columns and a row for each rule, step or field. */
    public record Section(String id, String title, List<String> columns, List<Row> rows) {}

    /** {@code change} is new, changed or gone against the version compared with; empty where it is the same. */
    public record Row(String id, List<String> cells, String change) {}

    /** Files that passed the gate; {@code before} is null where there is nothing to compare with. */
    static Outline of(ModelFile file, @Nullable ModelFile before, JsonMapper json) {
        Map<String, Section> sections = sections(file, json);
        Map<String, Section> older = before == null ? Map.of() : sections(before, json);
        return new Outline(sections.entrySet().stream()
                .map(entry -> before == null ? entry.getValue() : compared(entry.getValue(), older.get(entry.getKey())))
                .toList());
    }

    private static Section compared(Section now, @Nullable Section before) {
        Map<String, Row> old = new LinkedHashMap<>();
        if (before != null) {
            before.rows().forEach(row -> old.put(row.id(), row));
        }
        List<Row> rows = new ArrayList<>();
        for (Row row : now.rows()) {
            Row was = old.remove(row.id());
            String change = was == null ? "new" : was.cells().equals(row.cells()) ? "" : "changed";
            rows.add(new Row(row.id(), row.cells(), change));
        }
        old.values().forEach(row -> rows.add(new Row(row.id(), row.cells(), "gone")));
        return new Section(now.id(), now.title(), now.columns(), rows);
    }

    private static Map<String, Section> sections(ModelFile file, JsonMapper json) {
        if (file.kind().equals("form")) {
            return Map.of(file.key(), form(json.readTree(file.content())));
        }
        Node root = XmlWall.read(file, new Findings());
        if (root == null) {
            return Map.of();
        }
        Map<String, Section> sections = new LinkedHashMap<>();
        if (file.kind().equals("dmn")) {
            root.children("decision").forEach(decision -> decision.children("decisionTable")
                    .forEach(table -> sections.put(decision.id(), table(decision, table))));
        } else {
            root.children("process").forEach(process -> sections.put(process.id(), flow(process)));
        }
        return sections;
    }

    private static Section table(Node decision, Node table) {
        List<String> columns = new ArrayList<>();
        table.children("input").forEach(input -> columns.add(label(input, "label")));
        table.children("output").forEach(output -> columns.add("→ " + label(output, "name")));
        columns.add("");
        List<Row> rows = table.children("rule")
                .map(rule -> {
                    List<String> cells = Stream.concat(rule.children("inputEntry"), rule.children("outputEntry"))
                            .map(entry -> entry.children("text")
                                    .map(Node::text)
                                    .findFirst()
                                    .orElse(""))
                            .map(text -> text.isEmpty() ? "–" : text)
                            .collect(Collectors.toCollection(ArrayList::new));
                    cells.add(rule.children("description")
                            .map(Node::text)
                            .findFirst()
                            .orElse(""));
                    return new Row(rule.id(), cells, "");
                })
                .toList();
        String policy = table.attributes.getOrDefault("hitPolicy", "UNIQUE");
        return new Section(decision.id(), label(decision, "name") + " · " + policy, columns, rows);
    }

    private static String label(Node node, String attribute) {
        String found = node.get(attribute);
        return found == null || found.isBlank() ? node.id() : found;
    }

    private static Section flow(Node process) {
        List<Row> rows = new ArrayList<>();
        Stream.concat(Stream.of(process), process.all("subProcess")).forEach(scope -> Flow.nodes(scope).stream()
                .filter(node -> !node.name.equals("exclusiveGateway")
                        || Flow.flowsFrom(scope, node).size() > 1)
                .forEach(node -> rows.add(step(scope, node))));
        return new Section(process.id(), label(process, "name"), List.of("Step", "Kind", "Works by", "Then"), rows);
    }

    private static Row step(Node scope, Node node) {
        String by = Stream.of(
                        node.get(Flow.CAMUNDA + "formRef"),
                        node.get(Flow.CAMUNDA + "decisionRef"),
                        node.get(Flow.CAMUNDA + "delegateExpression"),
                        node.get("calledElement"),
                        node.get("attachedToRef"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        String then = Flow.flowsFrom(scope, node).stream()
                .map(edge -> way(scope, edge))
                .collect(Collectors.joining("; "));
        return new Row(node.id(), List.of(label(node, "name"), node.name, by, then), "");
    }

    private static String way(Node scope, Node edge) {
        String to = target(scope, edge, 0);
        String name = edge.get("name");
        String condition =
                edge.children("conditionExpression").map(Node::text).findFirst().orElse("");
        return (name == null ? "" : name + ": ") + to + (condition.isEmpty() ? "" : " if " + condition);
    }

    /** The next element somebody would name: gateways that only join are passed over. */
    private static String target(Node scope, Node edge, int passed) {
        Node node = Flow.nodes(scope).stream()
                .filter(other -> other.id().equals(edge.get("targetRef")))
                .findFirst()
                .orElse(null);
        if (node == null) {
            return String.valueOf(edge.get("targetRef"));
        }
        List<Node> on = Flow.flowsFrom(scope, node);
        boolean joins = node.name.equals("exclusiveGateway") && on.size() == 1 && passed < 20;
        return joins ? target(scope, on.getFirst(), passed + 1) : label(node, "name");
    }

    private static Section form(JsonNode form) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode component : form.path("components")) {
            String key = component.path("key").asString(component.path("path").asString(""));
            if (!key.isEmpty()) {
                List<String> options = new ArrayList<>();
                component
                        .path("values")
                        .forEach(option -> options.add(option.path("value").asString("")));
                rows.add(new Row(
                        key,
                        List.of(
                                component
                                        .path("label")
                                        .asString(component.path("dateLabel").asString(key)),
                                key,
                                component.path("type").asString(""),
                                component.path("validate").path("required").asBoolean(false) ? "yes" : "–",
                                String.join(", ", options)),
                        ""));
            }
        }
        String id = form.path("id").asString("");
        return new Section(id, id, List.of("Field", "Key", "Type", "Required", "Values"), rows);
    }
}
