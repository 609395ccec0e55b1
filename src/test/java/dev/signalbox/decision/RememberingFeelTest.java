package dev.signalbox.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.Test;

/** Our FEEL answers as the engine's own does, whatever it is asked, faults included. */
class RememberingFeelTest {

    private static final int ROUNDS = 4_000;
    private static final List<Object> VALUES = Arrays.asList(
            null,
            true,
            false,
            "A",
            "B",
            "a long text with \"quotes\"",
            "",
            0,
            1,
            -1,
            7.5,
            Long.MAX_VALUE,
            LocalDate.parse("2026-02-28"),
            ZonedDateTime.parse("2026-03-29T02:30:00+02:00"),
            List.of("A", "B"),
            List.of(),
            List.of(1, 2, 3),
            Map.of("k", "v"));
    private static final List<String> ATOMS = List.of(
            "null",
            "true",
            "false",
            "\"A\"",
            "\"B\"",
            "1",
            "-1",
            "7.5",
            "x",
            "y",
            "unheardOf",
            "x.k",
            "[1, 2]",
            "date(\"2026-02-28\")",
            "date and time(\"2026-03-29T02:30:00+02:00\")",
            "duration(\"P1D\")",
            "{k: \"v\"}",
            "string length(x)",
            "count(y)",
            "upper case(x)",
            "is defined(x)",
            "no such function(x)",
            "x +",
            "\"open");
    private static final List<String> OPERATORS =
            List.of(" = ", " != ", " < ", " <= ", " + ", " - ", " * ", " / ", " and ", " or ", " in ", " ** ");

    private final FeelEngine stock = new ScalaFeelEngineFactory(List.of()).createInstance();
    private final FeelEngine ours = new RememberingFeel().createInstance();
    private final long seed = Long.getLong("feel.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void randomExpressionsAndTestsGetTheSameAnswers() {
        System.out.println("-Dfeel.seed=" + seed);
        int answered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Object> asked = new HashMap<>();
            asked.put("x", one(VALUES));
            asked.put("y", one(VALUES));
            var context = Variables.putValue("x", asked.get("x"))
                    .putValue("y", asked.get("y"))
                    .asVariableContext();
            String expression = expression(2);
            String test = test();

            Object expected = answer(() -> stock.evaluateSimpleExpression(expression, context));
            answered += expected instanceof Exception ? 0 : 1;
            assertThat(told(() -> ours.evaluateSimpleExpression(expression, context)))
                    .as("seed %d, round %d: %s of %s", seed, round, expression, asked)
                    .isEqualTo(told(expected));
            assertThat(told(() -> ours.evaluateSimpleUnaryTests(test, "x", context)))
                    .as("seed %d, round %d: %s of %s", seed, round, test, asked)
                    .isEqualTo(told(() -> stock.evaluateSimpleUnaryTests(test, "x", context)));
        }
        assertThat(answered).isGreaterThan(ROUNDS / 4);
    }

    @Test
    void everyShippedTableAnswersTheSame() {
        System.out.println("-Dfeel.seed=" + seed);
        var remembering = new DefaultDmnEngineConfiguration();
        remembering.setFeelEngineFactory(new RememberingFeel());
        var engine = remembering.buildEngine();
        DecisionTables.models()
                .forEach((file, model) -> engine.parseDecisions(model).forEach(decision -> {
                    for (int round = 0; round < 20; round++) {
                        Map<String, Object> asked = new LinkedHashMap<>();
                        DecisionTables.inputs(decision.getKey())
                                .forEach((name, type) -> asked.put(name, fitting(type)));

                        assertThat(told(() ->
                                        engine.evaluateDecision(decision, asked).getResultList()))
                                .as("seed %d, %s of %s", seed, decision.getKey(), asked)
                                .isEqualTo(told(() -> DecisionTables.ask(decision.getKey(), asked)
                                        .outputs()));
                    }
                }));
    }

    private Object fitting(String type) {
        return switch (type) {
            case "boolean" -> one(Arrays.asList(true, false, null));
            case "long", "integer", "double", "number" -> one(Arrays.asList(0L, 1L, 60L, null));
            case "string" -> one(Arrays.asList("A", "B", "AZURE", "M365", "SERVICE_ERROR", "CLOSED", null));
            default -> one(Arrays.asList(List.of("PREMIER"), List.of(), null));
        };
    }

    private String expression(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return one(ATOMS);
        }
        String left = expression(depth - 1);
        String right = expression(depth - 1);
        return switch (random.nextInt(6)) {
            case 0 -> "if " + left + " then " + right + " else \"B\"";
            case 1 -> "some i in " + left + " satisfies i = " + right;
            case 2 -> "not(" + left + ")";
            default -> left + one(OPERATORS) + right;
        };
    }

    private String test() {
        String atom = one(ATOMS);
        return switch (random.nextInt(8)) {
            case 0 -> "-";
            case 1 -> "< " + atom;
            case 2 -> "[" + atom + ".." + one(ATOMS) + "]";
            case 3 -> "not(" + atom + ")";
            case 4 -> "list contains(?, " + atom + ")";
            case 5 -> "? = " + atom;
            case 6 -> atom + ", " + one(ATOMS);
            default -> atom;
        };
    }

    private <T> T one(List<T> among) {
        return among.get(random.nextInt(among.size()));
    }

    private static Object answer(Supplier<Object> question) {
        try {
            return question.get();
        } catch (RuntimeException refused) {
            return refused;
        }
    }

    private static List<Object> told(Supplier<Object> question) {
        return told(answer(question));
    }

    private static List<Object> told(Object answer) {
        List<Object> told = new ArrayList<>();
        told.add(answer instanceof Exception refused ? refused.getClass() + ": " + refused.getMessage() : answer);
        return told;
    }
}
