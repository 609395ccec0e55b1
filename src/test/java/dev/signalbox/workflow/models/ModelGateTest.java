package dev.signalbox.workflow.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What the gate lets through and what it refuses, each with the file, the element and the line it names. */
class ModelGateTest {

    private static final Pattern DELEGATE = Pattern.compile("delegateExpression=\"\\$\\{([a-zA-Z]+)}\"");

    private final ShippedFiles shipped = new ShippedFiles();
    private final Map<String, JavaDelegate> delegates = new TreeMap<>();
    private final ModelGate gate = new ModelGate(() -> delegates, shipped, new JsonMapper());

    ModelGateTest() throws IOException {
        shipped.files().forEach(file -> DELEGATE.matcher(text(file))
                .results()
                .forEach(found -> delegates.put(found.group(1), execution -> {})));
    }

    @Test
    void whatIsShippedPasses() {
        assertThatCode(() -> gate.check(shipped.files())).doesNotThrowAnyException();
    }

    @Test
    void whatTheDesktopModelerWritesPassesUnchanged() throws IOException {
        List<ModelFile> all = new ArrayList<>(shipped.files());
        for (String drawn : List.of("second-look.bpmn", "vip.dmn", "second-look.form")) {
            all.add(fixture("modeler-flow/" + drawn));
        }

        assertThatCode(() -> gate.check(all)).doesNotThrowAnyException();
    }

    static Stream<Arguments> hostile() {
        String start = "<bpmn:startEvent id=\"startEvent_received\" name=\"Ticket received\">";
        String recognise = "camunda:delegateExpression=\"${recogniseCustomer}\"";
        String condition = "${issueClass != 'UNCLASSIFIED' &amp;&amp; triageAsked != true}";
        String output = "${decisionResult[0].issueClass}";
        String process = "<bpmn:process id=\"intake\" name=\"Intake\" isExecutable=\"true\"";
        String triage = "camunda:formRef=\"triage\"";
        return Stream.of(
                // code of a stranger
                change(
                        "intake",
                        "serviceTask",
                        recognise,
                        "camunda:class=\"java.lang.ProcessBuilder\"",
                        "camunda:class"),
                change("intake", "serviceTask", recognise, "camunda:expression=\"${1}\"", "camunda:expression"),
                change("intake", "serviceTask", recognise, "camunda:delegateExpression=\"${x.y()}\"", "${x.y()}"),
                change(
                        "intake",
                        "serviceTask",
                        recognise,
                        "camunda:type=\"external\" camunda:topic=\"t\"",
                        "camunda:type"),
                change("intake", "conditionExpression", condition, "${issueClass.getClass() != 'x'}", "getClass"),
                change(
                        "intake",
                        "conditionExpression",
                        condition,
                        "${T(java.lang.Runtime).getRuntime() == 'x'}",
                        "Runtime"),
                change(
                        "intake",
                        "conditionExpression",
                        condition,
                        "#{execution.engineServices != 'x'}",
                        "engineServices"),
                change("intake", "conditionExpression", condition, "${''.getClass() == true}", "getClass"),
                change("intake", "conditionExpression", condition, "${nobodySetsIt == 'x'}", "nobodySetsIt"),
                change("intake", "outputParameter", output, "${decisionResult[0].nothing}", "nothing"),
                change(
                        "intake",
                        "outputParameter",
                        output,
                        "<camunda:script scriptFormat=\"juel\">x</camunda:script>",
                        "camunda:script"),
                change(
                        "intake",
                        "outputParameter",
                        "outputParameter name=\"issueClass\"",
                        "outputParameter name=\"ticket\"",
                        "ticket"),
                change("intake", "userTask", triage, triage + " camunda:asyncBefore=\"true\"", "camunda:asyncBefore"),
                change("intake", "userTask", triage, "camunda:formRef=\"../triage\"", "../triage"),
                change("intake", "userTask", triage, "camunda:formKey=\"embedded:app:x.html\"", "camunda:formKey"),
                change(
                        "intake",
                        "startEvent",
                        start,
                        start
                                + "<bpmn:extensionElements><camunda:executionListener class=\"x\" event=\"start\"/></bpmn:extensionElements>",
                        "camunda:executionListener"),
                change("intake", "process", process, process + " camunda:jobPriority=\"${x}\"", "camunda:jobPriority"),
                change(
                        "intake",
                        "callActivity",
                        "calledElement=\"customer-inquiry\"",
                        "calledElement=\"${process}\"",
                        "${process}"),
                // what the engine room does not follow
                change("intake", "scriptTask", "bpmn:serviceTask", "bpmn:scriptTask", "scriptTask"),
                change("intake", "parallelGateway", "bpmn:exclusiveGateway", "bpmn:parallelGateway", "parallelGateway"),
                change("customer-inquiry", "timeDuration", "${remindAfter}", "R/PT0S", "R/PT0S"),
                change("customer-inquiry", "timeDuration", "${remindAfter}", "PT0S", "PT0S"),
                change("customer-inquiry", "timeCycle", "bpmn:timeDuration", "bpmn:timeCycle", "timeCycle"),
                change(
                        "customer-inquiry",
                        "receiveTask",
                        "name=\"ticket.customer-replied\"",
                        "name=\"no.such-message\"",
                        "no.such-message"),
                change("intake", "property", "value=\"RECEIVED\"", "value=\"LOST\"", "LOST"),
                change(
                        "intake",
                        "sequenceFlow",
                        "targetRef=\"userTask_triage\"",
                        "targetRef=\"userTask_nowhere\"",
                        "userTask_nowhere"),
                change("intake", "exclusiveGateway", "default=\"flow_notClassified\"", "", "default"),
                change(
                        "intake",
                        "businessRuleTask",
                        "decisionRef=\"issue-class\"",
                        "decisionRef=\"no-such\"",
                        "no-such"),
                change("intake", "callActivity", "<camunda:in businessKey=\"#{ticket}\" />", "", "businessKey"),
                change(
                        "intake",
                        "callActivity",
                        "<camunda:in source=\"remindAfter\" target=\"remindAfter\" />",
                        "",
                        "remindAfter"),
                // circles without a rest, and a flow that calls itself
                change(
                        "intake",
                        "serviceTask",
                        "sourceRef=\"serviceTask_recogniseCustomer\" targetRef=\"businessRuleTask_issueClass\"",
                        "sourceRef=\"serviceTask_recogniseCustomer\" targetRef=\"serviceTask_recogniseCustomer\"",
                        "circle"),
                change(
                        "intake",
                        "callActivity",
                        "calledElement=\"customer-inquiry\"",
                        "calledElement=\"intake\"",
                        "calls itself"),
                // XML
                change(
                        "intake",
                        "DOCTYPE",
                        "<bpmn:definitions",
                        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><bpmn:definitions",
                        "DOCTYPE"),
                change(
                        "intake",
                        "processing instruction",
                        "<bpmn:definitions",
                        "<?xml-stylesheet href=\"http://127.0.0.1/x\"?><bpmn:definitions",
                        "processing instruction"),
                change(
                        "intake",
                        "schemaLocation",
                        "id=\"definitions_intake\"",
                        "id=\"definitions_intake\" xsi:schemaLocation=\"a http://127.0.0.1/x.xsd\"",
                        "schemaLocation"),
                change(
                        "intake",
                        "import",
                        process,
                        "<bpmn:import importType=\"x\" location=\"http://127.0.0.1/x\" namespace=\"y\"/>" + process,
                        "import"),
                change(
                        "intake",
                        "include",
                        process,
                        "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\"/>"
                                + process,
                        "include"),
                change(
                        "intake",
                        "duplicate id",
                        "id=\"userTask_confirmSeverity\"",
                        "id=\"userTask_triage\"",
                        "userTask_triage"),
                change("intake", "long name", "name=\"Ticket received\"", "name=\"" + "x".repeat(300) + "\"", "255"),
                // tables
                table(
                        "support-boundary",
                        "expressionLanguage",
                        "<inputEntry id=",
                        "<inputEntry expressionLanguage=\"juel\" id=",
                        "juel"),
                table("support-boundary", "literalExpression", "decisionTable", "literalExpression", "decision table"),
                table(
                        "support-boundary",
                        "unknown fact",
                        "<text>causeDomain</text>",
                        "<text>customerName</text>",
                        "customerName"),
                table(
                        "support-boundary",
                        "unknown answer",
                        "\"PARTNER_RESOLVES\"",
                        "\"SOMEBODY_ELSE\"",
                        "SOMEBODY_ELSE"),
                table("support-boundary", "loop", "\"PARTNER_RESOLVES\"", "for x in 1..1000000000 return x", "for"),
                table(
                        "support-boundary",
                        "java",
                        "\"PARTNER_RESOLVES\"",
                        "function(x) external {java: {class: \"java.lang.Runtime\"}}",
                        "function"),
                table(
                        "support-boundary",
                        "regex",
                        "\"PARTNER_RESOLVES\"",
                        "matches(causeDomain, \"(a+)+$\")",
                        "matches"),
                table("support-boundary", "clock", "\"PARTNER_RESOLVES\"", "now()", "now"),
                table("support-boundary", "not FEEL", "\"PARTNER_RESOLVES\"", "\"PARTNER_RESOLVES\" and", "FEEL"),
                table("support-boundary", "hit policy", "hitPolicy=\"FIRST\"", "hitPolicy=\"COLLECT\"", "COLLECT"),
                table("support-boundary", "output gone", "name=\"boundary\"", "name=\"border\"", "boundary"),
                table(
                        "support-boundary",
                        "decision gone",
                        "<decision id=\"outage-gate\"",
                        "<decision id=\"outage-gate2\"",
                        "outage-gate"),
                // forms
                form("triage", "HTML", "\"type\": \"select\"", "\"type\": \"html\"", "html"),
                form("triage", "field gone", "\"key\": \"issueClass\"", "\"key\": \"other\"", "issueClass"),
                form("triage", "template", "\"label\": \"", "\"label\": \"{{x}}", "plain text"),
                form("triage", "protected", "\"key\": \"productFamily\"", "\"key\": \"ticket\"", "ticket"),
                form(
                        "triage",
                        "condition",
                        "\"key\": \"productFamily\"",
                        "\"conditional\": {\"hide\": \"=1\"}, \"key\": \"productFamily\"",
                        "conditional"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("hostile")
    void aHostileOrBrokenModelIsRefusedNamingWhatAndWhere(
            String file, String what, String from, String to, String named) {
        List<ModelFile> files = changed(file, from, to);

        assertThatThrownBy(() -> gate.check(files))
                .asInstanceOf(type(Refused.class))
                .extracting(refused ->
                        refused.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")))
                .satisfies(problems -> assertThat(problems).contains(named).contains(file));
    }

    @Test
    void aProblemNamesFileElementAndLine() {
        List<ModelFile> files = changed("intake.bpmn", "value=\"RECEIVED\"", "value=\"LOST\"");

        assertThatThrownBy(() -> gate.check(files))
                .asInstanceOf(type(Refused.class))
                .extracting(refused -> refused.problems().getFirst())
                .satisfies(problem -> {
                    assertThat(problem.field()).matches("intake\\.bpmn#userTask_triage \\(line [0-9]+\\)");
                    assertThat(problem.expected())
                            .contains("extension property state")
                            .contains("DIAGNOSING");
                    assertThat(problem.found()).isEqualTo("LOST");
                });
    }

    @Test
    void nothingIsFetchedAndNoFileIsRead() throws Exception {
        try (ServerSocket trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CountDownLatch touched = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> {
                try {
                    trap.accept().close();
                    touched.countDown();
                } catch (IOException closed) {
                    // nobody came
                }
            });
            String url = "http://127.0.0.1:" + trap.getLocalPort() + "/x";
            for (String head : List.of(
                    "<!DOCTYPE x SYSTEM \"" + url + "\"><bpmn:definitions",
                    "<!DOCTYPE x [<!ENTITY % a SYSTEM \"" + url + "\"> %a;]><bpmn:definitions",
                    "<!DOCTYPE x [<!ENTITY a \"" + "ha".repeat(50)
                            + "\"><!ENTITY b \"&a;&a;&a;&a;\">]><bpmn:definitions",
                    "<?xml-stylesheet href=\"" + url + "\"?><bpmn:definitions")) {
                List<ModelFile> files = changed("intake.bpmn", "<bpmn:definitions", head);

                assertThatThrownBy(() -> gate.check(files)).isInstanceOf(Refused.class);
            }
            assertThat(touched.await(200, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    @Test
    void tooManyElementsAndTooDeepOnesAreRefused() {
        String many = "<bpmn:startEvent/>".repeat(20_000);
        String deep = "<bpmn:subProcess>".repeat(60) + "</bpmn:subProcess>".repeat(60);

        for (String body : List.of(many, deep)) {
            List<ModelFile> files = changed("intake.bpmn", "<bpmn:startEvent id=", body + "<bpmn:startEvent id=");
            assertThatThrownBy(() -> gate.check(files))
                    .asInstanceOf(type(Refused.class))
                    .extracting(Throwable::getMessage)
                    .satisfies(message -> assertThat(message).contains("at most"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../intake.bpmn",
                "intake.bpmn.exe",
                "Intake.bpmn",
                "a/b.dmn",
                "models.zip",
                "intake",
                ".bpmn",
                "intake.bpmn\u0000.dmn"
            })
    void aNameThatIsNoModelFileIsRefused(String name) {
        assertThatThrownBy(() -> ModelGate.checkName(name)).isInstanceOf(Refused.class);
    }

    @Test
    void whateverIsBrokenAtRandomIsRefusedOrStillAModelNeverAnAccident() {
        long seed = Long.getLong("signalbox.seed", 20261124L);
        int rounds = Integer.getInteger("signalbox.fuzz", 300);
        Random random = new Random(seed);
        List<ModelFile> models = shipped.files();
        for (int round = 0; round < rounds; round++) {
            ModelFile victim = models.get(random.nextInt(models.size()));
            ModelFile broken = new ModelFile(victim.name(), mutate(victim.content(), random));
            List<ModelFile> files = new ArrayList<>(models);
            files.replaceAll(file -> file.name().equals(broken.name()) ? broken : file);
            try {
                gate.check(files);
            } catch (Refused refused) {
                assertThat(refused.problems())
                        .as("seed %d, round %d, %s", seed, round, victim)
                        .isNotEmpty();
            }
        }
    }

    private static byte[] mutate(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        if (random.nextInt(4) == 0) {
            return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] =
                    (byte) (random.nextBoolean() ? 32 + random.nextInt(95) : random.nextInt(256));
        }
        return bytes;
    }

    private List<ModelFile> changed(String name, String from, String to) {
        List<ModelFile> files = new ArrayList<>(shipped.files());
        files.replaceAll(file -> {
            if (!file.name().equals(name)) {
                return file;
            }
            assertThat(text(file)).contains(from);
            return new ModelFile(name, text(file).replace(from, to).getBytes(StandardCharsets.UTF_8));
        });
        return files;
    }

    private static Arguments change(String flow, String what, String from, String to, String named) {
        return Arguments.of(flow + ".bpmn", what, from, to, named);
    }

    private static Arguments table(String table, String what, String from, String to, String named) {
        return Arguments.of(table + ".dmn", what, from, to, named);
    }

    private static Arguments form(String form, String what, String from, String to, String named) {
        return Arguments.of(form + ".form", what, from, to, named);
    }

    private static ModelFile fixture(String name) throws IOException {
        Path file = Path.of("src/test/resources", name);
        return new ModelFile(String.valueOf(file.getFileName()), Files.readAllBytes(file));
    }

    private static String text(ModelFile file) {
        return new String(file.content(), StandardCharsets.UTF_8);
    }
}
