package dev.signalbox.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.InputEntry;
import org.camunda.bpm.model.dmn.instance.Output;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomInputsDecisionTest {

    private static final int ROUNDS = 60;
    private static final Pattern LITERAL = Pattern.compile("\"([^\"]*)\"");
    private static final long SEED = Long.getLong("decision.seed", System.nanoTime());

    static Stream<String> decisions() {
        return DecisionTables.decisions().map(Decision::getId);
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void everyTableAnswersWhateverItIsAsked(String decision) {
        System.out.printf("%s: -Ddecision.seed=%d%n", decision, SEED);
        var random = new Random(SEED);
        var table = DecisionTables.table(decision);
        var names = table.getOutputs().stream().map(Output::getName).toList();
        var words = words();

        for (int round = 0; round < ROUNDS; round++) {
            var asked = new LinkedHashMap<String, Object>();
            DecisionTables.inputs(decision).forEach((name, type) -> asked.put(name, any(name, type, words, random)));

            var answer = DecisionTables.ask(decision, asked);

            assertThat(answer.outputs()).as("seed %d, asked %s", SEED, asked).allSatisfy(output -> assertThat(output)
                    .containsOnlyKeys(names));
            if (table.getHitPolicy() != HitPolicy.COLLECT) {
                assertThat(answer.outputs())
                        .as("seed %d, asked %s", SEED, asked)
                        .hasSize(1);
            }
        }
    }

    private static Object any(String name, String type, Map<String, List<String>> words, Random random) {
        var known = words.getOrDefault(name, List.of("anything"));
        return switch (type) {
            case "boolean" -> oneOf(random, true, false, null);
            case "long" -> oneOf(random, null, Long.MIN_VALUE, -1L, 0L, 1L, 59L, 60L, 61L, Long.MAX_VALUE);
            case "string" ->
                random.nextInt(8) > 0
                        ? known.get(random.nextInt(known.size()))
                        : oneOf(random, null, "", "null", "\"", "Ünknown\u202e");
            default ->
                name.equals("incidentsRemaining")
                        ? oneOf(random, null, "unlimited", "many", -1, 0, 1L)
                        : oneOf(
                                random,
                                null,
                                List.of(),
                                Arrays.asList("nothing", null),
                                known,
                                List.of(known.get(random.nextInt(known.size()))));
        };
    }

    private static Object oneOf(Random random, Object... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** The literals that any table compares an input with. */
    private static Map<String, List<String>> words() {
        var words = new LinkedHashMap<String, TreeSet<String>>();
        DecisionTables.decisions()
                .map(Decision::getId)
                .map(DecisionTables::table)
                .forEach(table -> {
                    var columns = table.getInputs().stream()
                            .map(column -> column.getInputExpression().getText().getTextContent())
                            .toList();
                    table.getRules().forEach(rule -> {
                        var entries = new ArrayList<InputEntry>(rule.getInputEntries());
                        for (int column = 0; column < columns.size(); column++) {
                            var literals = words.computeIfAbsent(columns.get(column), name -> new TreeSet<>());
                            LITERAL.matcher(entries.get(column).getTextContent())
                                    .results()
                                    .forEach(found -> literals.add(found.group(1)));
                        }
                    });
                });
        var lists = new LinkedHashMap<String, List<String>>();
        words.forEach((name, literals) -> {
            if (!literals.isEmpty()) {
                lists.put(name, List.copyOf(literals));
            }
        });
        return lists;
    }
}
