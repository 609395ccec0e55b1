package dev.signalbox.workflow.models;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A decision as the gate sees it: what it asks, needs and answers, with the type of each. */
record Table(
        String file,
        Node decision,
        String hitPolicy,
        Map<String, String> inputs,
        Map<String, String> outputs,
        Map<String, Set<String>> literals,
        List<String> required) {

    String id() {
        return decision.id();
    }
}
