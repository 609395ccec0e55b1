package dev.signalbox.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A change as a support manager makes it: after intake some customers' tickets are looked at twice, and intake's tasks
 * go to another queue. Its own flow, table and form are as the desktop modeler writes them.
 */
public final class ChangedModels {

    private ChangedModels() {}

    /** The changed files, by name. */
    public static Map<String, String> secondLook() {
        Map<String, String> files = new LinkedHashMap<>();
        for (String name : List.of("second-look.bpmn", "vip.dmn", "second-look.form")) {
            files.put(name, read(Path.of("src/test/resources/modeler-flow", name)));
        }
        files.put(
                "ticket-lifecycle.bpmn",
                replaced(
                        shipped("ticket-lifecycle.bpmn"),
                        Map.of(
                                "sourceRef=\"callActivity_intake\" targetRef=\"gateway_questionOpen\"",
                                "sourceRef=\"callActivity_intake\" targetRef=\"callActivity_secondLook\"",
                                "<bpmn:callActivity id=\"callActivity_intake\"",
                                """
                        <bpmn:callActivity id="callActivity_secondLook" name="Second look" calledElement="second-look">
                          <bpmn:extensionElements>
                            <camunda:in businessKey="#{ticket}" />
                            <camunda:in source="ticket" target="ticket" />
                          </bpmn:extensionElements>
                        </bpmn:callActivity>
                        <bpmn:sequenceFlow id="flow_looked" sourceRef="callActivity_secondLook" targetRef="gateway_questionOpen" />
                        <bpmn:callActivity id="callActivity_intake\"""")));
        files.put("assign-queue.dmn", frontDesk());
        return files;
    }

    /** The table of queues with another queue for intake. */
    public static String frontDesk() {
        return replaced(
                shipped("assign-queue.dmn"),
                Map.of(
                        "<outputEntry id=\"assign-queue_intake_out_queue\"><text>\"triage\"</text>",
                        "<outputEntry id=\"assign-queue_intake_out_queue\"><text>\"front-desk\"</text>"));
    }

    /** A file as it is shipped. */
    public static String shipped(String name) {
        String folder = name.endsWith(".dmn") ? "dmn" : name.endsWith(".form") ? "processes/forms" : "processes";
        return read(Path.of(folder, name));
    }

    /** The body of {@code POST /api/models}. */
    public static Map<String, Object> release(Map<String, String> files, String reason) {
        return Map.of(
                "reason",
                reason,
                "files",
                files.entrySet().stream()
                        .map(file -> Map.of("name", file.getKey(), "content", file.getValue()))
                        .toList());
    }

    private static String replaced(String text, Map<String, String> changes) {
        String changed = text;
        for (var change : changes.entrySet()) {
            assertThat(changed).contains(change.getKey());
            changed = changed.replace(change.getKey(), change.getValue());
        }
        return changed;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
