package dev.signalbox.decision;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Output;

/** The tables in {@code dmn/} on a plain DMN engine: every input that a case leaves out is null. */
final class DecisionTables {

    record Answer(List<String> rules, List<Map<String, Object>> outputs) {}

    private static final List<DmnDecisionTableEvaluationEvent> SEEN = new ArrayList<>();
    private static final DmnEngine ENGINE = engine();
    private static final Map<Path, DmnModelInstance> MODELS = read();
    private static final Map<String, DmnDecision> DECISIONS = parse();

    private DecisionTables() {}

    static Answer ask(String decision, Map<String, Object> given) {
        var inputs = new HashMap<String, Object>();
        inputs(decision).keySet().forEach(input -> inputs.put(input, null));
        if (!inputs.keySet().containsAll(given.keySet())) {
            throw new IllegalArgumentException(
                    "Expected inputs of %s among %s, found %s".formatted(decision, inputs.keySet(), given.keySet()));
        }
        inputs.putAll(given);
        SEEN.clear();
        var result = ENGINE.evaluateDecision(DECISIONS.get(decision), inputs);
        var rules = SEEN.stream()
                .filter(event -> event.getDecision().getKey().equals(decision))
                .flatMap(event -> event.getMatchingRules().stream())
                .map(DmnEvaluatedDecisionRule::getId)
                .toList();
        return new Answer(rules, result.getResultList());
    }

    /** Name and type of everything the decision reads, its required decisions included. */
    static Map<String, String> inputs(String decision) {
        var inputs = new LinkedHashMap<String, String>();
        for (var required : DECISIONS.get(decision).getRequiredDecisions()) {
            inputs.putAll(inputs(required.getKey()));
        }
        var answeredBelow = DECISIONS.get(decision).getRequiredDecisions().stream()
                .flatMap(required -> table(required.getKey()).getOutputs().stream())
                .map(Output::getName)
                .toList();
        for (Input column : table(decision).getInputs()) {
            var expression = column.getInputExpression();
            var name = expression.getText().getTextContent();
            if (!answeredBelow.contains(name)) {
                inputs.put(name, expression.getTypeRef() == null ? "list" : expression.getTypeRef());
            }
        }
        return inputs;
    }

    static DecisionTable table(String decision) {
        return decisions()
                .filter(it -> it.getId().equals(decision))
                .map(it -> (DecisionTable) it.getExpression())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No decision " + decision + " in dmn/"));
    }

    static Stream<Decision> decisions() {
        return MODELS.values().stream().flatMap(model -> model.getModelElementsByType(Decision.class).stream());
    }

    static Map<Path, DmnModelInstance> models() {
        return MODELS;
    }

    private static DmnEngine engine() {
        var configuration = new DefaultDmnEngineConfiguration();
        configuration.setCustomPostDecisionTableEvaluationListeners(List.of(SEEN::add));
        return configuration.buildEngine();
    }

    private static Map<Path, DmnModelInstance> read() {
        try (var files = Files.list(Path.of("dmn"))) {
            return files.filter(file -> file.toString().endsWith(".dmn"))
                    .sorted(Comparator.naturalOrder())
                    .collect(toMap(
                            file -> file,
                            file -> Dmn.readModelFromFile(file.toFile()),
                            (a, b) -> a,
                            LinkedHashMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, DmnDecision> parse() {
        var decisions = new HashMap<String, DmnDecision>();
        for (Path file : MODELS.keySet()) {
            try (InputStream stream = Files.newInputStream(file)) {
                ENGINE.parseDecisions(stream).forEach(decision -> decisions.put(decision.getKey(), decision));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return decisions;
    }
}
