package dev.signalbox.workflow.models;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A flow as the gate sees it: the one process of a file, and the questions that rules ask of it. */
final class Flow {

    static final String CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}";

    /** Nodes at which a token rests until somebody or something moves it. */
    private static final Set<String> WAITS = Set.of("userTask", "receiveTask", "intermediateCatchEvent");

    private static final Set<String> NODES = Set.of(
            "startEvent",
            "endEvent",
            "boundaryEvent",
            "intermediateCatchEvent",
            "intermediateThrowEvent",
            "userTask",
            "serviceTask",
            "receiveTask",
            "businessRuleTask",
            "callActivity",
            "subProcess",
            "exclusiveGateway");

    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z][a-zA-Z0-9]*");
    private static final Pattern STRING = Pattern.compile("'[^']*'");
    private static final Pattern PICK = Pattern.compile("\\$\\{([a-zA-Z][a-zA-Z0-9]*)}");

    final String file;
    final Node root;
    final Node process;

    Flow(String file, Node root, Node process) {
        this.file = file;
        this.root = root;
        this.process = process;
    }

    String id() {
        return process.id();
    }

    static boolean isNode(Node node) {
        return NODES.contains(node.name);
    }

    static boolean isEventSubProcess(Node node) {
        return node.name.equals("subProcess") && "true".equals(node.get("triggeredByEvent"));
    }

    /** The process itself and every subprocess of it. */
    Stream<Node> scopes() {
        return Stream.concat(Stream.of(process), process.all("subProcess"));
    }

    static List<Node> nodes(Node scope) {
        return scope.children.stream().filter(Flow::isNode).toList();
    }

    static List<Node> flowsFrom(Node scope, Node node) {
        return scope.children("sequenceFlow")
                .filter(flow -> node.id().equals(flow.get("sourceRef")))
                .toList();
    }

    Set<String> calls() {
        return process.all("callActivity")
                .map(call -> call.attributes.getOrDefault("calledElement", ""))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Set<String> formRefs() {
        return process.all("userTask")
                .map(task -> task.attributes.getOrDefault(CAMUNDA + "formRef", ""))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The name of the message that {@code element} refers to by its event definition or by itself. */
    @Nullable
    String message(Node element) {
        Node refers = element.name.equals("receiveTask")
                ? element
                : element.children("messageEventDefinition").findFirst().orElse(element);
        String ref = refers.get("messageRef");
        return root.all("message")
                .filter(message -> message.id().equals(ref))
                .map(message -> message.get("name"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The variables that the file's own elements set: outputs, answers of called flows, choices of its own forms. */
    Set<String> sets(Map<String, Set<String>> choices) {
        Set<String> names = new LinkedHashSet<>();
        process.all("outputParameter").forEach(output -> names.add(output.attributes.getOrDefault("name", "")));
        process.all("out").forEach(out -> names.add(out.attributes.getOrDefault("target", "")));
        process.all("in").forEach(in -> names.add(in.attributes.getOrDefault("source", "")));
        for (String ref : formRefs()) {
            names.addAll(choices.getOrDefault(ref, Set.of()));
        }
        return names;
    }

    /** The durations that the flow's timers read and that its calls hand on. */
    Set<String> durations() {
        Set<String> names = new LinkedHashSet<>();
        process.all("timeDuration").forEach(timer -> {
            Matcher pick = PICK.matcher(timer.text());
            if (pick.matches()) {
                names.add(pick.group(1));
            }
        });
        process.all("in")
                .map(in -> in.get("source"))
                .filter(Objects::nonNull)
                .filter(Vocabulary.DURATIONS::contains)
                .forEach(names::add);
        return names;
    }

    static Set<String> variablesOf(String condition) {
        Set<String> names = new LinkedHashSet<>();
        Matcher words = VARIABLE.matcher(STRING.matcher(condition).replaceAll(""));
        while (words.find()) {
            names.add(words.group());
        }
        names.remove("true");
        names.remove("false");
        return names;
    }

    /** Whether every way through {@code scope} rests somewhere; {@code callWaits} answers for called flows. */
    static boolean waits(Node scope, Predicate<String> callWaits) {
        List<Node> nodes = nodes(scope);
        Set<Node> passed = new LinkedHashSet<>();
        List<Node> next = new java.util.ArrayList<>(
                nodes.stream().filter(node -> node.name.equals("startEvent")).toList());
        while (!next.isEmpty()) {
            Node at = next.removeLast();
            if (!passed.add(at) || rests(at, callWaits)) {
                continue;
            }
            List<Node> after = after(scope, nodes, at);
            if (after.isEmpty()) {
                return false;
            }
            next.addAll(after);
        }
        return true;
    }

    static boolean rests(Node node, Predicate<String> callWaits) {
        return WAITS.contains(node.name)
                || node.name.equals("callActivity") && callWaits.test(node.attributes.getOrDefault("calledElement", ""))
                || node.name.equals("subProcess") && !isEventSubProcess(node) && waits(node, callWaits)
                || node.name.equals("boundaryEvent")
                        && node.children("errorEventDefinition").findAny().isEmpty();
    }

    /** A node on a circle without a rest; null where every circle rests. */
    static @Nullable Node circle(Node scope, Predicate<String> callWaits) {
        List<Node> nodes = nodes(scope);
        Set<Node> harmless = new LinkedHashSet<>();
        for (Node start : nodes) {
            Node found = circleFrom(start, scope, nodes, callWaits, harmless, new LinkedHashSet<>());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Node circleFrom(
            Node at, Node scope, List<Node> nodes, Predicate<String> callWaits, Set<Node> harmless, Set<Node> path) {
        if (harmless.contains(at) || rests(at, callWaits) || endsCircles(at)) {
            return null;
        }
        if (!path.add(at)) {
            return at;
        }
        for (Node next : after(scope, nodes, at)) {
            Node found = circleFrom(next, scope, nodes, callWaits, harmless, path);
            if (found != null) {
                return found;
            }
        }
        path.remove(at);
        harmless.add(at);
        return null;
    }

    private static boolean endsCircles(Node node) {
        String delegate = node.get(CAMUNDA + "delegateExpression");
        return delegate != null
                && Vocabulary.STEPS_THAT_END_CIRCLES.stream().anyMatch(step -> delegate.equals("${" + step + "}"));
    }

    /** Where a token goes on to, the error events at the node's edge included. */
    static List<Node> after(Node scope, List<Node> nodes, Node node) {
        Set<String> targets = flowsFrom(scope, node).stream()
                .map(flow -> flow.attributes.getOrDefault("targetRef", ""))
                .collect(Collectors.toSet());
        return nodes.stream()
                .filter(other -> targets.contains(other.id())
                        || other.name.equals("boundaryEvent") && node.id().equals(other.get("attachedToRef")))
                .toList();
    }
}
