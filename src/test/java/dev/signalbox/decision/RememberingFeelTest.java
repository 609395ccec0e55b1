package dev.signalbox.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
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
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.Test;

/** Our FEEL answers as the engine's own does, whatever it is asked, faults included. */
class RememberingFeelTest {

    private static final int ROUNDS = 4_000;
    private static final int TABLES = 150;
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

    @Test
    void randomTablesAnswerTheSame() {
        System.out.println("-Dfeel.seed=" + seed);
        var remembering = new DefaultDmnEngineConfiguration();
        remembering.setFeelEngineFactory(new RememberingFeel());
        DmnEngine ours = remembering.buildEngine();
        DmnEngine stock = new DefaultDmnEngineConfiguration().buildEngine();
        int decided = 0;
        for (int round = 0; round < TABLES; round++) {
            String table = table();
            DmnDecision asOurs = parsed(ours, table);
            DmnDecision asStock = parsed(stock, table);
            for (int question = 0; question < 5; question++) {
                Map<String, Object> asked = new HashMap<>();
                asked.put("x", one(VALUES));
                asked.put("y", one(VALUES));

                Object expected = answer(() -> decided(stock, asStock, asked));
                decided += expected instanceof List<?> rules && !rules.isEmpty() ? 1 : 0;
                assertThat(told(() -> decided(ours, asOurs, asked)))
                        .as("seed %d, round %d: %s of %s", seed, round, table, asked)
                        .isEqualTo(told(expected));
            }
        }
        assertThat(decided).isGreaterThan(TABLES);
    }

    private static DmnDecision parsed(DmnEngine engine, String table) {
        return engine.parseDecision("table", new ByteArrayInputStream(table.getBytes(UTF_8)));
    }

    private static List<Map<String, Object>> decided(DmnEngine engine, DmnDecision table, Map<String, Object> asked) {
        return engine.evaluateDecisionTable(table, asked).getResultList();
    }

    /** One or two inputs, up to five rules, any hit policy, cells that may be wrong. */
    private String table() {
        int inputs = 1 + random.nextInt(2);
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < inputs; i++) {
            columns.append("<input id=\"i%d\"><inputExpression id=\"e%d\"><text>%s</text></inputExpression></input>"
                    .formatted(i, i, escaped(random.nextInt(3) == 0 ? expression(1) : one(List.of("x", "y")))));
        }
        StringBuilder rules = new StringBuilder();
        for (int rule = 0; rule <= random.nextInt(5); rule++) {
            rules.append("<rule id=\"r%d\">".formatted(rule));
            for (int i = 0; i < inputs; i++) {
                rules.append("<inputEntry id=\"t%d_%d\"><text>%s</text></inputEntry>"
                        .formatted(rule, i, escaped(random.nextBoolean() ? "-" : test())));
            }
            rules.append("<outputEntry id=\"o%d\"><text>%s</text></outputEntry></rule>"
                    .formatted(rule, escaped(expression(1))));
        }
        return """
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="random" name="random" namespace="n">
                <decision id="table" name="table"><decisionTable id="d" hitPolicy="%s">%s
                <output id="out" name="out"/>%s</decisionTable></decision></definitions>
                """.formatted(one(List.of("UNIQUE", "FIRST", "ANY", "COLLECT", "RULE ORDER")), columns, rules);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
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
