package dev.signalbox.workflow.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An element of a model file, with the line it begins on; attributes by {@code {namespace}name}, or by name alone. */
final class Node {

    final String namespace;
    final String name;
    final int line;
    final @Nullable Node parent;
    final Map<String, String> attributes = new LinkedHashMap<>();
    final List<Node> children = new ArrayList<>();
    final StringBuilder text = new StringBuilder();

    Node(String namespace, String name, int line, @Nullable Node parent) {
        this.namespace = namespace;
        this.name = name;
        this.line = line;
        this.parent = parent;
    }

    @Nullable
    String get(String attribute) {
        return attributes.get(attribute);
    }

    String id() {
        return attributes.getOrDefault("id", "");
    }

    String text() {
        return text.toString().strip();
    }

    Stream<Node> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(Node::all));
    }

    Stream<Node> all(String wanted) {
        return all().filter(node -> node.name.equals(wanted));
    }

    Stream<Node> children(String wanted) {
        return children.stream().filter(node -> node.name.equals(wanted));
    }

    /** The nearest element around this one, itself included, that has an id. */
    String nearestId() {
        for (Node at = this; at != null; at = at.parent) {
            if (!at.id().isEmpty()) {
                return at.id();
            }
        }
        return name;
    }
}
