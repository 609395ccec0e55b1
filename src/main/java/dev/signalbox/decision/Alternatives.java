package dev.signalbox.decision;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.InputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Asks the version of a table that decided what it would have answered otherwise: one input at a time is set to what
 * the table's own cells name, and the table is evaluated. Nothing is guessed: a table that does not give its recorded
 * answer for the recorded inputs has no alternatives.
 */
@Component
public class Alternatives {

    /** What one look may cost. */
    private static final int MOST_EVALUATIONS = 400;

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern LITERAL =
            Pattern.compile("\"([^\"]*)\"|\\b(true|false|null)\\b|(?<![\\w.])(-?\\d+(?:\\.\\d+)?)(?![\\w.])");

    private final ObjectProvider<RepositoryService> repository;
    private final Map<String, Optional<Table>> tables = new ConcurrentHashMap<>();
    private final Answers answers = new Answers();

    Alternatives(ObjectProvider<RepositoryService> repository) {
        this.repository = repository;
    }

    /** A table on its own: its inputs with the literals of their columns, its rules in order. */
    private record Table(
            DmnDecision decision, Map<String, Set<@Nullable Object>> literals, List<DecisionRecord.Rule> rules) {

        int row(String rule) {
            for (int i = 0; i < rules.size(); i++) {
                if (rules.get(i).id().equals(rule)) {
                    return i;
                }
            }
            return rules.size();
        }
    }

    /** Other answers, each with the one input that leads to it; the rule nearest to the one that matched comes first. */
    public List<Alternative> of(DecisionRecord made) {
        if (made.rules().size() != 1 || !(made.outputs() instanceof Map<?, ?> outputs)) {
            return List.of();
        }
        Table table = table(made).orElse(null);
        if (table == null
                || !table.literals().keySet().containsAll(made.inputs().keySet())) {
            return List.of();
        }
        String matched = made.rules().getFirst().id();
        if (answers.ask(table, made.inputs())
                .filter(again -> again.rule().equals(matched))
                .isEmpty()) {
            return List.of();
        }
        List<Alternative> found = new ArrayList<>();
        Set<Object> told = new HashSet<>(Set.of(outputs));
        int evaluations = 0;
        for (String input : made.inputs().keySet()) {
            for (Object value :
                    candidates(made.inputs().get(input), table.literals().getOrDefault(input, Set.of()))) {
                if (++evaluations > MOST_EVALUATIONS) {
                    break;
                }
                Map<String, @Nullable Object> changed = new HashMap<>(made.inputs());
                changed.put(input, value);
                answers.ask(table, changed)
                        .filter(answer -> !answer.rule().equals(matched))
                        .ifPresent(answer -> found.add(new Alternative(
                                input, value, table.rules().get(table.row(answer.rule())), answer.outputs())));
            }
        }
        int stood = table.row(matched);
        found.sort(Comparator.comparingInt(one -> Math.abs(table.row(one.rule().id()) - stood)));
        return found.stream().filter(one -> told.add(one.outputs())).toList();
    }

    /** Other values for an input; a list gains or loses one element. */
    private static List<@Nullable Object> candidates(@Nullable Object now, Set<@Nullable Object> literals) {
        List<@Nullable Object> candidates = new ArrayList<>();
        if (now instanceof Collection<?> several) {
            for (Object literal : literals) {
                List<@Nullable Object> changed = new ArrayList<>(several);
                if (!changed.remove(literal)) {
                    changed.add(literal);
                }
                candidates.add(changed);
            }
            return candidates;
        }
        for (Object literal : literals) {
            if (literal instanceof BigDecimal number) {
                candidates.addAll(List.of(
                        number, number.subtract(BigDecimal.ONE).max(BigDecimal.ZERO), number.add(BigDecimal.ONE)));
            } else {
                candidates.add(literal);
            }
        }
        candidates.removeIf(candidate -> String.valueOf(candidate).equals(String.valueOf(now)));
        return candidates;
    }

    private Optional<Table> table(DecisionRecord made) {
        DecisionDefinition definition = repository
                .getObject()
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(made.key())
                .decisionDefinitionVersion(made.version())
                .singleResult();
        return definition == null
                ? Optional.empty()
                : tables.computeIfAbsent(definition.getId(), id -> read(id, definition.getKey()));
    }

    private Optional<Table> read(String definitionId, String key) {
        DmnModelInstance model =
                repository.getObject().getDmnModelInstance(definitionId).clone();
        if (!(model.getModelElementById(key) instanceof Decision decision)
                || !(decision.getExpression() instanceof DecisionTable table)
                || table.getHitPolicy() == HitPolicy.COLLECT) {
            return Optional.empty();
        }
        List<Input> inputs = List.copyOf(table.getInputs());
        List<String> names = inputs.stream()
                .map(input ->
                        input.getInputExpression().getText().getTextContent().strip())
                .toList();
        if (!names.stream().allMatch(name -> PLAIN_NAME.matcher(name).matches())) {
            return Optional.empty();
        }
        Map<String, Set<@Nullable Object>> literals = new LinkedHashMap<>();
        names.forEach(name -> literals.put(name, new LinkedHashSet<>()));
        for (Rule rule : table.getRules()) {
            List<InputEntry> entries = List.copyOf(rule.getInputEntries());
            for (int i = 0; i < entries.size(); i++) {
                Objects.requireNonNull(literals.get(names.get(i)))
                        .addAll(literals(entries.get(i).getText().getTextContent()));
            }
        }
        List<DecisionRecord.Rule> rules = table.getRules().stream()
                .map(rule -> new DecisionRecord.Rule(
                        rule.getId(),
                        rule.getDescription() == null
                                ? null
                                : rule.getDescription().getTextContent().strip()))
                .toList();
        // what other tables answered is among the recorded inputs
        List.copyOf(decision.getInformationRequirements()).forEach(decision.getInformationRequirements()::remove);
        return Optional.of(new Table(answers.parse(key, model), literals, rules));
    }

    private static List<@Nullable Object> literals(String cell) {
        return LITERAL.matcher(cell)
                .results()
                .map(Alternatives::literal)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static @Nullable Object literal(MatchResult found) {
        if (found.group(1) != null) {
            return found.group(1);
        }
        String word = found.group(2);
        if (word == null) {
            return new BigDecimal(found.group(3));
        }
        return word.equals("null") ? null : Boolean.valueOf(word);
    }

    /** Evaluates beside the process engine, so that nothing is recorded. */
    private static class Answers {

        private final ThreadLocal<@Nullable String> matched = new ThreadLocal<>();
        private final DmnEngine engine;

        Answers() {
            DefaultDmnEngineConfiguration settings =
                    (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
            settings.setFeelEngineFactory(new RememberingFeel());
            settings.getCustomPostDecisionTableEvaluationListeners().add(this::note);
            this.engine = settings.buildEngine();
        }

        record Answer(String rule, Map<String, @Nullable Object> outputs) {}

        private void note(DmnDecisionTableEvaluationEvent event) {
            matched.set(
                    event.getMatchingRules().size() == 1
                            ? event.getMatchingRules().getFirst().getId()
                            : null);
        }

        DmnDecision parse(String key, DmnModelInstance model) {
            return engine.parseDecision(key, model);
        }

        /** Empty where no single rule answers. */
        Optional<Answer> ask(Table table, Map<String, ? extends @Nullable Object> inputs) {
            try {
                var result = engine.evaluateDecisionTable(table.decision(), new HashMap<>(inputs));
                String rule = matched.get();
                DmnDecisionRuleResult answer = result.getSingleResult();
                return rule == null || answer == null
                        ? Optional.empty()
                        : Optional.of(new Answer(rule, new HashMap<>(answer.getEntryMap())));
            } catch (RuntimeException unfit) {
                // a value of another type than the cell can compare is no alternative
                return Optional.empty();
            } finally {
                matched.remove();
            }
        }
    }
}
