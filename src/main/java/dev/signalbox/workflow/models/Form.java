package dev.signalbox.workflow.models;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A form as the gate sees it: its fields by key. */
record Form(String id, Map<String, Field> fields) {

    /** One field; {@code required} where it must be filled in. */
    record Field(String type, boolean required) {

        /** Whether the answer is a choice or a number, so that a flow may branch on it. */
        boolean branches() {
            return Set.of("select", "radio", "checkbox", "number").contains(type);
        }
    }

    /** Keys a flow may branch on, without those of {@code known}, which the product itself reads. */
    Set<String> branching(Set<String> known) {
        Set<String> keys = new TreeSet<>();
        fields.forEach((key, field) -> {
            if (field.branches() && !known.contains(key)) {
                keys.add(key);
            }
        });
        return keys;
    }
}
