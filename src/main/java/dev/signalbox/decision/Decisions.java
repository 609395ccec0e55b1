package dev.signalbox.decision;

import dev.signalbox.ticket.TicketNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.DecisionService;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Evaluates the newest version of a decision; used where no business rule task of a model does. */
@Component
public class Decisions {

    private final ObjectProvider<DecisionService> engine;

    Decisions(ObjectProvider<DecisionService> engine) {
        this.engine = engine;
    }

    /** The outputs of the one rule that answers. */
    public Map<String, @Nullable Object> decide(String key, Map<String, ? extends @Nullable Object> inputs) {
        List<Map<String, @Nullable Object>> answers = collect(key, inputs);
        if (answers.size() != 1) {
            throw new IllegalStateException(
                    "Expected one answer of decision " + key + " for " + inputs.keySet() + ", found " + answers.size());
        }
        return answers.getFirst();
    }

    /** The same about a ticket outside of its flow, on whose timeline it is told. */
    public Map<String, @Nullable Object> decide(
            TicketNumber about, String key, Map<String, ? extends @Nullable Object> inputs) {
        return DecisionRecorder.about(about, () -> decide(key, inputs));
    }

    /** As {@link #collect}, asked for the ticket beside its flow. */
    public List<Map<String, @Nullable Object>> collectFor(
            TicketNumber ticket, String key, Map<String, ? extends @Nullable Object> inputs) {
        return DecisionRecorder.about(ticket, () -> collect(key, inputs));
    }

    /** As {@link #collect}, for somebody who only looks: nothing is recorded. */
    public List<Map<String, @Nullable Object>> peek(String key, Map<String, ? extends @Nullable Object> inputs) {
        return DecisionRecorder.unrecorded(() -> collect(key, inputs));
    }

    /** The outputs of every rule that matches. */
    public List<Map<String, @Nullable Object>> collect(String key, Map<String, ? extends @Nullable Object> inputs) {
        var result = engine.getObject()
                .evaluateDecisionByKey(key)
                .variables(new LinkedHashMap<String, Object>(inputs))
                .evaluate();
        return result.stream()
                .map(rule -> {
                    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
                    outputs.putAll(rule.getEntryMap());
                    return outputs;
                })
                .toList();
    }
}
