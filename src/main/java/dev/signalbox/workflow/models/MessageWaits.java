package dev.signalbox.workflow.models;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where the flows in force wait for which message: what whoever sends events has to know of them. */
@Component
public class MessageWaits {

    private final ModelRows rows;

    MessageWaits(ModelRows rows) {
        this.rows = rows;
    }

    /** An element that a message starts or moves on. */
    public record Wait(String message, String flow, String element, String name, String kind) {}

    @Transactional(readOnly = true)
    public List<Wait> inForce() {
        return rows.inForce().stream()
                .map(ModelVersion::file)
                .filter(file -> file.kind().equals("bpmn"))
                .flatMap(MessageWaits::of)
                .toList();
    }

    private static Stream<Wait> of(ModelFile file) {
        Node root = XmlWall.read(file, new Findings());
        if (root == null) {
            return Stream.empty();
        }
        return root.children("process").flatMap(process -> {
            Flow flow = new Flow(file.name(), root, process);
            return flow.scopes()
                    .flatMap(scope -> Flow.nodes(scope).stream())
                    .map(node -> wait(flow, node))
                    .filter(Objects::nonNull);
        });
    }

    private static @Nullable Wait wait(Flow flow, Node node) {
        String message = flow.message(node);
        return message == null
                ? null
                : new Wait(message, flow.id(), node.id(), node.attributes.getOrDefault("name", node.id()), node.name);
    }
}
