package dev.signalbox.workflow.models;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a flow may say. Everything not named here is refused: a script, a class or a listener in a model is code from a
 * stranger, and what our engine room does not follow (parallel branches, signals) would leave a ticket without a state.
 */
final class BpmnRules {

    private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
    private static final String MODELER = "http://camunda.org/schema/modeler/1.0";
    private static final String FORMREF = Flow.CAMUNDA + "formRef";
    private static final String DELEGATE = Flow.CAMUNDA + "delegateExpression";
    private static final String DECISION = Flow.CAMUNDA + "decisionRef";

    private static final Set<String> ELEMENTS = Set.of(
            "definitions",
            "process",
            "collaboration",
            "participant",
            "laneSet",
            "lane",
            "flowNodeRef",
            "documentation",
            "extensionElements",
            "incoming",
            "outgoing",
            "startEvent",
            "endEvent",
            "boundaryEvent",
            "intermediateCatchEvent",
            "intermediateThrowEvent",
            "messageEventDefinition",
            "timerEventDefinition",
            "timeDuration",
            "errorEventDefinition",
            "userTask",
            "serviceTask",
            "receiveTask",
            "businessRuleTask",
            "callActivity",
            "subProcess",
            "exclusiveGateway",
            "sequenceFlow",
            "conditionExpression",
            "message",
            "error",
            "textAnnotation",
            "text",
            "association");

    private static final Set<String> CAMUNDA_ELEMENTS =
            Set.of("properties", "property", "inputOutput", "outputParameter", "in", "out");

    private static final Set<String> ATTRIBUTES = Set.of(
            "id",
            "name",
            "targetNamespace",
            "exporter",
            "exporterVersion",
            "isExecutable",
            "isClosed",
            "processType",
            "processRef",
            "sourceRef",
            "targetRef",
            "default",
            "attachedToRef",
            "cancelActivity",
            "messageRef",
            "errorRef",
            "errorCode",
            "triggeredByEvent",
            "isInterrupting",
            "calledElement",
            "gatewayDirection",
            "associationDirection",
            "textFormat",
            "{http://www.w3.org/2001/XMLSchema-instance}type");

    /** Attributes of Camunda's own, by the element that may carry them. */
    private static final Map<String, Set<String>> CAMUNDA_ATTRIBUTES = Map.of(
            "process", Set.of("historyTimeToLive", "versionTag", "isStartableInTasklist"),
            "userTask", Set.of("formRef", "formRefBinding"),
            "serviceTask", Set.of("delegateExpression"),
            "businessRuleTask", Set.of("decisionRef", "decisionRefBinding"),
            "callActivity", Set.of("calledElementBinding"));

    private static final Set<String> OF_CAMUNDA_CHILDREN =
            Set.of("id", "name", "value", "source", "target", "businessKey");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9]{0,59}");
    private static final Pattern FILE_NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final String VALUE = "('[A-Za-z0-9_ .-]{0,100}'|true|false)";
    private static final String COMPARISON =
            "[a-zA-Z][a-zA-Z0-9]* ((==|!=) " + VALUE + "|(==|!=|<|<=|>|>=) -?[0-9]{1,9}([.][0-9]{1,4})?)";
    private static final Pattern CONDITION =
            Pattern.compile("\\$\\{" + COMPARISON + "((( \\|\\| " + COMPARISON + ")*)|(( && " + COMPARISON + ")*))}");
    private static final Pattern OUTPUT =
            Pattern.compile("[A-Z][A-Z_]{0,59}|\\$\\{(true|false)}|\\$\\{decisionResult\\[0]\\.([a-zA-Z0-9]+)}");
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final Findings findings;
    private final Set<String> delegates;
    private final Map<String, Flow> flows;
    private final Map<String, Table> tables;
    private final Map<String, Set<String>> choices;

    /** {@code choices} holds, for each form, the keys a flow may branch on. */
    BpmnRules(
            Findings findings,
            Set<String> delegates,
            Map<String, Flow> flows,
            Map<String, Table> tables,
            Map<String, Set<String>> choices) {
        this.findings = findings;
        this.delegates = delegates;
        this.flows = flows;
        this.tables = tables;
        this.choices = choices;
    }

    /** The one process of the file; null where the file is not one flow, with the findings saying why. */
    static @Nullable Flow read(ModelFile file, Node root, Findings findings) {
        if (!root.name.equals("definitions") || !root.namespace.equals(BPMN)) {
            findings.in(file.name(), root, "definitions of BPMN 2.0", root.name);
            return null;
        }
        List<Node> processes = root.children("process").toList();
        if (processes.size() != 1) {
            findings.in(file.name(), root, "one process in a file", processes.size());
            return null;
        }
        Node process = processes.getFirst();
        findings.unless(
                process.id().equals(file.key())
                        && FILE_NAME.matcher(process.id()).matches(),
                file.name(),
                process,
                "a process whose id is the name of the file, " + Findings.quoted(file.key()),
                process.id());
        return new Flow(file.name(), root, process);
    }

    void check(Flow flow) {
        flow.root.all().forEach(node -> allowed(flow, node));
        process(flow);
        flow.scopes().forEach(scope -> scope(flow, scope));
        flow.process.all("userTask").forEach(task -> userTask(flow, task));
        flow.process.all("serviceTask").forEach(task -> serviceTask(flow, task));
        flow.process.all("businessRuleTask").forEach(task -> ruleTask(flow, task));
        flow.process.all("callActivity").forEach(call -> call(flow, call));
        Stream.of("userTask", "receiveTask", "intermediateCatchEvent")
                .flatMap(flow.process::all)
                .forEach(wait -> wait(flow, wait));
        events(flow);
        timers(flow);
        outputs(flow);
        conditions(flow);
        circles(flow);
    }

    private void allowed(Flow flow, Node node) {
        switch (node.namespace) {
            case BPMN ->
                findings.unless(
                        ELEMENTS.contains(node.name),
                        flow.file,
                        node,
                        "one of the elements that docs/flows-and-tables.md lists",
                        node.name);
            case CAMUNDA ->
                findings.unless(
                        CAMUNDA_ELEMENTS.contains(node.name),
                        flow.file,
                        node,
                        "one of Camunda's elements "
                                + CAMUNDA_ELEMENTS.stream().sorted().toList(),
                        "camunda:" + node.name);
            default -> {
                // the picture; the engine does not read it
                return;
            }
        }
        node.attributes.forEach((name, value) -> attribute(flow, node, name, value));
    }

    private void attribute(Flow flow, Node node, String name, String value) {
        boolean known;
        if (name.startsWith(Flow.CAMUNDA)) {
            known = CAMUNDA_ATTRIBUTES
                    .getOrDefault(node.name, Set.of())
                    .contains(name.substring(Flow.CAMUNDA.length()));
        } else if (name.startsWith("{" + MODELER + "}") || name.startsWith("{http://bpmn.io/")) {
            known = true;
        } else if (node.namespace.equals(CAMUNDA)) {
            known = OF_CAMUNDA_CHILDREN.contains(name);
        } else {
            known = ATTRIBUTES.contains(name);
        }
        findings.unless(
                known,
                flow.file,
                node,
                "no attribute " + Findings.quoted(short_(name)) + " on " + Findings.quoted(node.name),
                value);
    }

    private static String short_(String name) {
        return name.startsWith(Flow.CAMUNDA) ? "camunda:" + name.substring(Flow.CAMUNDA.length()) : name;
    }

    private void process(Flow flow) {
        Node process = flow.process;
        findings.unless(
                "true".equals(process.get("isExecutable")),
                flow.file,
                process,
                "isExecutable=\"true\"",
                process.get("isExecutable"));
        String kept = process.get(Flow.CAMUNDA + "historyTimeToLive");
        findings.unless(
                kept != null && kept.matches("P?[0-9]{1,4}D?"),
                flow.file,
                process,
                "a history time to live such as P365D",
                kept);
        if (flow.id().equals(Vocabulary.ROOT)) {
            Set<String> taken = new HashSet<>();
            process.children("subProcess")
                    .filter(Flow::isEventSubProcess)
                    .flatMap(sub -> sub.children("startEvent"))
                    .map(flow::message)
                    .forEach(taken::add);
            findings.unless(
                    taken.containsAll(Vocabulary.TAKEN_AT_ANY_MOMENT),
                    flow.file,
                    process,
                    "an event subprocess for each of " + Vocabulary.TAKEN_AT_ANY_MOMENT,
                    taken);
        }
    }

    private void scope(Flow flow, Node scope) {
        List<Node> nodes = Flow.nodes(scope);
        Set<String> ids = new HashSet<>();
        nodes.forEach(node -> {
            findings.unless(!node.id().isEmpty(), flow.file, node, "an id on every element", "none");
            ids.add(node.id());
        });
        long starts =
                nodes.stream().filter(node -> node.name.equals("startEvent")).count();
        findings.unless(starts == 1, flow.file, scope, "one start event", starts);
        scope.children("sequenceFlow").forEach(edge -> {
            for (String end : List.of("sourceRef", "targetRef")) {
                findings.unless(
                        ids.contains(String.valueOf(edge.get(end))),
                        flow.file,
                        edge,
                        Findings.quoted(end) + " of an element beside it",
                        edge.get(end));
            }
        });
        for (Node node : nodes) {
            ways(flow, scope, node, ids);
        }
    }

    private void ways(Flow flow, Node scope, Node node, Set<String> ids) {
        List<Node> out = Flow.flowsFrom(scope, node);
        boolean into = scope.children("sequenceFlow").anyMatch(edge -> node.id().equals(edge.get("targetRef")));
        switch (node.name) {
            case "endEvent" -> findings.unless(out.isEmpty(), flow.file, node, "nothing after an end", out.size());
            case "exclusiveGateway" -> gateway(flow, node, out);
            case "subProcess" -> {
                if (!Flow.isEventSubProcess(node)) {
                    one(flow, node, out);
                }
            }
            default -> one(flow, node, out);
        }
        boolean begins =
                node.name.equals("startEvent") || node.name.equals("boundaryEvent") || Flow.isEventSubProcess(node);
        findings.unless(
                begins != into, flow.file, node, begins ? "no flow into it" : "a flow into it", into ? "one" : "none");
        if (node.name.equals("boundaryEvent")) {
            findings.unless(
                    ids.contains(String.valueOf(node.get("attachedToRef"))),
                    flow.file,
                    node,
                    "\"attachedToRef\" of an element beside it",
                    node.get("attachedToRef"));
        }
    }

    private void one(Flow flow, Node node, List<Node> out) {
        findings.unless(
                out.size() == 1, flow.file, node, "one way on; an exclusive gateway where there are more", out.size());
        for (Node edge : out) {
            findings.unless(
                    edge.children("conditionExpression").findAny().isEmpty(),
                    flow.file,
                    edge,
                    "conditions behind an exclusive gateway only",
                    "one behind " + Findings.quoted(node.name));
        }
    }

    private void gateway(Flow flow, Node gateway, List<Node> out) {
        findings.unless(!out.isEmpty(), flow.file, gateway, "a way on", "none");
        String otherwise = gateway.get("default");
        if (out.size() > 1 || otherwise != null) {
            findings.unless(
                    out.stream().anyMatch(edge -> edge.id().equals(otherwise)),
                    flow.file,
                    gateway,
                    "a default flow among its own, for what no condition meets",
                    otherwise);
        }
        for (Node edge : out) {
            boolean conditional = edge.children("conditionExpression").findAny().isPresent();
            findings.unless(
                    conditional != (edge.id().equals(otherwise) || out.size() == 1),
                    flow.file,
                    edge,
                    conditional ? "no condition on a default flow" : "a condition",
                    conditional ? "one" : "none");
        }
    }

    private void userTask(Flow flow, Node task) {
        String form = task.get(FORMREF);
        findings.oneOf(choices.keySet(), form, flow.file, task, "camunda:formRef, the form of the task");
        findings.unless(
                "latest".equals(task.get(FORMREF + "Binding")),
                flow.file,
                task,
                "camunda:formRefBinding=\"latest\"",
                task.get(FORMREF + "Binding"));
        findings.unless(task.get("name") != null, flow.file, task, "a name, agents read it", "none");
    }

    private void serviceTask(Flow flow, Node task) {
        String delegate = task.get(DELEGATE);
        boolean known = delegate != null && delegates.stream().anyMatch(name -> delegate.equals("${" + name + "}"));
        findings.unless(
                known, flow.file, task, "camunda:delegateExpression=\"${step}\" with a step of " + delegates, delegate);
    }

    private void ruleTask(Flow flow, Node task) {
        findings.oneOf(tables.keySet(), task.get(DECISION), flow.file, task, "camunda:decisionRef, a decision");
        String binding = task.get(DECISION + "Binding");
        findings.unless(
                binding == null || binding.equals("latest"),
                flow.file,
                task,
                "the latest version of a decision",
                binding);
    }

    private void call(Flow flow, Node call) {
        String called = call.get("calledElement");
        findings.oneOf(flows.keySet(), called, flow.file, call, "calledElement, a flow");
        findings.unless(
                !Vocabulary.ROOT.equals(called),
                flow.file,
                call,
                "a flow other than " + Findings.quoted(Vocabulary.ROOT),
                called);
        Set<String> handed = new HashSet<>();
        boolean key = false;
        for (Node in : call.all("in").toList()) {
            key |= "#{ticket}".equals(in.get("businessKey"));
            findings.unless(
                    in.get("businessKey") == null || "#{ticket}".equals(in.get("businessKey")),
                    flow.file,
                    in,
                    "businessKey=\"#{ticket}\"",
                    in.get("businessKey"));
            if (in.get("businessKey") == null) {
                mapping(flow, in);
                handed.add(String.valueOf(in.get("target")));
            }
        }
        call.all("out").forEach(out -> {
            mapping(flow, out);
            writable(flow, out, out.get("target"));
        });
        findings.unless(key, flow.file, call, "<camunda:in businessKey=\"#{ticket}\">", "none");
        findings.unless(
                handed.contains("ticket"), flow.file, call, "<camunda:in source=\"ticket\" target=\"ticket\">", handed);
        Flow target = flows.get(String.valueOf(called));
        if (target != null) {
            Set<String> missing = target.durations();
            missing.removeAll(handed);
            findings.unless(
                    missing.isEmpty(),
                    flow.file,
                    call,
                    "<camunda:in> for the durations that " + Findings.quoted(called) + " reads",
                    "no " + missing);
        }
    }

    private void mapping(Flow flow, Node mapping) {
        for (String side : List.of("source", "target")) {
            String name = mapping.get(side);
            findings.unless(
                    name != null && NAME.matcher(name).matches(),
                    flow.file,
                    mapping,
                    Findings.quoted(side) + ", the name of a variable",
                    name);
        }
        String source = mapping.get("source");
        boolean own = Vocabulary.PROTECTED.contains(String.valueOf(mapping.get("target")));
        findings.unless(
                !own || String.valueOf(source).equals(mapping.get("target")),
                flow.file,
                mapping,
                Findings.quoted(mapping.get("target")) + " handed on as it is",
                source);
    }

    private void wait(Flow flow, Node wait) {
        Map<String, String> properties = new java.util.HashMap<>();
        wait.all("property")
                .forEach(property ->
                        properties.put(String.valueOf(property.get("name")), String.valueOf(property.get("value"))));
        findings.oneOf(Vocabulary.states(), properties.get("state"), flow.file, wait, "extension property state");
        findings.oneOf(
                Vocabulary.NEXT_MOVES, properties.get("nextMove"), flow.file, wait, "extension property nextMove");
    }

    private void events(Flow flow) {
        flow.root.all("message").forEach(message -> {
            Set<String> known = new HashSet<>(Vocabulary.MESSAGES);
            known.add(Vocabulary.REQUESTED);
            findings.oneOf(new java.util.TreeSet<>(known), message.get("name"), flow.file, message, "a message's name");
        });
        flow.scopes().forEach(scope -> scope.children("startEvent").forEach(start -> start(flow, scope, start)));
        flow.process.all("boundaryEvent").forEach(event -> trigger(flow, event, true));
        flow.process.all("intermediateCatchEvent").forEach(event -> trigger(flow, event, false));
        flow.process.all("receiveTask").forEach(task -> waitsFor(flow, task));
        Stream.of("endEvent", "intermediateThrowEvent")
                .flatMap(flow.process::all)
                .forEach(event -> {
                    boolean plain = definitions(event)
                            .allMatch(definition ->
                                    event.name.equals("endEvent") && definition.name.equals("errorEventDefinition"));
                    findings.unless(
                            plain,
                            flow.file,
                            event,
                            "an end without event, or with an error",
                            event.children.getLast().name);
                });
        flow.process.all("errorEventDefinition").forEach(definition -> {
            String ref = definition.get("errorRef");
            boolean known =
                    flow.root.all("error").anyMatch(error -> error.id().equals(ref) && error.get("errorCode") != null);
            findings.unless(known, flow.file, definition, "errorRef of an error with an errorCode", ref);
        });
    }

    private static Stream<Node> definitions(Node event) {
        return event.children.stream().filter(child -> child.name.endsWith("EventDefinition"));
    }

    private void start(Flow flow, Node scope, Node start) {
        List<Node> definitions = definitions(start).toList();
        if (Flow.isEventSubProcess(scope)) {
            String by = definitions.size() == 1 ? definitions.getFirst().name : "";
            findings.unless(
                    by.equals("messageEventDefinition") || by.equals("errorEventDefinition"),
                    flow.file,
                    start,
                    "an event subprocess started by a message or an error",
                    by);
            if (by.equals("messageEventDefinition")) {
                waitsFor(flow, start);
            }
        } else if (scope == flow.process && flow.id().equals(Vocabulary.ROOT)) {
            findings.unless(
                    Vocabulary.REQUESTED.equals(flow.message(start)),
                    flow.file,
                    start,
                    "a start by message " + Findings.quoted(Vocabulary.REQUESTED),
                    flow.message(start));
        } else {
            findings.unless(definitions.isEmpty(), flow.file, start, "a start without event", definitions.size());
        }
    }

    private void trigger(Flow flow, Node event, boolean errors) {
        List<Node> definitions = definitions(event).toList();
        Set<String> known = errors
                ? Set.of("messageEventDefinition", "timerEventDefinition", "errorEventDefinition")
                : Set.of("messageEventDefinition", "timerEventDefinition");
        findings.unless(
                definitions.size() == 1 && known.contains(definitions.getFirst().name),
                flow.file,
                event,
                "one event of " + known.stream().sorted().toList(),
                definitions.stream().map(one -> one.name).toList());
        if (definitions.stream().anyMatch(one -> one.name.equals("messageEventDefinition"))) {
            waitsFor(flow, event);
        }
    }

    private void waitsFor(Flow flow, Node element) {
        findings.oneOf(Vocabulary.MESSAGES, flow.message(element), flow.file, element, "a message");
    }

    private void timers(Flow flow) {
        flow.process.all("timerEventDefinition").forEach(timer -> {
            List<Node> durations = timer.children("timeDuration").toList();
            findings.unless(durations.size() == 1, flow.file, timer, "one timeDuration", durations.size());
            durations.forEach(duration -> duration(flow, duration));
        });
    }

    private void duration(Flow flow, Node duration) {
        String text = duration.text();
        Matcher variable = Pattern.compile("\\$\\{([a-zA-Z]+)}").matcher(text);
        if (variable.matches()) {
            findings.oneOf(Vocabulary.DURATIONS, variable.group(1), flow.file, duration, "a duration");
            return;
        }
        boolean fits;
        try {
            fits = Duration.parse(text).compareTo(SHORTEST) >= 0;
        } catch (DateTimeParseException other) {
            fits = false;
        }
        findings.unless(
                fits,
                flow.file,
                duration,
                "an ISO 8601 duration of at least a minute such as PT4H, or ${one of " + Vocabulary.DURATIONS + "}",
                text);
    }

    private void outputs(Flow flow) {
        flow.process.all("outputParameter").forEach(output -> {
            writable(flow, output, output.get("name"));
            Matcher value = OUTPUT.matcher(output.text());
            findings.unless(
                    value.matches() && output.children.isEmpty(),
                    flow.file,
                    output,
                    "A_CODE, ${true}, ${false} or ${decisionResult[0].output}",
                    output.text());
            if (value.matches() && value.group(2) != null) {
                Node task = output.parent == null ? output : enclosing(output);
                Table table = tables.get(String.valueOf(task.get(DECISION)));
                if (table != null) {
                    findings.oneOf(
                            new java.util.TreeSet<>(table.outputs().keySet()),
                            value.group(2),
                            flow.file,
                            output,
                            "an output of " + Findings.quoted(table.id()));
                }
            }
        });
    }

    private static Node enclosing(Node inner) {
        Node at = inner;
        while (at.parent != null && !Flow.isNode(at)) {
            at = at.parent;
        }
        return at;
    }

    private void writable(Flow flow, Node node, @Nullable String name) {
        findings.unless(
                name != null && NAME.matcher(name).matches() && !Vocabulary.PROTECTED.contains(name),
                flow.file,
                node,
                "the name of a variable, none of " + Vocabulary.PROTECTED,
                name);
    }

    private void conditions(Flow flow) {
        Set<String> known = new java.util.TreeSet<>(Vocabulary.VARIABLES);
        known.addAll(flow.sets(choices));
        flow.process.all("conditionExpression").forEach(condition -> {
            boolean fits = CONDITION.matcher(condition.text()).matches();
            findings.unless(
                    fits,
                    flow.file,
                    condition,
                    "comparisons joined by || or by &&, such as ${outcome == 'FIXED' || solved == true}",
                    condition.text());
            if (fits) {
                Flow.variablesOf(condition.text())
                        .forEach(name -> findings.oneOf(known, name, flow.file, condition, "a variable"));
            }
        });
    }

    private void circles(Flow flow) {
        flow.scopes().forEach(scope -> {
            Node found = Flow.circle(scope, called -> callWaits(called, new HashSet<>()));
            findings.unless(
                    found == null,
                    flow.file,
                    found == null ? scope : found,
                    "a rest (user task, receive task, timer or a flow with one) on every circle",
                    "a circle without one");
        });
        Set<String> path = new HashSet<>();
        findings.unless(!callsItself(flow.id(), path), flow.file, flow.process, "no flow that calls itself", path);
    }

    private boolean callWaits(String called, Set<String> asked) {
        Flow flow = flows.get(called);
        return flow != null
                && asked.add(called)
                && Flow.waits(flow.process, inner -> callWaits(inner, new HashSet<>(asked)));
    }

    private boolean callsItself(String id, Set<String> path) {
        if (!path.add(id)) {
            return true;
        }
        Flow flow = flows.get(id);
        boolean circle = flow != null && flow.calls().stream().anyMatch(next -> callsItself(next, path));
        if (!circle) {
            path.remove(id);
        }
        return circle;
    }
}
