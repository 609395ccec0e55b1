package dev.signalbox.workflow;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.impl.util.xml.Namespace;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The paths through the seven flows, walked in a bare engine where decisions say what the test wants. */
class FlowPathsTest {

    private static final Map<String, Map<String, Object>> DEFAULTS = Map.ofEntries(
            entry("issue-class", Map.of("issueClass", "TECHNICAL")),
            entry("severity", Map.of("severity", "B", "personConfirms", false)),
            entry("request-completeness", Map.of("requestComplete", true)),
            entry("sla-targets", Map.of("target", "PT1H")),
            entry("outage-gate", Map.of("outageAction", "PROCEED")),
            entry("support-boundary", Map.of("boundary", "PARTNER_RESOLVES")),
            entry("handling-party", Map.of("handlingParty", "OWN_DESK")),
            entry("filing-authority", Map.of("authority", "ALLOWED")),
            entry("choose-vehicle", Map.of("vehicle", "ADVANCED", "incidentCost", "0", "needsApproval", false)),
            entry("filing-channel", Map.of("channel", "AZURE_PORTAL_ONBEHALF")),
            entry("package-completeness", Map.of("packageComplete", true)));

    private static final Map<String, Map<String, Object>> decisions = new HashMap<>();
    private static final List<String> done = new ArrayList<>();
    private static boolean incidentsLeft;

    private static ProcessEngine engine;

    @BeforeAll
    static void startEngine() throws IOException {
        var configuration = new StandaloneInMemProcessEngineConfiguration();
        configuration.setJdbcUrl("jdbc:h2:mem:flow-paths");
        configuration.setDatabaseSchemaUpdate("create-drop");
        configuration.setHistory("none");
        configuration.setJobExecutorActivate(false);
        configuration.setCustomPostBPMNParseListeners(new ArrayList<>(List.of(new DecisionsAsTold())));
        configuration.setBeans(new HashMap<>(ProcessModelsTest.DELEGATES.stream()
                .collect(Collectors.<String, Object, Object>toMap(
                        name -> name, name -> (JavaDelegate) execution -> work(name, execution)))));
        engine = configuration.buildProcessEngine();

        var deployment = engine.getRepositoryService().createDeployment();
        try (var files = Files.walk(Path.of("processes"))) {
            for (var file : files.filter(Files::isRegularFile).toList())
                deployment.addString(file.getFileName().toString(), Files.readString(file));
        }
        DEFAULTS.forEach((decision, outputs) -> deployment.addString(decision + ".dmn", table(decision, outputs)));
        deployment.deploy();
    }

    @AfterAll
    static void stopEngine() {
        engine.close();
    }

    @BeforeEach
    void anOrdinaryDay() {
        decisions.putAll(DEFAULTS);
        done.clear();
        incidentsLeft = true;
    }

    @AfterEach
    void forgetTheTicket() {
        var runtime = engine.getRuntimeService();
        var variables = runtime.createVariableInstanceQuery().list();
        for (var root :
                runtime.createProcessInstanceQuery().rootProcessInstances().list())
            runtime.deleteProcessInstance(root.getId(), "test is over");

        assertThat(variables)
                .as("process variables are short and flat")
                .allSatisfy(variable -> assertThat(variable.getTypeName()).isIn("string", "boolean", "null"));
    }

    // intake

    @Test
    void whatNoRowClassifiesAPersonClassifies() {
        decide("issue-class", Map.of("issueClass", "UNCLASSIFIED"));
        decide("severity", Map.of("severity", "B", "personConfirms", true));

        request();
        complete("triage", Map.of("issueClass", "TECHNICAL"));
        complete("confirmSeverity", Map.of("severity", "A"));

        assertThat(done).containsExactly("recogniseCustomer", "sendSupportStatement", "checkHealth");
        assertThat(openTasks()).containsExactly("diagnose");
    }

    @Test
    void theCustomerIsAskedUntilTheRequestIsComplete() {
        decide("request-completeness", Map.of("requestComplete", false));

        request();
        receive("ticket.customer-replied", "receiveTask_customer", Map.of());
        decide("request-completeness", Map.of("requestComplete", true));
        receive("ticket.customer-replied", "receiveTask_customer", Map.of());

        assertThat(done).filteredOn("askCustomer"::equals).hasSize(2);
        assertThat(openTasks()).containsExactly("diagnose");
    }

    @Test
    void silenceIsRemindedOfOnceAndThenClosesTheTicket() {
        decide("request-completeness", Map.of("requestComplete", false));

        request();
        fire("boundaryEvent_reminder");
        fire("boundaryEvent_silence");

        assertThat(done).endsWith("remindCustomer", "closeUnanswered");
        assertEnded();
    }

    // diagnosis

    @Test
    void aQuestionFromDiagnosisComesBackToDiagnosis() {
        request();
        complete("diagnose", Map.of("outcome", "ASK_CUSTOMER"));
        receive("ticket.customer-replied", "receiveTask_customer", Map.of());

        assertThat(openTasks()).containsExactly("diagnose");
    }

    @Test
    void silenceInDiagnosisClosesTheTicket() {
        request();
        complete("diagnose", Map.of("outcome", "ASK_CUSTOMER"));
        fire("boundaryEvent_silence");

        assertThat(done).endsWith("closeUnanswered");
        assertEnded();
    }

    @Test
    void staleHealthIsComparedByAPerson() {
        decide("outage-gate", Map.of("outageAction", "RECHECK_HEALTH"));

        request();
        decide("outage-gate", Map.of("outageAction", "PROCEED"));
        complete("checkHealth", Map.of());

        assertThat(openTasks()).containsExactly("diagnose");
    }

    @Test
    void aTicketWhoseFaultEndsWithTheOutageIsResolved() {
        decide("outage-gate", Map.of("outageAction", "LINK_AND_MONITOR"));

        request();
        fire("boundaryEvent_recheckDue");
        complete("checkOutlived", Map.of("faultGone", false));
        receive("service-health.issue-resolved", "receiveTask_outageEnd", Map.of());
        complete("checkOutlived", Map.of("faultGone", true));

        assertThat(done).endsWith("linkOutage", "linkOutage", "resolveTicket");
        assertThat(openTasks()).containsExactly("confirmResolution");
    }

    @Test
    void aFaultGoneOnceIsNotGoneForever() {
        decide("outage-gate", Map.of("outageAction", "LINK_AND_MONITOR"));

        request();
        receive("service-health.issue-resolved", "receiveTask_outageEnd", Map.of());
        complete("checkOutlived", Map.of("faultGone", true));
        decide("outage-gate", Map.of("outageAction", "PROCEED"));
        complete("confirmResolution", Map.of("solved", false));
        complete("diagnose", Map.of("outcome", "DIAGNOSED"));

        assertThat(openTasks()).containsExactly("resolve");
    }

    // the boundary

    @Test
    void whatIsNotClearGoesBackToDiagnosis() {
        decide("support-boundary", Map.of("boundary", "PERSON_DECIDES"));

        diagnosed();

        assertThat(openTasks()).containsExactly("diagnose");
    }

    @Test
    void aPublishedAnswerResolvesTheTicket() {
        decide("support-boundary", Map.of("boundary", "SELF_HELP"));

        diagnosed();

        assertThat(done).endsWith("sendPublishedAnswer", "resolveTicket");
    }

    @Test
    void anIsvSolvesItOrGivesItBack() {
        decide("support-boundary", Map.of("boundary", "ROUTE_ISV"));

        diagnosed();
        complete("handOver", Map.of("outcome", "RETURNED"));
        complete("diagnose", Map.of("outcome", "DIAGNOSED"));
        complete("handOver", Map.of("outcome", "RESOLVED"));

        assertThat(openTasks()).containsExactly("confirmResolution");
    }

    // partner resolution

    @Test
    void theOwnDeskAsksTriesAndFixes() {
        diagnosed();
        complete("resolve", Map.of("outcome", "ASK_CUSTOMER"));
        receive("ticket.customer-replied", "receiveTask_customer", Map.of());
        complete("resolve", Map.of("outcome", "FIXED"));

        assertThat(done).endsWith("askCustomer", "resolveTicket");
    }

    @Test
    void anExhaustedDeskReturnsToTheBoundary() {
        diagnosed();
        decide("support-boundary", Map.of("boundary", "ESCALATE"));
        complete("resolve", Map.of("outcome", "EXHAUSTED"));

        assertThat(openTasks()).containsExactly("fileCase");
    }

    @Test
    void anOutsourcerIsChasedAndFollowedUntilTheResult() {
        decide("handling-party", Map.of("handlingParty", "OUTSOURCER"));

        diagnosed();
        fire("boundaryEvent_chaseHandOver");
        complete("handOver", Map.of("outcome", "ACKNOWLEDGED"));
        fire("boundaryEvent_chaseFollowUp");
        receive("third-party.case-updated", "boundaryEvent_heardAgain", Map.of("outcome", "ACKNOWLEDGED"));
        complete("followUp", Map.of("outcome", "RESOLVED"));

        assertThat(done).endsWith("chaseThirdParty", "chaseThirdParty", "resolveTicket");
    }

    @Test
    void whatAnOutsourcerReturnsTheOwnDeskResolves() {
        decide("handling-party", Map.of("handlingParty", "RESOLD_PROVIDER"));

        diagnosed();
        receive("third-party.case-updated", "boundaryEvent_heard", Map.of("outcome", "RETURNED"));

        assertThat(openTasks()).containsExactly("resolve");
    }

    // Microsoft

    @Test
    void microsoftIsAnsweredChasedAndVerified() {
        filed();
        fire("boundaryEvent_chaseMicrosoft");
        microsoft("open");
        microsoft("attention_needed");
        complete("answerMicrosoft", Map.of());
        microsoft("solution_proposed");
        complete("verifySolution", Map.of("works", false));
        microsoft("closed");
        complete("verifySolution", Map.of("works", true));

        assertThat(done).endsWith("recordFiling", "chaseMicrosoft", "resolveTicket");
    }

    @Test
    void anUpdateOvertakesTheTaskItMakesObsolete() {
        filed();
        microsoft("attention_needed");
        receive(
                "microsoft.case-updated",
                "boundaryEvent_updatedWhileAnswering",
                Map.of("caseStatus", "solution_proposed"));
        receive("microsoft.case-updated", "boundaryEvent_updatedWhileVerifying", Map.of("caseStatus", "open"));

        assertThat(openTasks()).isEmpty();
    }

    @Test
    void severityAWantsASecondPairOfEyes() {
        decide("severity", Map.of("severity", "A", "personConfirms", false));

        escalated();
        complete("approveEscalation", Map.of("decision", "APPROVE"));

        assertThat(openTasks()).containsExactly("fileCase");
    }

    @Test
    void aRejectedEscalationGoesBackToThePartner() {
        decide("choose-vehicle", Map.of("vehicle", "ADVANCED", "incidentCost", "1", "needsApproval", true));

        escalated();
        complete("approveEscalation", Map.of("decision", "REJECT"));

        assertThat(openTasks()).containsExactly("resolve");
    }

    @Test
    void aPackageIsCompletedBeforeItIsFiled() {
        decide("package-completeness", Map.of("packageComplete", false));

        escalated();
        complete("completePackage", Map.of());
        decide("package-completeness", Map.of("packageComplete", true));
        complete("completePackage", Map.of());

        assertThat(openTasks()).containsExactly("fileCase");
    }

    @Test
    void anIncidentTakenByAnotherTicketIsWeighedAgain() {
        incidentsLeft = false;

        escalated();

        assertThat(done).endsWith("weighVehicles", "reserveIncident", "weighVehicles", "reserveIncident");
        assertThat(openTasks()).containsExactly("fileCase");
    }

    @Test
    void accessLostWhilePreparingStartsThePreparationAgain() {
        escalated();
        decide("filing-authority", Map.of("authority", "MISSING_DELEGATION"));
        receive("delegation.lost", "boundaryEvent_accessLost", Map.of());

        assertThat(done).endsWith("releaseIncident", "requestAccess", "askCustomer");
    }

    @Test
    void accessGrantedEndsTheQuestionForIt() {
        decide("filing-authority", Map.of("authority", "MISSING_DELEGATION"));

        escalated();
        decide("filing-authority", Map.of("authority", "ALLOWED"));
        receive("delegation.granted", "boundaryEvent_accessGranted", Map.of());

        assertThat(openTasks()).containsExactly("fileCase");
    }

    @Test
    void silenceAboutAccessClosesTheTicket() {
        decide("filing-authority", Map.of("authority", "MISSING_DELEGATION"));

        escalated();
        fire("boundaryEvent_silence");

        assertThat(done).endsWith("closeUnanswered");
        assertEnded();
    }

    @Test
    void aRoleIsGrantedOrTheTicketGoesBack() {
        decide("filing-authority", Map.of("authority", "MISSING_ROLE"));

        escalated();
        complete("grantRole", Map.of("granted", true));
        complete("grantRole", Map.of("granted", false));

        assertThat(openTasks()).containsExactly("resolve");
    }

    @Test
    void aLockedOutCustomerCallsAndTheCaseIsStillRecorded() {
        decide("filing-authority", Map.of("authority", "CUSTOMER_MUST_CALL"));

        escalated();

        assertThat(done).contains("tellCustomerToCall").doesNotContain("weighVehicles");
        assertThat(openTasks()).containsExactly("fileCase");
    }

    @Test
    void theProviderSolvesItOrGivesItBack() {
        decide("filing-authority", Map.of("authority", "USE_PROVIDER"));

        escalated();
        complete("handOver", Map.of("outcome", "RETURNED"));
        complete("resolve", Map.of("outcome", "EXHAUSTED"));
        complete("handOver", Map.of("outcome", "RESOLVED"));

        assertThat(openTasks()).containsExactly("confirmResolution");
    }

    @Test
    void theDistributorIsAVehicleToo() {
        decide("choose-vehicle", Map.of("vehicle", "DISTRIBUTOR", "incidentCost", "0", "needsApproval", false));

        escalated();

        assertThat(done).endsWith("weighVehicles", "routeToProvider");
        assertThat(openTasks()).containsExactly("handOver");
    }

    @Test
    void withoutEntitlementALeadDecides() {
        decide("choose-vehicle", Map.of("vehicle", "NO_ENTITLEMENT", "incidentCost", "0", "needsApproval", false));

        escalated();
        complete("noEntitlement", Map.of("outcome", "RETRY"));
        complete("noEntitlement", Map.of("outcome", "PARTNER_RESOLVES"));

        assertThat(openTasks()).containsExactly("resolve");
    }

    // the end

    @Test
    void aConfirmedResolutionClosesTheTicket() {
        resolved();
        receive("ticket.resolution-confirmed", "boundaryEvent_confirmed", Map.of("solved", true));

        assertThat(done).endsWith("closeTicket");
        assertEnded();
    }

    @Test
    void nobodyObjectingClosesTheTicket() {
        resolved();
        fire("boundaryEvent_noObjection");

        assertThat(done).endsWith("closeTicket");
        assertEnded();
    }

    @Test
    void aReplyReopens() {
        resolved();
        receive("ticket.customer-replied", "boundaryEvent_replied", Map.of());

        assertThat(done).endsWith("reopenTicket", "checkHealth");
    }

    @Test
    void theDeskReopens() {
        resolved();
        receive("ticket.reopen-requested", "boundaryEvent_reopenRequested", Map.of());

        assertThat(done).endsWith("reopenTicket", "checkHealth");
    }

    // at any time

    @Test
    void newsIsNotedBesideTheWork() {
        request();
        receive("ticket.customer-replied", "startEvent_customerReply", Map.of());
        receive("ticket.severity-changed", "startEvent_severityChange", Map.of());
        receive("delegation.changed", "startEvent_accessChange", Map.of());
        receive("ticket.customer-replied", "startEvent_customerReply", Map.of());

        assertThat(done).endsWith("noteCustomerMessage", "recomputeDueTimes", "recheckAccess", "noteCustomerMessage");
        assertThat(openTasks()).containsExactly("diagnose");
    }

    @Test
    void aWithdrawnTicketStopsWhereverItIs() {
        escalated();
        receive("ticket.withdrawn", "startEvent_withdrawal", Map.of());

        assertThat(done).endsWith("withdrawTicket");
        assertEnded();
    }

    @Test
    void aMergedTicketStopsWhereverItIs() {
        filed();
        receive("ticket.merged", "startEvent_merger", Map.of());

        assertThat(done).endsWith("mergeTicket");
        assertEnded();
    }

    private static void decide(String decision, Map<String, Object> outputs) {
        decisions.put(decision, outputs);
    }

    private static void request() {
        engine.getRuntimeService()
                .startProcessInstanceByMessage(
                        "ticket.requested",
                        "10001238",
                        Map.ofEntries(
                                entry("ticket", "10001238"),
                                entry("policySet", "SEED_2021"),
                                entry("faultGone", false),
                                entry("outcome", ""),
                                entry("escalationOutcome", ""),
                                entry("outageAction", ""),
                                entry("remindAfter", "P2D"),
                                entry("closeAfterSilence", "P7D"),
                                entry("confirmWithin", "P5D"),
                                entry("chaseAfter", "PT4H"),
                                entry("outageRecheckAfter", "PT2H")));
    }

    private static void diagnosed() {
        request();
        complete("diagnose", Map.of("outcome", "DIAGNOSED"));
    }

    private static void resolved() {
        diagnosed();
        complete("resolve", Map.of("outcome", "FIXED"));
    }

    private static void escalated() {
        decide("support-boundary", Map.of("boundary", "ESCALATE"));
        diagnosed();
    }

    private static void filed() {
        escalated();
        complete("fileCase", Map.of());
    }

    private static void microsoft(String status) {
        receive("microsoft.case-updated", "receiveTask_microsoft", Map.of("caseStatus", status));
    }

    private static void complete(String task, Map<String, Object> values) {
        var open = engine.getTaskService()
                .createTaskQuery()
                .taskDefinitionKey("userTask_" + task)
                .list();
        assertThat(open).as("%s among %s after %s", task, openTasks(), done).hasSize(1);
        engine.getTaskService().complete(open.getFirst().getId(), values);
    }

    private static void receive(String message, String activity, Map<String, Object> values) {
        var waits = engine.getRuntimeService().createEventSubscriptionQuery().eventName(message).list().stream()
                .filter(wait -> activity.equals(wait.getActivityId()))
                .toList();
        assertThat(waits).as("%s waits for %s", activity, message).hasSize(1);
        engine.getRuntimeService()
                .messageEventReceived(message, waits.getFirst().getExecutionId(), values);
    }

    private static void fire(String timer) {
        var jobs =
                engine.getManagementService().createJobQuery().activityId(timer).list();
        assertThat(jobs).as(timer).hasSize(1);
        engine.getManagementService().executeJob(jobs.getFirst().getId());
    }

    private static List<String> openTasks() {
        return engine.getTaskService().createTaskQuery().list().stream()
                .map(task -> task.getTaskDefinitionKey().replace("userTask_", ""))
                .toList();
    }

    private static void assertEnded() {
        assertThat(engine.getRuntimeService().createProcessInstanceQuery().count())
                .isZero();
    }

    private static void work(String delegate, DelegateExecution execution) {
        assertThat(execution.getVariable("ticket")).isEqualTo("10001238");
        assertThat(execution.getProcessBusinessKey()).isEqualTo("10001238");
        done.add(delegate);
        if (delegate.equals("reserveIncident")) {
            execution.setVariable("reserved", incidentsLeft);
            incidentsLeft = true;
        }
    }

    /** A table without inputs, whose only row hands back the variables of the same name. */
    private static String table(String decision, Map<String, Object> outputs) {
        var columns = outputs.keySet().stream()
                .map(name -> "<output id='output_%1$s' name='%1$s'/>".formatted(name))
                .collect(Collectors.joining());
        var entries = outputs.keySet().stream()
                .map(name -> "<outputEntry id='entry_%1$s'><text>%1$s</text></outputEntry>".formatted(name))
                .collect(Collectors.joining());
        return """
                <definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'
                    xmlns:camunda='http://camunda.org/schema/1.0/dmn' id='definitions' name='stub' namespace='stub'>
                  <decision id='%s' name='stub' camunda:historyTimeToLive='P365D'>
                    <decisionTable id='table' hitPolicy='FIRST'>%s<rule id='row'>%s</rule></decisionTable>
                  </decision>
                </definitions>
                """.formatted(decision, columns, entries);
    }

    /** Hands the wanted outputs to the stub tables, and keeps those that the engine room sets itself. */
    private static class DecisionsAsTold extends AbstractBpmnParseListener {

        @Override
        public void parseBusinessRuleTask(Element task, ScopeImpl scope, ActivityImpl activity) {
            var decision = task.attributeNS(new Namespace("http://camunda.org/schema/1.0/bpmn"), "decisionRef");
            activity.addListener(ExecutionListener.EVENTNAME_START, (ExecutionListener)
                    execution -> decisions.get(decision).forEach((name, value) -> {
                        if (name.endsWith("Complete")) execution.setVariable(name, value);
                        else execution.setVariableLocal(name, Variables.untypedValue(value, true));
                    }));
        }
    }
}
