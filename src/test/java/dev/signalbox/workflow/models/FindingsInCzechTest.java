package dev.signalbox.workflow.models;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.signalbox.support.SignalboxTest;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.frame.Words;
import dev.signalbox.workflow.engine.Delegates;
import dev.signalbox.workflow.models.ModelRelease.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.i18n.LocaleContextHolder;
import tools.jackson.databind.json.JsonMapper;

/** Whatever the gate finds in a model, a Czech author reads in Czech. */
@SignalboxTest
class FindingsInCzechTest {

    private static final Pattern ELEMENT =
            Pattern.compile("<((?:[a-z]+:)?([a-zA-Z]+))\\b([^<>]*?)(?:/>|>(.*?)</\\1>)", Pattern.DOTALL);
    private static final Pattern ATTRIBUTE = Pattern.compile(" ([a-zA-Z:]+)=\"[^\"]*\"");
    private static final Pattern PROPERTY = Pattern.compile("\"([a-zA-Z]+)\": (\"[^\"]*\"|true|false|[0-9]+)");
    /** A finding that quotes what a parser said about the file. */
    private static final Set<String> PARSED = Set.of("well-formed XML", "JSON of form-js");

    @Autowired
    Words words;

    @Autowired
    ModelGate gate;

    @Autowired
    ShippedFiles shipped;

    @Autowired
    Models models;

    @Autowired
    Delegates delegates;

    @Autowired
    JsonMapper json;

    private final Map<String, Flow> flows = new TreeMap<>();
    private final Map<String, Table> tables = new TreeMap<>();
    private final Map<String, Form> forms = new TreeMap<>();
    private final Set<String> tried = new HashSet<>();
    private final Set<String> read = new TreeSet<>();
    private final Set<String> english = new TreeSet<>();

    @BeforeEach
    void readWhatIsShipped() {
        Findings none = new Findings();
        for (ModelFile file : shipped.files()) {
            switch (file.kind()) {
                case "form" -> forms.put(file.key(), requireNonNull(new FormRules(none, json).read(file)));
                case "bpmn" -> flows.put(file.key(), requireNonNull(BpmnRules.read(file, root(file, none), none)));
                default -> tables.putAll(DmnRules.read(file, root(file, none), none));
            }
        }
        LocaleContextHolder.setLocale(Locale.of("cs"));
    }

    private static Node root(ModelFile file, Findings findings) {
        return requireNonNull(XmlWall.read(file, findings));
    }

    @AfterEach
    void asBefore() {
        LocaleContextHolder.resetLocaleContext();
    }

    @Test
    void noHostileModelIsRefusedInEnglish() {
        ModelGateTest.hostile()
                .map(one -> one.get())
                .forEach(one -> broken(String.valueOf(one[0]), String.valueOf(one[2]), String.valueOf(one[3])));

        assertThat(read).hasSizeGreaterThan(40);
        assertThat(english).isEmpty();
    }

    @Test
    void noModelThatLacksOrDoublesAnythingIsRefusedInEnglish() {
        for (ModelFile file : shipped.files()) {
            if (file.kind().equals("form")) {
                breakProperties(file);
            } else {
                breakElements(file);
            }
        }

        assertThat(read).hasSizeGreaterThan(60);
        assertThat(english).isEmpty();
    }

    @Test
    void noFlowThatGoesWhereNoneMayIsRefusedInEnglish() {
        broken("intake.bpmn", "targetRef=\"endEvent_ready\"", "targetRef=\"startEvent_received\"");
        broken("intake.bpmn", "sourceRef=\"serviceTask_sendSupportStatement\"", "sourceRef=\"endEvent_ready\"");
        broken(
                "intake.bpmn",
                "targetRef=\"userTask_triage\" />",
                "targetRef=\"userTask_triage\"><bpmn:conditionExpression>"
                        + "${solved == true}</bpmn:conditionExpression></bpmn:sequenceFlow>");
        broken(
                "intake.bpmn",
                "sourceRef=\"userTask_triage\" targetRef=\"gateway_issueKnown\" />",
                "sourceRef=\"userTask_triage\" targetRef=\"gateway_issueKnown\"><bpmn:conditionExpression>"
                        + "${solved == true}</bpmn:conditionExpression></bpmn:sequenceFlow>");
        broken(
                "intake.bpmn",
                "decisionRef=\"severity\"",
                "decisionRef=\"severity\" camunda:decisionRefBinding=\"version\"");
        broken("intake.bpmn", "calledElement=\"customer-inquiry\"", "calledElement=\"ticket-lifecycle\"");
        broken(
                "intake.bpmn",
                "name=\"Ready for diagnosis\">",
                "name=\"Ready\"><bpmn:messageEventDefinition id=\"m\" />");
        broken("customer-inquiry.bpmn", "${remindAfter}", "${never}");
        broken("ticket-lifecycle.bpmn", "name=\"ticket.requested\"", "name=\"ticket.moved\"");
        broken("ticket-lifecycle.bpmn", "name=\"ticket.withdrawn\"", "name=\"ticket.moved\"");

        assertThat(read).hasSizeGreaterThan(9);
        assertThat(english).isEmpty();
    }

    @Test
    void noTableAndNoFormThatBreaksTheirShapeIsRefusedInEnglish() {
        broken("severity.dmn", "<decision id=", "<camunda:x/><decision id=");
        broken("severity.dmn", "hitPolicy=", "aggregation=\"SUM\" hitPolicy=");
        broken("support-boundary.dmn", "href=\"#outage-gate\"", "href=\"#support-boundary\"");
        broken("package-completeness.dmn", "hitPolicy=\"COLLECT\"", "hitPolicy=\"FIRST\"");
        refused("severity.dmn", text -> text.replaceFirst("(<inputEntry[^>]*>\\s*<text>)[^<]*", "$1\"a\" and"));
        read(new ModelFile(
                "other.dmn",
                text(shipped("severity.dmn"))
                        .replace("severity-graph", "other.dmn")
                        .getBytes(StandardCharsets.UTF_8)));
        refused("triage.form", text -> "{");
        refused("triage.form", text -> "[]");
        refused("triage.form", text -> text + " ".repeat(300_000));
        broken("triage.form", "\"type\": \"select\"", "\"type\": \"radio\"");
        broken("triage.form", "\"values\": [", "\"values\": [], \"layout\": [");
        refused(
                "triage.form",
                text -> text.replaceFirst(
                        "\"components\": \\[",
                        "\"components\": " + "[{\"type\": \"group\", \"components\": ".repeat(5) + "[]" + "}]".repeat(5)
                                + ", \"exporter\": ["));

        assertThat(read).hasSizeGreaterThan(9);
        assertThat(english).isEmpty();
    }

    @Test
    void noFileThatIsNoModelIsRefusedInEnglish() {
        refused("intake.bpmn", text -> "plain");
        refused("intake.bpmn", text -> text.replaceFirst("<bpmn:startEvent", "&nothing;<bpmn:startEvent"));
        refused("intake.bpmn", text -> text + " ".repeat(1_100_000));
        broken("intake.bpmn", "<bpmn:startEvent id=", "<bpmn:startEvent/>".repeat(2_001) + "<bpmn:startEvent id=");
        broken("intake.bpmn", "<bpmn:startEvent id=", "<bpmn:subProcess>".repeat(41) + "<bpmn:startEvent id=");
        broken("intake.bpmn", "<bpmn:startEvent id=", "x".repeat(10_001) + "<bpmn:startEvent id=");
        read(new ModelFile("intake.bpmn", new byte[] {(byte) 0xff, (byte) 0xfe}));
        ModelFile intake =
                new ModelFile("intake.bpmn", (text(shipped("intake.bpmn")) + "\n").getBytes(StandardCharsets.UTF_8));
        order("", () -> models.release(List.of(), Origin.UPLOAD, "why"));
        order("intake.bpmn", () -> models.release(List.of(intake, intake), Origin.UPLOAD, "why"));
        order(
                "Intake.zip",
                () -> models.release(List.of(new ModelFile("Intake.zip", new byte[0])), Origin.UPLOAD, "why"));
        order("", () -> models.release(List.of(intake), Origin.UPLOAD, " "));
        order("nothing.bpmn", () -> models.rollBack("nothing.bpmn", "why"));
        List<ModelFile> twice = new ArrayList<>(shipped.files());
        twice.add(new ModelFile("second.dmn", shipped("severity.dmn").content()));
        order("severity", () -> gate.check(twice));
        List<ModelFile> without = new ArrayList<>(shipped.files());
        without.removeIf(file -> file.name().equals("severity.dmn"));
        order("severity", () -> gate.check(without));

        assertThat(read).hasSizeGreaterThan(11);
        assertThat(english).isEmpty();
    }

    private void breakElements(ModelFile file) {
        Matcher element = ELEMENT.matcher(text(file));
        for (int from = 0; element.find(from); from = element.start() + 1) {
            MatchResult found = element.toMatchResult();
            String name = found.group(1);
            String whole = found.group();
            once(file, name + " gone", text -> replaced(text, whole, ""));
            once(
                    file,
                    name + " twice",
                    text -> replaced(text, whole, whole + whole.replaceAll(" id=\"", " id=\"second_")));
            once(file, name + " renamed", text -> text.replaceAll("(</?)" + name + "\\b", "$1" + name + "x"));
            if (found.group(4) != null && !found.group(4).contains("<")) {
                once(file, name + " text", text -> replaced(text, whole, whole.replace(found.group(4), "?")));
            }
            for (MatchResult attribute :
                    ATTRIBUTE.matcher(found.group(3)).results().toList()) {
                String at = name + " " + attribute.group(1);
                once(file, at + " gone", text -> replaced(text, whole, replaced(whole, attribute.group(), "")));
                String other = " " + attribute.group(1) + "=\"?\"";
                once(file, at + " other", text -> replaced(text, whole, replaced(whole, attribute.group(), other)));
            }
        }
    }

    private void breakProperties(ModelFile file) {
        for (MatchResult found : PROPERTY.matcher(text(file)).results().toList()) {
            String name = found.group(1);
            once(file, name + " gone", text -> replaced(text, found.group(), "\"unknown\": " + found.group(2)));
            once(file, name + " other", text -> replaced(text, found.group(), "\"" + name + "\": \"{{?\""));
        }
    }

    private void once(ModelFile file, String what, UnaryOperator<String> broken) {
        if (tried.add(file.kind() + " " + what)) {
            refused(file.name(), broken);
        }
    }

    private void broken(String name, String from, String to) {
        assertThat(text(shipped(name))).contains(from);
        refused(name, text -> text.replace(from, to));
    }

    private void refused(String name, UnaryOperator<String> broken) {
        read(new ModelFile(name, broken.apply(text(shipped(name))).getBytes(StandardCharsets.UTF_8)));
    }

    /** What is wrong with an order as a whole, given what was written in it. */
    private void order(String written, ThrowingCallable call) {
        assertThatThrownBy(call).asInstanceOf(type(Refused.class)).satisfies(refused -> refused.problems()
                .forEach(problem -> read(problem, written)));
    }

    /** What the rules find in the file among those that are shipped: the gate itself would read all of them again. */
    private void read(ModelFile file) {
        Findings findings = new Findings();
        if (file.kind().equals("form")) {
            FormRules rules = new FormRules(findings, json);
            Form form = rules.read(file);
            if (form != null) {
                rules.keeps(file, form, forms.get(form.id()));
            }
        } else {
            Node root = XmlWall.read(file, findings);
            if (root != null && file.kind().equals("bpmn")) {
                check(file, root, findings);
            } else if (root != null) {
                Map<String, Table> all = new TreeMap<>(tables);
                all.putAll(DmnRules.read(file, root, findings));
                new DmnRules(findings, tables, all, Set.of("severity")).check(file.name(), root);
            }
        }
        findings.problems().forEach(problem -> read(problem, text(file)));
    }

    private void check(ModelFile file, Node root, Findings findings) {
        Flow flow = BpmnRules.read(file, root, findings);
        if (flow != null) {
            Map<String, Flow> all = new TreeMap<>(flows);
            all.put(flow.id(), flow);
            Map<String, Set<String>> choices = new TreeMap<>();
            forms.forEach((id, form) -> choices.put(id, Set.of()));
            new BpmnRules(findings, delegates.byName().keySet(), all, tables, choices).check(flow);
        }
    }

    private ModelFile shipped(String name) {
        return shipped.files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Keeps what is told in English, unless it is what the author wrote. */
    private void read(Problem problem, String text) {
        Problem told = words.told(problem);
        read.add(told.expected());
        boolean literal = problem.expected().matches("\"[^\"]*\"");
        if (!literal && told.expected().equals(problem.expected())
                || told.field().contains("(line ")) {
            english.add(problem.toString());
        }
        if (told.found().equals(problem.found())
                && !PARSED.contains(problem.expected())
                && !isOf(text, problem.found())) {
            english.add(problem.expected() + ", found " + problem.found());
        }
    }

    private static boolean isOf(String text, String found) {
        String written = found.replaceFirst("^\\{[^}]*}", "").replaceFirst("… \\([0-9]+ characters\\)$", "");
        return !Pattern.compile("[a-z]")
                        .matcher(written.replaceAll("\\[[^]]*]|\"[^\"]*\"", ""))
                        .find()
                || bare(text).contains(bare(written));
    }

    private static String bare(String text) {
        return text.replace("&amp;", "&").replace("&#34;", "\"").replaceAll("\\s", "");
    }

    private static String replaced(String text, String what, String by) {
        return text.replaceFirst(Pattern.quote(what), Matcher.quoteReplacement(by));
    }

    private static String text(ModelFile file) {
        return new String(file.content(), StandardCharsets.UTF_8);
    }
}
