package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.ConditionExpression;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOutputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every shipped flow promises to the engine room and to the people who read its picture. */
class ProcessModelsTest {

    private static final Path PROCESSES = Path.of("processes");
    private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";

    private static final Set<String> FLOWS = Set.of(
            "ticket-lifecycle",
            "intake",
            "diagnosis",
            "partner-resolution",
            "third-party-handover",
            "customer-inquiry",
            "microsoft-escalation",
            "case-filing",
            "sla-credit-claim");
    private static final Set<String> STATES = Set.of(
            "RECEIVED",
            "DIAGNOSING",
            "PARTNER_RESOLVING",
            "AWAITING_CUSTOMER",
            "LINKED_TO_OUTAGE",
            "WITH_THIRD_PARTY",
            "ESCALATION_PREPARING",
            "AWAITING_MICROSOFT",
            "MICROSOFT_NEEDS_INFO",
            "SOLUTION_PROPOSED",
            "RESOLVED");
    private static final Set<String> NEXT_MOVES = Set.of("AGENT", "LEAD", "CUSTOMER", "THIRD_PARTY", "MICROSOFT");
    static final Set<String> DELEGATES = Set.of(
            "recogniseCustomer",
            "sendSupportStatement",
            "checkHealth",
            "linkOutage",
            "askCustomer",
            "remindCustomer",
            "sendPublishedAnswer",
            "weighVehicles",
            "reserveIncident",
            "releaseIncident",
            "orderFiling",
            "takeGuidedWay",
            "recordFiling",
            "setClaimDeadline",
            "noteClaimOverdue",
            "chaseMicrosoft",
            "chaseThirdParty",
            "tellCustomerToCall",
            "requestAccess",
            "routeToProvider",
            "resolveTicket",
            "reopenTicket",
            "closeTicket",
            "closeUnanswered",
            "withdrawTicket",
            "mergeTicket",
            "noteCustomerMessage",
            "recomputeDueTimes",
            "recheckAccess");
    private static final Set<String> DECISIONS = Set.of(
            "issue-class",
            "severity",
            "request-completeness",
            "sla-targets",
            "outage-gate",
            "support-boundary",
            "handling-party",
            "filing-authority",
            "choose-vehicle",
            "filing-channel",
            "package-completeness",
            "claim-eligibility");
    private static final Set<String> MESSAGES = Set.of(
            "ticket.requested",
            "ticket.customer-replied",
            "ticket.resolution-confirmed",
            "ticket.withdrawn",
            "ticket.merged",
            "ticket.moved",
            "ticket.reopen-requested",
            "ticket.severity-changed",
            "alert.cleared",
            "delegation.changed",
            "delegation.lost",
            "delegation.granted",
            "microsoft.case-updated",
            "microsoft.filing-finished",
            "third-party.case-updated",
            "service-health.issue-resolved");

    private static final Set<String> ELEMENTS = Set.of(
            "definitions",
            "process",
            "documentation",
            "extensionElements",
            "incoming",
            "outgoing",
            "startEvent",
            "endEvent",
            "boundaryEvent",
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
            "error");
    private static final Set<String> CAMUNDA_ELEMENTS =
            Set.of("properties", "property", "inputOutput", "outputParameter", "in", "out");
    private static final Set<String> CAMUNDA_FORBIDDEN =
            Set.of("class", "expression", "type", "resource", "resultVariable", "asyncBefore", "asyncAfter", "formKey");

    private static final Pattern ID = Pattern.compile("([a-zA-Z]+)_[a-z][a-zA-Z0-9]*");
    private static final String COMPARISON = "[a-zA-Z]+ (==|!=) ('[a-zA-Z_]*'|true|false)";
    private static final Pattern CONDITION =
            Pattern.compile("\\$\\{%1$s(( \\|\\| %1$s)*|( && %1$s)*)}".formatted(COMPARISON));
    private static final Pattern OUTPUT =
            Pattern.compile("[A-Z_]+|\\$\\{(true|false)}|\\$\\{decisionResult\\[0]\\.[a-zA-Z]+}");

    static Stream<Path> models() throws IOException {
        try (var files = Files.list(PROCESSES)) {
            return files.filter(file -> file.toString().endsWith(".bpmn")).sorted().toList().stream();
        }
    }

    @Test
    void exactlyTheseFlowsAreShipped() throws IOException {
        assertThat(models().map(ProcessModelsTest::name)).containsExactlyInAnyOrderElementsOf(FLOWS);
    }

    @ParameterizedTest
    @MethodSource("models")
    void aFileHoldsOneProcessOfItsName(Path file) {
        var model = read(file);

        assertThat(all(model, Process.class)).singleElement().satisfies(process -> {
            assertThat(process.getId()).isEqualTo(name(file));
            assertThat(process.isExecutable()).isTrue();
            assertThat(process.getCamundaHistoryTimeToLiveString()).isEqualTo("P365D");
            assertThat(process.getDocumentations()).hasSize(1);
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void onlyTheElementsWeTrustAreUsed(Path file) {
        var strangers = new TreeSet<String>();

        collectStrangers(read(file).getDocument().getRootElement(), strangers);

        assertThat(strangers)
                .as("no scripts, classes, listeners, async continuations or event-based gateways in a model")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyUserTaskHasItsForm(Path file) {
        for (var task : all(read(file), UserTask.class)) {
            assertThat(task.getCamundaFormRefBinding()).as(task.getId()).isEqualTo("latest");
            assertThat(PROCESSES.resolve("forms/" + task.getCamundaFormRef() + ".form"))
                    .as(task.getId())
                    .exists();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyWaitSaysItsStateAndWhoMovesNext(Path file) {
        var model = read(file);
        var waits = Stream.concat(all(model, UserTask.class).stream(), all(model, ReceiveTask.class).stream());

        assertThat(waits).allSatisfy(wait -> {
            assertThat(property(wait, "state")).as(wait.getId()).isIn(STATES);
            assertThat(property(wait, "nextMove")).as(wait.getId()).isIn(NEXT_MOVES);
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void aGatewayIsAQuestionAndItsFlowsAreTheAnswers(Path file) {
        for (var gateway : all(read(file), ExclusiveGateway.class)) {
            if (gateway.getOutgoing().size() == 1) continue;

            assertThat(gateway.getName()).as(gateway.getId()).endsWith("?");
            assertThat(gateway.getDefault())
                    .as("default of %s", gateway.getId())
                    .isNotNull();
            assertThat(gateway.getOutgoing()).allSatisfy(answer -> {
                assertThat(answer.getName()).as(answer.getId()).isNotBlank();
                if (answer != gateway.getDefault())
                    assertThat(answer.getConditionExpression())
                            .as("condition of %s", answer.getId())
                            .isNotNull();
            });
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void conditionsCompareAndOutputsPick(Path file) {
        var model = read(file);

        assertThat(all(model, ConditionExpression.class))
                .allSatisfy(condition -> assertThat(condition.getTextContent()).matches(CONDITION));
        assertThat(all(model, CamundaOutputParameter.class))
                .allSatisfy(output -> assertThat(output.getTextContent()).matches(OUTPUT));
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyNameOutsideTheModelIsKnown(Path file) {
        var model = read(file);

        assertThat(all(model, ServiceTask.class)).allSatisfy(task -> assertThat(task.getCamundaDelegateExpression())
                .as(task.getId())
                .isIn(DELEGATES.stream().map("${%s}"::formatted).toList()));
        assertThat(all(model, BusinessRuleTask.class)).allSatisfy(task -> assertThat(task.getCamundaDecisionRef())
                .as(task.getId())
                .isIn(DECISIONS));
        assertThat(all(model, CallActivity.class))
                .allSatisfy(call ->
                        assertThat(call.getCalledElement()).as(call.getId()).isIn(FLOWS));
        assertThat(all(model, Message.class)).extracting(Message::getName).isSubsetOf(MESSAGES);
    }

    @ParameterizedTest
    @MethodSource("models")
    void idsSpeak(Path file) {
        for (var element : all(read(file), FlowElement.class)) {
            var matcher = ID.matcher(element.getId());
            var type = element.getElementType().getTypeName();
            var prefix = type.equals("exclusiveGateway") ? "gateway" : type.equals("sequenceFlow") ? "flow" : type;

            assertThat(matcher.matches())
                    .as("%s is <type>_<what>", element.getId())
                    .isTrue();
            assertThat(matcher.group(1)).as(element.getId()).isEqualTo(prefix);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void whateverFlowsIsDrawn(Path file) {
        var model = read(file);
        var shapes = ids(all(model, BpmnShape.class).stream().map(BpmnShape::getBpmnElement));
        var edges = ids(all(model, BpmnEdge.class).stream().map(BpmnEdge::getBpmnElement));

        assertThat(ids(all(model, FlowNode.class).stream())).isEqualTo(shapes);
        assertThat(ids(all(model, SequenceFlow.class).stream())).isEqualTo(edges);
    }

    private static void collectStrangers(DomElement element, Set<String> strangers) {
        var known =
                switch (element.getNamespaceURI()) {
                    case BPMN -> ELEMENTS.contains(element.getLocalName());
                    case CAMUNDA -> CAMUNDA_ELEMENTS.contains(element.getLocalName());
                    default -> element.getNamespaceURI().startsWith("http://www.omg.org/spec/");
                };
        if (!known) strangers.add(element.getLocalName());
        CAMUNDA_FORBIDDEN.stream()
                .filter(attribute -> element.hasAttribute(CAMUNDA, attribute))
                .forEach(strangers::add);
        element.getChildElements().forEach(child -> collectStrangers(child, strangers));
    }

    private static String property(FlowNode wait, String name) {
        return wait
                .getExtensionElements()
                .getElementsQuery()
                .filterByType(CamundaProperties.class)
                .singleResult()
                .getCamundaProperties()
                .stream()
                .filter(property -> property.getCamundaName().equals(name))
                .map(CamundaProperty::getCamundaValue)
                .findFirst()
                .orElse("");
    }

    private static BpmnModelInstance read(Path file) {
        var model = Bpmn.readModelFromFile(file.toFile());
        Bpmn.validateModel(model);
        return model;
    }

    private static <T extends ModelElementInstance> Collection<T> all(BpmnModelInstance model, Class<T> type) {
        return model.getModelElementsByType(type);
    }

    private static Set<String> ids(Stream<? extends BaseElement> elements) {
        return elements.map(BaseElement::getId).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".bpmn", "");
    }
}
