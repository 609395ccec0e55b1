package dev.signalbox.messaging;

import dev.signalbox.ticket.Refused;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import tools.jackson.core.JsonPointer;

/** Reads a mapping file as plain nodes, so that whatever is wrong is told with its line and field. */
final class MappingReader {

    private static final int LARGEST = 256 * 1024;
    private static final int UNCUT = 200_000;

    private final String name;
    private final Schemas schemas;

    MappingReader(String name, Schemas schemas) {
        this.name = name;
        this.schemas = schemas;
    }

    WebhookMapping read(String yaml) {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(LARGEST);
        limits.setMaxAliasesForCollections(0);
        limits.setNestingDepthLimit(10);
        Node root;
        try {
            root = new Yaml(limits).compose(new StringReader(yaml));
        } catch (MarkedYAMLException malformed) {
            int line = malformed.getProblemMark() == null
                    ? 1
                    : malformed.getProblemMark().getLine() + 1;
            throw new Refused(name + " line " + line, "YAML", malformed.getProblem());
        } catch (RuntimeException malformed) {
            throw new Refused(name, "YAML", String.valueOf(malformed.getMessage()));
        }
        if (root == null) {
            throw new Refused(name + " line 1", "a mapping", "nothing");
        }
        Map<String, Node> fields = fields(root, "", Set.of("description", "source", "require", "each", "events"));
        Node each = fields.get("each");
        String source =
                fields.containsKey("source") ? text(fields.get("source"), "source") : "urn:signalbox:webhook:" + name;
        List<WebhookMapping.Rule> rules = new ArrayList<>();
        Node events = needed(root, fields, "", "events");
        if (!(events instanceof SequenceNode list) || list.getValue().isEmpty()) {
            throw refused(events, "events", "a list of events", "none");
        }
        for (Node event : list.getValue()) {
            rules.add(rule(event, "events[" + rules.size() + "]"));
        }
        return new WebhookMapping(
                name,
                fields.containsKey("description") ? text(fields.get("description"), "description") : name,
                source,
                conditions(fields.get("require"), "require"),
                each == null ? null : pointer(each, "each", text(each, "each")),
                rules);
    }

    private WebhookMapping.Rule rule(Node node, String at) {
        Map<String, Node> fields = fields(node, at, Set.of("when", "type", "id", "subject", "time", "data"));
        Node typeNode = needed(node, fields, at, "type");
        String type = text(typeNode, at + ".type");
        if (!schemas.knows(Schemas.PREFIX + type + ".v1")) {
            throw refused(typeNode, at + ".type", "an inbound type, " + schemas.types(), type);
        }
        Map<String, WebhookMapping.Field> data = new LinkedHashMap<>();
        Node dataNode = fields.get("data");
        if (dataNode != null) {
            fields(dataNode, at + ".data", null)
                    .forEach((field, value) -> data.put(field, field(value, at + ".data." + field)));
        }
        Node time = fields.get("time");
        return new WebhookMapping.Rule(
                conditions(fields.get("when"), at + ".when"),
                type,
                template(needed(node, fields, at, "id"), at + ".id"),
                template(needed(node, fields, at, "subject"), at + ".subject"),
                time == null ? null : template(time, at + ".time"),
                data);
    }

    private WebhookMapping.Field field(Node node, String at) {
        if (node instanceof ScalarNode) {
            return new WebhookMapping.Field(template(node, at), Map.of(), null, UNCUT);
        }
        Map<String, Node> fields = fields(node, at, Set.of("value", "map", "else", "cut"));
        Map<String, String> words = new LinkedHashMap<>();
        Node map = fields.get("map");
        if (map != null) {
            fields(map, at + ".map", null).forEach((from, to) -> words.put(from, text(to, at + ".map." + from)));
        }
        Node otherwise = fields.get("else");
        Node cut = fields.get("cut");
        return new WebhookMapping.Field(
                template(needed(node, fields, at, "value"), at + ".value"),
                words,
                otherwise == null ? null : text(otherwise, at + ".else"),
                cut == null ? UNCUT : number(cut, at + ".cut"));
    }

    private Map<JsonPointer, String> conditions(@Nullable Node node, String at) {
        Map<JsonPointer, String> conditions = new LinkedHashMap<>();
        if (node != null) {
            fields(node, at, null)
                    .forEach((pointer, value) ->
                            conditions.put(pointer(value, at, pointer), text(value, at + "." + pointer)));
        }
        return conditions;
    }

    private WordTemplate template(Node node, String at) {
        try {
            return new WordTemplate(text(node, at));
        } catch (Refused wrong) {
            throw refused(
                    node,
                    at,
                    wrong.problems().getFirst().expected(),
                    wrong.problems().getFirst().found());
        } catch (IllegalArgumentException wrong) {
            throw refused(node, at, "JSON pointers", String.valueOf(wrong.getMessage()));
        }
    }

    private JsonPointer pointer(Node node, String at, String text) {
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException wrong) {
            throw refused(node, at, "a JSON pointer like /alerts", text);
        }
    }

    private int number(Node node, String at) {
        String text = text(node, at);
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw refused(node, at, "a number of characters", text);
        }
        return Integer.parseInt(text);
    }

    private String text(@Nullable Node node, String at) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new Refused(name + (node == null ? "" : " line " + line(node)) + ", " + at, "a text", "something else");
    }

    private Node needed(Node parent, Map<String, Node> fields, String at, String field) {
        Node found = fields.get(field);
        if (found == null) {
            throw refused(parent, at.isEmpty() ? field : at + "." + field, "a value", "nothing");
        }
        return found;
    }

    /** The fields of a node, all of {@code known} where that is given. */
    private Map<String, Node> fields(Node node, String at, @Nullable Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw refused(node, at.isEmpty() ? "file" : at, "fields", "something else");
        }
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode(), at);
            String full = at.isEmpty() ? key : at + "." + key;
            if (known != null && !known.contains(key)) {
                throw refused(
                        tuple.getKeyNode(),
                        full,
                        "one of " + known.stream().sorted().toList(),
                        key);
            }
            if (fields.put(key, tuple.getValueNode()) != null) {
                throw refused(tuple.getKeyNode(), full, "each field once", "it twice");
            }
        }
        return fields;
    }

    private Refused refused(Node node, String at, String expected, Object found) {
        return new Refused(name + " line " + line(node) + ", " + at, expected, found);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
