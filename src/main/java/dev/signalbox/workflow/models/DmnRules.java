package dev.signalbox.workflow.models;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.jspecify.annotations.Nullable;

/** What a table may say: decision tables in FEEL over facts that are known of a ticket, answers that are acted upon. */
final class DmnRules {

    private static final String DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/";
    private static final String CAMUNDA = "{http://camunda.org/schema/1.0/dmn}";

    private static final Set<String> ELEMENTS = Set.of(
            "definitions",
            "description",
            "extensionElements",
            "decision",
            "variable",
            "inputData",
            "informationRequirement",
            "requiredDecision",
            "requiredInput",
            "knowledgeSource",
            "authorityRequirement",
            "requiredAuthority",
            "decisionTable",
            "input",
            "inputExpression",
            "inputValues",
            "output",
            "outputValues",
            "rule",
            "inputEntry",
            "outputEntry",
            "text",
            "textAnnotation",
            "association",
            "sourceRef",
            "targetRef");
    private static final Set<String> ATTRIBUTES = Set.of(
            "id",
            "name",
            "label",
            "namespace",
            "exporter",
            "exporterVersion",
            "href",
            "hitPolicy",
            "typeRef",
            "expressionLanguage",
            "textFormat",
            "associationDirection",
            "preferredOrientation");
    private static final Set<String> OF_CAMUNDA = Set.of("historyTimeToLive", "versionTag", "inputVariable");
    private static final Set<String> FEEL_NAMES = Set.of(
            "feel",
            "https://www.omg.org/spec/DMN/20191111/FEEL/",
            "http://www.omg.org/spec/DMN/20180521/FEEL/",
            "http://www.omg.org/spec/FEEL/20140401");
    private static final Set<String> HIT_POLICIES = Set.of("UNIQUE", "FIRST", "ANY", "COLLECT");
    private static final Set<String> TYPES = Set.of("string", "boolean", "integer", "long", "double", "number");

    /** Functions whose time is bounded and whose answer depends on nothing but what they are given. */
    private static final Set<String> FUNCTIONS = Set.of(
            "not",
            "list contains",
            "contains",
            "starts with",
            "ends with",
            "lower case",
            "upper case",
            "string length",
            "count",
            "min",
            "max",
            "sum",
            "abs",
            "floor",
            "ceiling");

    private static final Set<String> WORDS =
            Set.of("and", "or", "not", "in", "if", "then", "else", "between", "true", "false", "null");
    private static final Set<String> FORBIDDEN_WORDS =
            Set.of("for", "some", "every", "return", "satisfies", "function", "external", "instance");

    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern CALL = Pattern.compile("([A-Za-z][A-Za-z ]*?)\\s*\\(");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern LITERAL = Pattern.compile("\"([^\"\\\\]*)\"|null");
    private static final Pattern ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,99}");
    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z][a-zA-Z0-9]{0,59}");
    private static final int LONGEST = 1_000;

    private final Findings findings;
    private final Map<String, Table> shipped;
    private final Map<String, Table> tables;
    private final Set<String> askedByFlows;
    private final FeelEngineApi feel = FeelEngineBuilder.forJava().build();

    /** {@code shipped} says which facts and answers the product knows of each of its own decisions. */
    DmnRules(Findings findings, Map<String, Table> shipped, Map<String, Table> tables, Set<String> askedByFlows) {
        this.findings = findings;
        this.shipped = shipped;
        this.tables = tables;
        this.askedByFlows = askedByFlows;
    }

    /** The decisions of the file, by id. */
    static Map<String, Table> read(ModelFile file, Node root, Findings findings) {
        Map<String, Table> found = new LinkedHashMap<>();
        if (!root.name.equals("definitions") || !root.namespace.equals(DMN)) {
            findings.in(file.name(), root, "definitions of DMN 1.3", root.name);
            return found;
        }
        root.children("decision").forEach(decision -> {
            List<Node> tables = decision.children("decisionTable").toList();
            findings.unless(tables.size() == 1, file.name(), decision, "one decision table", tables.size());
            if (tables.size() == 1) {
                found.put(decision.id(), table(file, decision, tables.getFirst()));
            }
        });
        findings.unless(!found.isEmpty(), file.name(), root, "a decision", "none");
        return found;
    }

    private static Table table(ModelFile file, Node decision, Node table) {
        Map<String, String> inputs = new LinkedHashMap<>();
        table.children("input")
                .flatMap(input -> input.children("inputExpression"))
                .forEach(expression ->
                        inputs.put(textOf(expression), expression.attributes.getOrDefault("typeRef", "")));
        List<Node> columns = table.children("output").toList();
        Map<String, String> outputs = new LinkedHashMap<>();
        Map<String, Set<String>> literals = new LinkedHashMap<>();
        columns.forEach(column ->
                outputs.put(column.attributes.getOrDefault("name", ""), column.attributes.getOrDefault("typeRef", "")));
        table.children("rule").forEach(rule -> {
            List<Node> entries = rule.children("outputEntry").toList();
            for (int i = 0; i < Math.min(entries.size(), columns.size()); i++) {
                Matcher literal = LITERAL.matcher(textOf(entries.get(i)));
                if (literal.matches()) {
                    literals.computeIfAbsent(
                                    columns.get(i).attributes.getOrDefault("name", ""), name -> new TreeSet<>())
                            .add(String.valueOf(literal.group(1)));
                }
            }
        });
        List<String> required = new ArrayList<>();
        decision.all("requiredDecision")
                .forEach(one ->
                        required.add(one.attributes.getOrDefault("href", "").replaceFirst("^#", "")));
        return new Table(
                file.name(),
                decision,
                table.attributes.getOrDefault("hitPolicy", "UNIQUE"),
                inputs,
                outputs,
                literals,
                required);
    }

    private static String textOf(Node node) {
        return node.children("text").map(Node::text).findFirst().orElse("");
    }

    void check(String file, Node root) {
        root.all().forEach(node -> allowed(file, node));
        tables.values().stream().filter(table -> table.file().equals(file)).forEach(this::check);
    }

    private void allowed(String file, Node node) {
        if (!node.namespace.equals(DMN)) {
            findings.unless(
                    !node.namespace.startsWith("http://camunda.org/"),
                    file,
                    node,
                    "no elements of Camunda's own in a table",
                    node.name);
            return;
        }
        findings.unless(
                ELEMENTS.contains(node.name),
                file,
                node,
                "one of the elements that docs/flows-and-tables.md lists",
                node.name);
        node.attributes.forEach((name, value) -> {
            boolean known = name.startsWith(CAMUNDA)
                    ? OF_CAMUNDA.contains(name.substring(CAMUNDA.length()))
                    : ATTRIBUTES.contains(name)
                            || name.startsWith("{http://camunda.org/schema/modeler/")
                            || name.startsWith("{http://bpmn.io/");
            findings.unless(
                    known,
                    file,
                    node,
                    "no attribute " + Findings.quoted(name) + " on " + Findings.quoted(node.name),
                    value);
        });
        String language = node.get("expressionLanguage");
        findings.unless(
                language == null || FEEL_NAMES.contains(language),
                file,
                node,
                "FEEL, or no expressionLanguage",
                language);
    }

    private void check(Table table) {
        Node decision = table.decision();
        findings.unless(
                ID.matcher(table.id()).matches(), table.file(), decision, "an id such as support-boundary", table.id());
        String kept = decision.get(CAMUNDA + "historyTimeToLive");
        findings.unless(
                kept != null && kept.matches("P?[0-9]{1,4}D?"),
                table.file(),
                decision,
                "a history time to live such as P365D",
                kept);
        findings.oneOf(HIT_POLICIES, table.hitPolicy(), table.file(), decision, "a hit policy");
        Node body = decision.children("decisionTable").findFirst().orElse(decision);
        findings.unless(body.get("aggregation") == null, table.file(), body, "no aggregation", body.get("aggregation"));
        for (String needed : table.required()) {
            Table other = tables.get(needed);
            findings.unless(
                    other != null && other.file().equals(table.file()),
                    table.file(),
                    decision,
                    "a required decision in the same file",
                    needed);
        }
        findings.unless(
                !circular(table.id(), new HashSet<>()),
                table.file(),
                decision,
                "no decision that requires itself",
                table.required());
        asShipped(table);
        Map<String, String> facts = facts(table);
        inputs(table, body, facts);
        outputs(table, body);
        rules(table, body, facts.keySet());
    }

    /** What the product reads of its own decisions stays, by name, type and hit policy. */
    private void asShipped(Table table) {
        Table own = shipped.get(table.id());
        if (own == null) {
            return;
        }
        Node decision = table.decision();
        own.outputs()
                .forEach((name, type) -> findings.unless(
                        type.equals(table.outputs().get(name)),
                        table.file(),
                        decision,
                        "output " + Findings.quoted(name) + " of type " + Findings.quoted(type)
                                + ", which the product reads",
                        table.outputs().containsKey(name) ? table.outputs().get(name) : "no such output"));
        findings.unless(
                own.hitPolicy().equals("COLLECT") == table.hitPolicy().equals("COLLECT"),
                table.file(),
                decision,
                own.hitPolicy().equals("COLLECT") ? "hit policy COLLECT" : "a hit policy with one answer",
                table.hitPolicy());
        findings.unless(
                own.file().equals(table.file()),
                table.file(),
                decision,
                Findings.quoted(table.id()) + " in " + Findings.quoted(own.file()),
                table.file());
    }

    /** The facts the table may ask, with the type of each where one is known. */
    private Map<String, String> facts(Table table) {
        Map<String, String> facts = new LinkedHashMap<>();
        Set<String> askers = new HashSet<>();
        askers.add(table.id());
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Table other : tables.values()) {
                if (other.required().stream().anyMatch(askers::contains)) {
                    grown |= askers.add(other.id());
                }
            }
        }
        boolean onlyFlowsAsk = askers.stream().allMatch(id -> askedByFlows.contains(id) || !shipped.containsKey(id));
        if (onlyFlowsAsk) {
            Vocabulary.FACTS.forEach(name -> facts.put(name, "string"));
        }
        Set<String> known = new HashSet<>();
        for (String id : askers) {
            shippedFacts(id, known, facts);
        }
        for (String needed : table.required()) {
            Table other = tables.get(needed);
            if (other != null) {
                facts.putAll(other.outputs());
            }
        }
        return facts;
    }

    private void shippedFacts(String id, Set<String> known, Map<String, String> facts) {
        Table own = shipped.get(id);
        if (own != null && known.add(id)) {
            facts.putAll(own.inputs());
            own.required().forEach(needed -> shippedFacts(needed, known, facts));
        }
    }

    private boolean circular(String id, Set<String> path) {
        if (!path.add(id)) {
            return true;
        }
        Table table = tables.get(id);
        boolean circle = table != null && table.required().stream().anyMatch(next -> circular(next, path));
        path.remove(id);
        return circle;
    }

    private void inputs(Table table, Node body, Map<String, String> facts) {
        body.children("input").forEach(input -> {
            Node expression = input.children("inputExpression").findFirst().orElse(input);
            String text = textOf(expression);
            String type = expression.get("typeRef");
            findings.unless(
                    facts.containsKey(text), table.file(), input, "a fact of " + new TreeSet<>(facts.keySet()), text);
            findings.unless(
                    type == null || TYPES.contains(type),
                    table.file(),
                    input,
                    "a type of " + new TreeSet<>(TYPES),
                    type);
            String known = facts.get(text);
            findings.unless(
                    known == null || known.isEmpty() || known.equals(type),
                    table.file(),
                    input,
                    "typeRef " + Findings.quoted(known) + " for " + Findings.quoted(text),
                    type);
        });
    }

    private void outputs(Table table, Node body) {
        List<Node> columns = body.children("output").toList();
        findings.unless(!columns.isEmpty(), table.file(), body, "an output", "none");
        findings.unless(
                columns.size() == table.outputs().size(), table.file(), body, "each output's name once", "one twice");
        for (Node column : columns) {
            String name = column.get("name");
            String type = column.get("typeRef");
            findings.unless(
                    name != null && VARIABLE.matcher(name).matches(), table.file(), column, "an output's name", name);
            findings.unless(
                    type != null && TYPES.contains(type),
                    table.file(),
                    column,
                    "a type of " + new TreeSet<>(TYPES),
                    type);
        }
    }

    private void rules(Table table, Node body, Set<String> facts) {
        long inputs = body.children("input").count();
        List<Node> columns = body.children("output").toList();
        List<Node> rules = body.children("rule").toList();
        findings.unless(!rules.isEmpty(), table.file(), body, "a rule", "none");
        for (Node rule : rules) {
            findings.unless(ID.matcher(rule.id()).matches(), table.file(), rule, "an id for each rule", rule.id());
            String why =
                    rule.children("description").map(Node::text).findFirst().orElse("");
            findings.unless(
                    !why.isBlank(),
                    table.file(),
                    rule,
                    "a description of the rule, agents and auditors read it",
                    "none");
            List<Node> entries = rule.children("inputEntry").toList();
            List<Node> answers = rule.children("outputEntry").toList();
            findings.unless(
                    entries.size() == inputs && answers.size() == columns.size(),
                    table.file(),
                    rule,
                    inputs + " input and " + columns.size() + " output entries",
                    entries.size() + " and " + answers.size());
            entries.forEach(entry -> feel(table, entry, facts, true));
            answers.forEach(entry -> feel(table, entry, facts, false));
            for (int i = 0; i < Math.min(answers.size(), columns.size()); i++) {
                closed(table, answers.get(i), columns.get(i).attributes.getOrDefault("name", ""));
            }
        }
    }

    private void closed(Table table, Node answer, String name) {
        Table own = shipped.get(table.id());
        if (own == null
                || !Vocabulary.CLOSED_OUTPUTS.contains(name)
                || !own.literals().containsKey(name)) {
            return;
        }
        Matcher literal = LITERAL.matcher(textOf(answer));
        Set<String> known = own.literals().get(name);
        findings.oneOf(
                known,
                literal.matches() ? String.valueOf(literal.group(1)) : textOf(answer),
                table.file(),
                answer,
                Findings.quoted(name));
    }

    private void feel(Table table, Node entry, Set<String> facts, boolean test) {
        String text = textOf(entry);
        if (text.isEmpty() || text.equals("-")) {
            return;
        }
        if (text.length() > LONGEST) {
            findings.in(table.file(), entry, "at most " + LONGEST + " characters", text.length());
            return;
        }
        String bare = STRING.matcher(text).replaceAll("\"\"");
        Matcher calls = CALL.matcher(bare);
        while (calls.find()) {
            String function = lastWords(calls.group(1));
            if (!WORDS.contains(function) || function.equals("not")) {
                findings.oneOf(new TreeSet<>(FUNCTIONS), function, table.file(), entry, "a function");
            }
        }
        Matcher words = WORD.matcher(CALL.matcher(bare).replaceAll("("));
        while (words.find()) {
            String word = words.group();
            findings.unless(
                    !FORBIDDEN_WORDS.contains(word),
                    table.file(),
                    entry,
                    "no loops, functions or types of one's own",
                    word);
            findings.unless(
                    WORDS.contains(word) || FORBIDDEN_WORDS.contains(word) || facts.contains(word),
                    table.file(),
                    entry,
                    "a fact of " + new TreeSet<>(facts) + "; a text stands in double quotes",
                    word);
        }
        findings.unless(!bare.contains("{") && !bare.contains("@"), table.file(), entry, "no contexts", text);
        @Nullable String error = parse(text, test);
        findings.unless(
                error == null, table.file(), entry, test ? "unary tests in FEEL" : "an expression in FEEL", text);
    }

    /** Of {@code x and list contains} the function is {@code list contains}. */
    private static String lastWords(String before) {
        String found = before.strip().replaceAll(" +", " ");
        for (String known : FUNCTIONS) {
            if (found.equals(known) || found.endsWith(" " + known)) {
                return known.equals("contains") && found.endsWith("list contains") ? "list contains" : known;
            }
        }
        return found.substring(found.lastIndexOf(' ') + 1);
    }

    private @Nullable String parse(String text, boolean test) {
        try {
            ParseResult parsed = test ? feel.parseUnaryTests(text) : feel.parseExpression(text);
            return parsed.isSuccess() ? null : "not FEEL";
        } catch (RuntimeException | StackOverflowError unreadable) {
            return "not FEEL";
        }
    }
}
