package dev.signalbox.decision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cases of one decision: what each row answers, and what the last row catches. */
final class Cases {

    record Case(
            String decision,
            String what,
            List<String> rules,
            Map<String, Object> inputs,
            List<Map<String, Object>> outputs) {

        DecisionTables.Answer answer() {
            return DecisionTables.ask(decision, inputs);
        }

        DecisionTables.Answer expected() {
            return new DecisionTables.Answer(rules, outputs);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private final String decision;
    private final List<String> columns;
    private final Map<String, Object> usual = new LinkedHashMap<>();
    private final List<Case> cases = new ArrayList<>();

    private Cases(String decision, List<String> columns) {
        this.decision = decision;
        this.columns = columns;
    }

    static Cases of(String decision, String... columns) {
        return new Cases(decision, List.of(columns));
    }

    /** What a case is given unless it says otherwise. */
    Cases usually(String input, Object value) {
        usual.put(input, value);
        return this;
    }

    /** What a row answers, column by column. */
    Cases row(String rule, Map<String, Object> given, @Nullable Object... answer) {
        return add(rule, List.of(rule), given, List.of(outputs(answer)));
    }

    /** Another case of the row before this one, with the same answer. */
    Cases again(Map<String, Object> given) {
        var before = cases.getLast();
        return add(before.rules().getFirst() + " " + given, before.rules(), given, before.outputs());
    }

    /** A gap between the rows, caught by the last row with its usual answer. */
    Cases gap(String what, Map<String, Object> given) {
        var last = cases.getLast();
        return add(what, last.rules(), given, last.outputs());
    }

    /** A gap between the rows, caught by the last row with an answer of its own. */
    Cases gapAnswered(String what, Map<String, Object> given, @Nullable Object... answer) {
        return add(what, cases.getLast().rules(), given, List.of(outputs(answer)));
    }

    Cases noRow(String what, Map<String, Object> given) {
        return add(what, List.of(), given, List.of());
    }

    Stream<Case> stream() {
        return cases.stream();
    }

    String decision() {
        return decision;
    }

    Set<String> coveredRules() {
        return cases.stream().flatMap(it -> it.rules().stream()).collect(Collectors.toSet());
    }

    private Cases add(String what, List<String> rules, Map<String, Object> given, List<Map<String, Object>> outputs) {
        var inputs = new LinkedHashMap<>(usual);
        inputs.putAll(given);
        cases.add(new Case(decision, what, rules, inputs, outputs));
        return this;
    }

    static Map<String, Object> given(@Nullable Object... pairs) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private Map<String, Object> outputs(@Nullable Object... answer) {
        if (answer.length != columns.size()) {
            throw new IllegalArgumentException(
                    "Expected an answer for each of %s, found %s".formatted(columns, Arrays.toString(answer)));
        }
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < answer.length; i++) {
            map.put(columns.get(i), answer[i]);
        }
        return map;
    }
}
