package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.demo.microsoft.AzureSupportDesk;
import dev.signalbox.demo.microsoft.SimulatedMicrosoft;
import dev.signalbox.support.Api;
import dev.signalbox.support.FlowCoverage;
import dev.signalbox.support.MicrosoftForTests;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Timers;
import dev.signalbox.support.Walk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** One test for each path through the flows, stages called for real; together they cover every node and flow. */
@SignalboxTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketFlowsTest {

    @LocalServerPort
    int port;

    @Autowired
    Timers timers;

    @Autowired
    FlowCoverage coverage;

    @Autowired
    SimulatedMicrosoft microsoft;

    @Autowired
    AzureSupportDesk azure;

    @Autowired
    Clock product;

    Api api;

    @BeforeAll
    void count() {
        coverage.start(TicketFlowsTest.class);
    }

    @AfterAll
    void everyNodeAndFlowWasGoneThrough() {
        coverage.isComplete(Set.of(
                "ticket-lifecycle",
                "intake",
                "diagnosis",
                "partner-resolution",
                "third-party-handover",
                "customer-inquiry",
                "microsoft-escalation",
                "case-filing",
                "sla-credit-claim"));
    }

    @BeforeEach
    void client() {
        api = new Api(port);
    }

    private Walk fault(Map<String, ?> fields) {
        return Walk.request(api, fields);
    }

    /** A Microsoft 365 fault, diagnosed as Microsoft's, whose vehicle is chosen. */
    private Walk escalated(Map<String, ?> fields) {
        Walk walk = fault(fields);
        if (walk.tasks().contains("check-health")) {
            walk.healthy();
        }
        return walk.diagnosed("UNDOCUMENTED_DEVIATION");
    }

    private Walk withMicrosoft() {
        return escalated(Map.of()).filed("MS-" + UUID.randomUUID()).is("AWAITING_MICROSOFT");
    }

    private Walk resolved() {
        return fault(Map.of())
                .healthy()
                .diagnosed("CONFIGURATION")
                .complete("resolve", Map.of("outcome", "FIXED", "solution", "Set right."))
                .is("RESOLVED");
    }

    @Nested
    class Intake {

        @Test
        void aClearRequestGoesStraightToDiagnosisAndTheCustomerGetsTheSupportStatement() {
            Walk walk = fault(Map.of()).is("DIAGNOSING");

            assertThat(walk.field("issueClass")).isEqualTo("TECHNICAL");
            assertThat(walk.field("severity")).isEqualTo("B");
            assertThat(api.get("customer", "/api/tickets/" + walk.number() + "/messages")
                            .text())
                    .contains("Hours", "Price");
        }

        @Test
        void whatNoRuleClassifiesAPersonDoes() {
            Walk walk = fault(Map.of("reportedCategory", "OTHER")).is("RECEIVED");

            walk.complete("triage", Map.of("issueClass", "TECHNICAL")).is("DIAGNOSING");

            assertThat(walk.field("issueClass")).isEqualTo("TECHNICAL");
        }

        @Test
        void anUnknownImpactIsConfirmedByAPerson() {
            Walk walk = fault(Map.of("businessImpact", "UNKNOWN")).is("RECEIVED");

            walk.complete("confirm-severity", Map.of("severity", "C")).is("DIAGNOSING");

            assertThat(walk.field("severity")).isEqualTo("C");
        }

        @Test
        void anEmptyDescriptionIsAskedForAndTheAnswerLeadsOn() {
            Walk walk = fault(Map.of("description", " ")).is("AWAITING_CUSTOMER");

            walk.replies("Nobody sees the shared mailboxes.").is("DIAGNOSING");
        }

        @Test
        void aSilentCustomerIsRemindedAndThenTheTicketIsClosedUnanswered() {
            Walk walk = fault(Map.of("description", " ")).is("AWAITING_CUSTOMER");

            timers.fire(walk.number(), "boundaryEvent_reminder");
            assertThat(walk.is("AWAITING_CUSTOMER").told()).contains("ticket.reminded");
            timers.fire(walk.number(), "boundaryEvent_silence");

            walk.is("CLOSED");
            assertThat(closeReason(walk)).isEqualTo("no-answer");
        }
    }

    @Nested
    class Diagnosis {

        @Test
        void healthIsCheckedAgainWhileAMatchWantsAPerson() {
            Walk walk = fault(Map.of());

            walk.healthy();

            assertThat(walk.tasks()).containsExactly("diagnose");
        }

        @Test
        void aMatchingOutageIsLinkedAndItsEndAsksWhetherTheFaultOutlivedIt() {
            String issue = "EX" + UUID.randomUUID();
            Walk walk = outage("demo-provider-3", issue);

            endOutage(walk, issue);

            assertThat(walk.is("LINKED_TO_OUTAGE").tasks()).containsExactly("check-health");
            walk.complete(
                    "check-health",
                    Map.of(
                            "healthMatch",
                            "NONE",
                            "symptomsMatch",
                            false,
                            "needsEngineering",
                            false,
                            "faultGone",
                            true));
            walk.is("RESOLVED");
        }

        @Test
        void aFaultThatOutlivesItsOutageIsDiagnosedAndQuotesTheIncident() {
            String issue = "EX" + UUID.randomUUID();
            Walk walk = outage("demo-silver-3", issue);
            endOutage(walk, issue);

            walk.complete(
                    "check-health",
                    Map.of(
                            "healthMatch",
                            "INCIDENT",
                            "issueId",
                            issue,
                            "symptomsMatch",
                            true,
                            "needsEngineering",
                            false));

            assertThat(walk.is("DIAGNOSING").tasks()).containsExactly("diagnose");
            assertThat(decided(walk, "outage-gate")).contains("ESCALATE_WITH_INCIDENT_ID");
        }

        @Test
        void anOutageWhoseEndNobodyTellsIsLookedAtAfterADay() {
            Walk walk = outage("demo-direct-3", "EX" + UUID.randomUUID());

            timers.fire(walk.number(), "boundaryEvent_recheckDue");

            assertThat(walk.is("LINKED_TO_OUTAGE").tasks()).containsExactly("check-health");
        }

        @Test
        void theAgentAsksTheCustomerAndTheReplyLeadsBackToTheSameStage() {
            Walk walk = fault(Map.of()).healthy();

            walk.complete("diagnose", Map.of("outcome", "ASK_CUSTOMER", "question", "Since when?"))
                    .is("AWAITING_CUSTOMER");
            walk.replies("Since seven.").is("DIAGNOSING");

            assertThat(walk.tasks()).containsExactly("diagnose");
        }

        private Walk outage(String customer, String issue) {
            Walk walk = fault(Map.of("customerId", customer));
            walk.complete(
                    "check-health",
                    Map.of(
                            "healthMatch",
                            "INCIDENT",
                            "issueId",
                            issue,
                            "symptomsMatch",
                            true,
                            "needsEngineering",
                            false));
            return walk.is("LINKED_TO_OUTAGE");
        }

        private void endOutage(Walk walk, String issue) {
            String tenant = api.get("lead", "/api/customers/" + walk.field("customerId"))
                    .body()
                    .path("tenantId")
                    .asString();
            assertThat(walk.event(
                            "service-health.issue-updated",
                            issue,
                            Map.of(
                                    "tenantIds",
                                    List.of(tenant),
                                    "issue",
                                    Map.of(
                                            "id", issue,
                                            "title", "Mail flow",
                                            "service", "Exchange Online",
                                            "classification", "incident",
                                            "status", "serviceRestored",
                                            "isResolved", true,
                                            "startDateTime", "2026-11-20T06:00:00Z",
                                            "lastModifiedDateTime", "2026-11-20T09:00:00Z"))))
                    .isEqualTo("ACCEPTED");
        }
    }

    @Nested
    class Boundary {

        @Test
        void aHowToWithAPublishedAnswerHelpsItself() {
            Walk walk = fault(Map.of("reportedCategory", "HOW_TO"));

            walk.complete(
                    "diagnose",
                    Map.of("outcome", "DIAGNOSED", "causeDomain", "KNOWN_DOCUMENTED", "knowledgeMatch", true));

            assertThat(walk.is("RESOLVED").field("boundary")).isEqualTo("SELF_HELP");
        }

        @Test
        void aHowToWithoutAPublishedAnswerStaysWithThePartner() {
            Walk walk = fault(Map.of("reportedCategory", "HOW_TO")).diagnosed("KNOWN_DOCUMENTED");

            assertThat(walk.is("PARTNER_RESOLVING").field("boundary")).isEqualTo("PARTNER_RESOLVES");
        }

        @Test
        void aMarketplaceProductGoesToItsPublisherAndComesBackUnsolvedToDiagnosis() {
            Walk walk = fault(Map.of("productFamily", "MARKETPLACE"))
                    .diagnosed("ISV_PRODUCT")
                    .is("WITH_THIRD_PARTY");

            walk.complete("hand-over", Map.of("outcome", "RETURNED")).is("DIAGNOSING");

            assertThat(walk.field("boundary")).isEqualTo("ROUTE_ISV");
        }

        @Test
        void aSecurityReportTakesItsOwnRoute() {
            Walk walk = fault(Map.of("reportedCategory", "SECURITY_VULNERABILITY"))
                    .diagnosed("UNKNOWN")
                    .is("WITH_THIRD_PARTY");

            walk.complete("hand-over", Map.of("outcome", "RESOLVED", "reference", "MSRC-1"))
                    .is("RESOLVED");

            assertThat(walk.field("boundary")).isEqualTo("ROUTE_SECURITY");
        }

        @Test
        void aDiagnosisTakenBackIsContinued() {
            Walk walk = fault(Map.of()).healthy().diagnosed("CONFIGURATION");
            timers.forgetDiagnosis(walk.number());

            walk.complete("resolve", Map.of("outcome", "EXHAUSTED")).is("DIAGNOSING");

            assertThat(walk.field("boundary")).isEqualTo("CONTINUE_DIAGNOSIS");
        }
    }

    @Nested
    class PartnerResolution {

        @Test
        void theOwnDeskFixesIt() {
            assertThat(resolved().field("handlingParty")).isEqualTo("OWN_DESK");
        }

        @Test
        void theDeskAsksTheCustomerMeanwhile() {
            Walk walk = fault(Map.of()).healthy().diagnosed("CONFIGURATION");

            walk.complete("resolve", Map.of("outcome", "ASK_CUSTOMER", "question", "May we restart it?"))
                    .is("AWAITING_CUSTOMER");
            walk.replies("Yes.").is("PARTNER_RESOLVING");

            assertThat(walk.tasks()).containsExactly("resolve");
        }

        @Test
        void anExhaustedFixMeetsTheBoundaryAgainAndIsEscalated() {
            Walk walk = fault(Map.of()).healthy().diagnosed("CONFIGURATION");

            walk.complete("resolve", Map.of("outcome", "EXHAUSTED")).is("ESCALATION_PREPARING");

            assertThat(walk.field("boundary")).isEqualTo("ESCALATE");
        }

        @Test
        void anOutsourcerAcknowledgesAndSolves() {
            Walk walk = outsourced();

            walk.complete("hand-over", Map.of("outcome", "ACKNOWLEDGED", "reference", "OUT-7"))
                    .is("WITH_THIRD_PARTY");
            walk.complete("hand-over", Map.of("outcome", "RESOLVED")).is("RESOLVED");

            assertThat(walk.field("thirdPartyReference")).isEqualTo("OUT-7");
        }

        @Test
        void anOutsourcerIsChasedAnswersByEventAndReturnsTheWork() {
            Walk walk = outsourced();

            timers.fire(walk.number(), "boundaryEvent_chaseHandOver");
            assertThat(walk.event("third-party.case-updated", Map.of("reference", "OUT-8", "status", "acknowledged")))
                    .isEqualTo("ACCEPTED");
            timers.fire(walk.number(), "boundaryEvent_chaseFollowUp");
            assertThat(walk.event("third-party.case-updated", Map.of("reference", "OUT-8", "status", "returned")))
                    .isEqualTo("ACCEPTED");

            assertThat(walk.is("PARTNER_RESOLVING").tasks()).containsExactly("resolve");
            assertThat(walk.told()).contains("ticket.chased", "ticket.third-party-responded");
        }

        private Walk outsourced() {
            return fault(Map.of("customerId", "demo-direct-3", "productFamily", "M365"))
                    .healthy()
                    .diagnosed("CONFIGURATION")
                    .is("WITH_THIRD_PARTY");
        }
    }

    @Nested
    class MicrosoftEscalation {

        @Test
        void microsoftAsksProposesAndTheSolutionWorks() {
            Walk walk = withMicrosoft();

            walk.microsoft("attention_needed").is("MICROSOFT_NEEDS_INFO");
            walk.complete("answer-microsoft", Map.of("answer", "Trace attached."))
                    .is("AWAITING_MICROSOFT");
            walk.microsoft("solution_proposed").is("SOLUTION_PROPOSED");
            walk.complete("verify-solution", Map.of("works", true)).is("RESOLVED");
        }

        @Test
        void aSolutionThatDoesNotWorkGoesBackToMicrosoft() {
            Walk walk = withMicrosoft().microsoft("closed").is("SOLUTION_PROPOSED");

            walk.complete("verify-solution", Map.of("works", false, "comment", "Same fault."))
                    .is("AWAITING_MICROSOFT");
        }

        @Test
        void microsoftChangesItsMindWhileWeAnswerOrVerify() {
            Walk walk = withMicrosoft().microsoft("attention_needed").is("MICROSOFT_NEEDS_INFO");

            walk.microsoft("open").is("AWAITING_MICROSOFT");
            walk.microsoft("solution_proposed").microsoft("attention_needed").is("MICROSOFT_NEEDS_INFO");

            assertThat(walk.tasks()).containsExactly("answer-microsoft");
        }

        @Test
        void silentMicrosoftIsChased() {
            Walk walk = withMicrosoft();

            timers.fire(walk.number(), "boundaryEvent_chaseMicrosoft");

            assertThat(walk.is("AWAITING_MICROSOFT").told()).contains("ticket.chased");
        }

        @Test
        void aCaseThatNoApiShowsIsAskedAboutUntilMicrosoftAnswers() {
            Walk walk = withMicrosoft();

            timers.fire(walk.number(), "boundaryEvent_askMicrosoft");
            assertThat(walk.is("AWAITING_MICROSOFT").tasks()).containsExactly("ask-microsoft");
            walk.complete("ask-microsoft", Map.of("caseStatus", "open", "note", "In the queue."));
            assertThat(walk.is("AWAITING_MICROSOFT").tasks()).isEmpty();
            timers.fire(walk.number(), "boundaryEvent_askMicrosoft");
            walk.microsoft("attention_needed").is("MICROSOFT_NEEDS_INFO");

            assertThat(walk.tasks()).containsExactly("answer-microsoft");
        }

        @Test
        void severityAIsApprovedByASecondPairOfEyes() {
            Walk walk = escalated(critical()).packaged();

            assertThat(walk.tasks()).containsExactly("approve-escalation");
            walk.complete("approve-escalation", Map.of("decision", "APPROVE"));

            assertThat(walk.tasks()).containsExactly("file-case");
            assertThat(walk.told()).contains("ticket.escalation-approved");
        }

        @Test
        void aRejectedEscalationGoesBackToTheDesk() {
            Walk walk = escalated(critical()).packaged();

            walk.complete("approve-escalation", Map.of("decision", "REJECT", "reason", "Try the rollback first."));

            assertThat(walk.is("PARTNER_RESOLVING").tasks()).containsExactly("resolve");
        }

        @Test
        void whoPreparedTheCaseNeverApprovesIt() {
            Walk walk = escalated(critical());
            walk.packagedBy("lead");
            String id = walk.task("approve-escalation").path("id").asString();

            Api.Answer answer =
                    api.post("lead", "/api/tasks/" + id + "/complete", Map.of("values", Map.of("decision", "APPROVE")));

            assertThat(answer.status()).isEqualTo(409);
            assertThat(walk.tasks()).containsExactly("approve-escalation");
        }

        @Test
        void withoutAnEligibleVehicleTheLeadTriesAgainOrKeepsTheWork() {
            Walk walk = escalated(Map.of("customerId", "demo-bare-1"));
            assertThat(walk.field("vehicle")).isEqualTo("NO_ENTITLEMENT");

            walk.complete("no-entitlement", Map.of("outcome", "RETRY"));
            assertThat(walk.tasks()).containsExactly("no-entitlement");
            walk.complete("no-entitlement", Map.of("outcome", "PARTNER_RESOLVES"));

            assertThat(walk.is("PARTNER_RESOLVING").tasks()).containsExactly("resolve");
        }

        @Test
        void anIncidentThatIsGoneMeanwhileMeansAnotherVehicle() {
            // two incidents of Signature Cloud, used up by others between choosing and reserving
            Walk walk = escalated(Map.of("customerId", "demo-silver-1")).packaged();
            assertThat(walk.field("vehicle")).isEqualTo("SIGNATURE_CLOUD");
            timers.exhaust("demo-silver", "SIGNATURE_CLOUD");

            walk.approvedIfAsked();

            assertThat(walk.field("vehicle")).isEqualTo("NO_ENTITLEMENT");
            assertThat(walk.told()).contains("entitlement.exhausted");
            timers.refill("demo-silver", "SIGNATURE_CLOUD");
        }

        @Test
        void aResellersFaultGoesToItsProviderWhoSolvesIt() {
            Walk walk = escalated(
                    Map.of("customerId", "demo-reseller-1", "productFamily", "AZURE", "policySet", "CURRENT_2026"));

            assertThat(walk.is("WITH_THIRD_PARTY").field("vehicle")).isEqualTo("DISTRIBUTOR");
            walk.complete("hand-over", Map.of("outcome", "RESOLVED")).is("RESOLVED");
        }

        @Test
        void aResellerWithoutAnyOtherVehicleAsksItsDistributor() {
            Walk walk = escalated(Map.of("customerId", "demo-reseller-1"));

            assertThat(walk.is("WITH_THIRD_PARTY").field("vehicle")).isEqualTo("DISTRIBUTOR");
            walk.complete("hand-over", Map.of("outcome", "RETURNED"));

            assertThat(walk.is("PARTNER_RESOLVING").tasks()).containsExactly("resolve");
        }

        @Test
        void missingDelegationIsAskedForAndItsGrantLeadsOn() {
            Walk walk = escalated(Map.of("customerId", "demo-direct-2")).is("AWAITING_CUSTOMER");

            walk.replies("We approve it tomorrow.").is("AWAITING_CUSTOMER");
            delegation(walk, "active", "2099-01-01T00:00:00Z");

            walk.is("ESCALATION_PREPARING");
            delegation(walk, "expired", "2020-01-01T00:00:00Z");
        }

        @Test
        void delegationLostWhilePreparingStopsTheFilingAndKeepsThePackage() {
            Walk walk =
                    escalated(Map.of("customerId", "demo-silver-1")).packaged().approvedIfAsked();
            assertThat(walk.tasks()).containsExactly("file-case");

            delegation(walk, "terminated", null);

            assertThat(walk.is("AWAITING_CUSTOMER").told()).contains("entitlement.refunded");
            delegation(walk, "active", "2099-01-01T00:00:00Z");
            walk.is("ESCALATION_PREPARING");
            assertThat(walk.tasks()).doesNotContain("complete-package");
        }

        @Test
        void aCustomerLockedOutWithoutDelegationCallsMicrosoft() {
            Walk walk = fault(Map.of("customerId", "demo-direct-2")).healthy();

            walk.complete(
                    "diagnose",
                    Map.of("outcome", "DIAGNOSED", "causeDomain", "SERVICE_UNAVAILABLE", "customerLockedOut", true));

            assertThat(walk.field("vehicle")).isEqualTo("CUSTOMER_CALLS");
            walk.filed("CALL-1").is("AWAITING_MICROSOFT");
            assertThat(walk.field("channel")).isEqualTo("CUSTOMER_PHONE");
        }

        @Test
        void aMissingRoleIsTheLeadsToGrantOrToRefuse() {
            Walk walk = escalated(Map.of("customerId", "demo-trainee-1", "productFamily", "AZURE"));
            assertThat(walk.tasks()).containsExactly("grant-role");

            walk.complete("grant-role", Map.of("granted", true));
            assertThat(walk.tasks()).containsExactly("grant-role");
            walk.complete("grant-role", Map.of("granted", false));

            walk.is("PARTNER_RESOLVING");
        }

        private Map<String, Object> critical() {
            return Map.of(
                    "businessImpact",
                    "SIGNIFICANT",
                    "commit24x7",
                    true,
                    "contact",
                    Map.of("name", "Eva", "email", "eva@example.org", "phone", "+420 555 0100"));
        }
    }

    @Nested
    class Lifecycle {

        @Test
        void theCustomerConfirmsByTask() {
            Walk walk = resolved().confirmed().is("CLOSED");

            assertThat(closeReason(walk)).isEqualTo("confirmed");
            assertThat(walk.tasks()).isEmpty();
        }

        @Test
        void theCustomerConfirmsByEvent() {
            Walk walk = resolved();

            assertThat(walk.event("ticket.resolution-confirmed", Map.of("solved", true)))
                    .isEqualTo("ACCEPTED");

            walk.is("CLOSED");
        }

        @Test
        void aSolutionThatIsNoneReopensTheTicket() {
            Walk walk = resolved();

            walk.complete("confirm-resolution", Map.of("solved", false, "comment", "Still broken."))
                    .is("DIAGNOSING");

            assertThat(walk.told()).contains("ticket.reopened");
        }

        @Test
        void aReplyWhileResolvedReopensTheTicket() {
            resolved().replies("It is back.").is("DIAGNOSING");
        }

        @Test
        void staffReopensAResolvedTicket() {
            Walk walk = resolved();

            Api.Answer answer =
                    api.post("agent", "/api/tickets/" + walk.number() + "/reopen", Map.of("reason", "Seen again."));

            assertThat(answer.body().path("state").asString()).isEqualTo("DIAGNOSING");
        }

        @Test
        void withoutObjectionTheTicketIsClosedInTime() {
            Walk walk = resolved();

            timers.fire(walk.number(), "boundaryEvent_noObjection");

            assertThat(closeReason(walk.is("CLOSED"))).isEqualTo("no-objection");
        }

        @Test
        void theCustomerWritesAtAnyMomentWithoutDisturbingTheStage() {
            Walk walk = fault(Map.of()).healthy();

            walk.replies("One more thing.").is("DIAGNOSING");

            assertThat(walk.tasks()).containsExactly("diagnose");
        }

        @Test
        void aClearedAlertProposesTheSolutionWhileOurDeskLooksForIt() {
            Walk walk = fault(Map.of()).healthy();

            assertThat(walk.event("alert.cleared", Map.of("note", "Under the threshold again.")))
                    .isEqualTo("ACCEPTED");

            assertThat(walk.is("RESOLVED").tasks()).containsExactly("confirm-resolution");
            assertThat(walk.told()).contains("ticket.alert-cleared", "ticket.resolved");
        }

        @Test
        void aClearedAlertProposesTheSolutionWhileOurDeskMendsIt() {
            Walk walk = fault(Map.of()).healthy().diagnosed("CONFIGURATION").is("PARTNER_RESOLVING");

            assertThat(walk.event("alert.cleared", Map.of())).isEqualTo("ACCEPTED");

            assertThat(walk.is("RESOLVED").tasks()).containsExactly("confirm-resolution");
        }

        @Test
        void aClearedAlertEndsNobodyElsesCase() {
            Walk walk = escalated(Map.of());
            String state = walk.state();

            assertThat(walk.event("alert.cleared", Map.of())).isEqualTo("ACCEPTED");

            assertThat(walk.is(state).told()).endsWith("ticket.alert-cleared");
        }

        @Test
        void aTicketIsWithdrawnFromTheMiddleOfAStage() {
            Walk walk = escalated(Map.of());

            assertThat(walk.event("ticket.withdrawn", Map.of("reason", "Solved itself.")))
                    .isEqualTo("ACCEPTED");

            assertThat(walk.is("WITHDRAWN").tasks()).isEmpty();
        }

        @Test
        void aTicketIsMergedIntoAnother() {
            Walk into = fault(Map.of());
            Walk walk = fault(Map.of());

            Api.Answer answer =
                    api.post("lead", "/api/tickets/" + walk.number() + "/merge", Map.of("into", into.number()));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(walk.is("MERGED").field("mergedInto")).isEqualTo(into.number());
        }

        @Test
        void aChangedSeverityMovesTheDueTimeAndLeavesTheStageAlone() {
            Walk walk = fault(Map.of()).healthy();
            String before = walk.field("dueAt");

            api.post(
                    "lead",
                    "/api/tickets/" + walk.number() + "/severity",
                    Map.of("severity", "C", "reason", "Only two people."));

            assertThat(walk.field("severity")).isEqualTo("C");
            assertThat(walk.field("dueAt")).isNotEqualTo(before);
            assertThat(walk.tasks()).containsExactly("diagnose");
        }
    }

    /** What a lead, or a corrected fact, does to the way of a ticket. */
    @Nested
    class AnotherStage {

        @Test
        void toTriageAndFromThereOnAsItWas() {
            Walk walk = moved(fault(Map.of()).healthy().diagnosed("CONFIGURATION"), "RECEIVED", "RECEIVED");

            walk.complete("triage", Map.of("issueClass", "TECHNICAL")).is("PARTNER_RESOLVING");
        }

        @Test
        void toTheCustomerWhoseAnswerLeadsToDiagnosis() {
            Walk walk = fault(Map.of());

            api.post(
                    "lead",
                    "/api/tickets/" + walk.number() + "/move",
                    Map.of("stage", "AWAITING_CUSTOMER", "question", "Since when?", "reason", "Too vague."));

            walk.is("AWAITING_CUSTOMER").replies("Since seven.").is("DIAGNOSING");
        }

        @Test
        void toDiagnosisOnceMore() {
            Walk walk = moved(escalated(Map.of()), "DIAGNOSING", "DIAGNOSING");

            assertThat(walk.tasks()).containsExactly("diagnose");
            assertThat(walk.field("vehicle")).isNull();
        }

        @Test
        void toTheDeskToAThirdPartyAndToMicrosoft() {
            Walk walk = fault(Map.of()).healthy();

            moved(walk, "PARTNER_RESOLVING", "PARTNER_RESOLVING");
            moved(walk, "WITH_THIRD_PARTY", "WITH_THIRD_PARTY");
            moved(walk, "ESCALATION_PREPARING", "ESCALATION_PREPARING");
            moved(walk, "RESOLVED", "RESOLVED").confirmed().is("CLOSED");
        }

        @Test
        void backToACaseThatIsFiledAlready() {
            Walk walk = moved(withMicrosoft(), "PARTNER_RESOLVING", "PARTNER_RESOLVING");

            moved(walk, "SOLUTION_PROPOSED", "SOLUTION_PROPOSED");

            walk.complete("verify-solution", Map.of("works", true)).is("RESOLVED");
        }

        @Test
        void whereAnotherBoundarySendsIt() {
            Walk walk = fault(Map.of()).healthy().diagnosed("CONFIGURATION");

            Api.Answer answer = api.post(
                    "lead",
                    "/api/tickets/" + walk.number() + "/decisions/support-boundary/override",
                    Map.of("outputs", Map.of("boundary", "ESCALATE"), "reason", "We tried it last week."));

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(walk.is("ESCALATION_PREPARING").field("boundary")).isEqualTo("ESCALATE");
        }

        @Test
        void aCorrectedFactIsFollowedAndAnOpenQuestionStaysOpen() {
            Walk walk = fault(Map.of("reportedCategory", "BILLING"))
                    .complete("diagnose", Map.of("outcome", "ASK_CUSTOMER", "question", "Since when?"));

            correct(walk, Map.of("reportedCategory", "SERVICE_ERROR"));

            walk.is("AWAITING_CUSTOMER").replies("Since seven.").is("DIAGNOSING");
        }

        @Test
        void aDiagnosedTicketIsNotDiagnosedAgain() {
            Walk walk = escalated(Map.of("reportedCategory", "BILLING"));

            correct(walk, Map.of("reportedCategory", "SERVICE_ERROR"));

            assertThat(walk.is("ESCALATION_PREPARING").field("vehicle")).isEqualTo("ADVANCED");
        }

        private Walk moved(Walk walk, String stage, String arrives) {
            Api.Answer answer = api.post(
                    "lead",
                    "/api/tickets/" + walk.number() + "/move",
                    Map.of("stage", stage, "reason", "It belongs there."));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            return walk.is(arrives);
        }

        private void correct(Walk walk, Map<String, String> facts) {
            Map<String, String> body = new java.util.HashMap<>(facts);
            body.put("reason", "Misheard.");
            Api.Answer answer = api.post("agent", "/api/tickets/" + walk.number() + "/correct", body);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
    }

    private void delegation(Walk walk, String status, String end) {
        String tenant = api.get("lead", "/api/customers/" + walk.field("customerId"))
                .body()
                .path("tenantId")
                .asString();
        Map<String, Object> data = new java.util.HashMap<>(Map.of("tenantId", tenant, "status", status));
        if (end != null) {
            data.put("endDateTime", end);
        }
        assertThat(walk.event("delegation.changed", tenant, data)).isEqualTo("ACCEPTED");
    }

    private static String closeReason(Walk walk) {
        String reason = null;
        for (var entry : walk.timeline()) {
            if (entry.path("type").stringValue().equals("ticket.closed")) {
                reason = entry.path("data").path("reason").asString();
            }
        }
        return reason;
    }

    private static List<String> decided(Walk walk, String key) {
        List<String> answers = new java.util.ArrayList<>();
        for (var made : walk.decisions()) {
            if (made.path("key").asString().equals(key)) {
                made.path("outputs").forEach(value -> answers.add(value.asString("")));
            }
        }
        return answers;
    }

    /** A credit for an outage, claimed before its deadline or explained. */
    @Nested
    class CreditClaim {

        private Walk credit() {
            Walk walk = fault(Map.of("reportedCategory", "SLA_CREDIT"));
            if (walk.tasks().contains("check-health")) {
                walk.healthy();
            }
            walk.diagnosed("SERVICE_UNAVAILABLE").is("ESCALATION_PREPARING");
            assertThat(walk.tasks()).containsExactly("state-claim");
            return walk;
        }

        private Map<String, Object> claim(Duration ago, Map<String, ?> other) {
            Instant began = product.instant().minus(ago).truncatedTo(ChronoUnit.SECONDS);
            Map<String, Object> values = new HashMap<>(Map.of(
                    "incidentId", "EX226792",
                    "startTime", began.toString(),
                    "incidentEnd", began.plus(Duration.ofHours(5)).toString(),
                    "usersAffected", "Forty, all in Ostrava",
                    "boughtThroughCsp", "Yes",
                    "customerAsked", "Yes",
                    "proof", "Our monitoring saw no mail pass."));
            values.putAll(other);
            return values;
        }

        private Walk stated(Duration ago, Map<String, ?> other) {
            return credit().complete("state-claim", claim(ago, other));
        }

        @Test
        void aClaimInTimeIsFiledAndMicrosoftDecides() {
            Walk walk = stated(Duration.ofDays(2), Map.of()).packaged().is("ESCALATION_PREPARING");

            assertThat(walk.field("channel")).isEqualTo("PARTNER_CENTER_REQUEST");
            assertThat(walk.field("vehicle")).isEqualTo("COMMERCIAL");
            assertThat(walk.task("file-case")
                            .path("context")
                            .path("casePackage")
                            .asString())
                    .contains(
                            "Service health incident: EX226792",
                            "Users affected: Forty, all in Ostrava",
                            "Customer asked for the credit: Yes",
                            "Bought through CSP: Yes");
            walk.filed("616122292874576").is("AWAITING_MICROSOFT");
            timers.fire(walk.number(), "boundaryEvent_claimDue");
            assertThat(walk.told()).contains("ticket.claim-weighed").doesNotContain("ticket.claim-deadline-near");
            walk.microsoft("closed").is("SOLUTION_PROPOSED");
            walk.complete("verify-solution", Map.of("works", true)).is("RESOLVED");
        }

        @Test
        void aClaimThatIsNotFiledInTimeIsSaidSo() {
            Walk walk = stated(Duration.ofDays(2), Map.of());

            timers.fire(walk.number(), "boundaryEvent_claimDue");

            walk.is("ESCALATION_PREPARING");
            assertThat(walk.timeline()
                            .valueStream()
                            .filter(entry -> entry.path("type").asString().equals("ticket.claim-deadline-near"))
                            .map(entry -> entry.path("data").path("missed").asBoolean()))
                    .containsExactly(true);
        }

        @Test
        void afterTheDeadlineTheCustomerIsToldWhyThereIsNoCredit() {
            Walk walk = stated(Duration.ofDays(90), Map.of());

            assertThat(walk.task("explain-no-credit")
                            .path("context")
                            .path("claimReason")
                            .asString())
                    .isEqualTo("the claim was due by the end of the month after the incident");
            walk.complete("explain-no-credit", Map.of("explanation", "The month to claim it is over."))
                    .is("RESOLVED");

            assertThat(api.get("customer", "/api/tickets/" + walk.number() + "/messages")
                            .text())
                    .contains("The month to claim it is over.");
        }

        @Test
        void whatIsNotClearALeadDecidesForIt() {
            Walk walk = stated(Duration.ofDays(2), Map.of("customerAsked", "No"));
            assertThat(walk.task("decide-claim")
                            .path("context")
                            .path("claimReason")
                            .asString())
                    .contains("has not asked");

            walk.complete("lead", "decide-claim", Map.of("claim", "CLAIM", "reason", "They ask today."));

            walk.packaged().is("ESCALATION_PREPARING");
            assertThat(walk.tasks()).containsExactly("file-case");
        }

        @Test
        void whatIsNotClearALeadDecidesAgainstIt() {
            Walk walk = stated(Duration.ofDays(2), Map.of("incidentId", "a word"));

            walk.complete("lead", "decide-claim", Map.of("claim", "NO_CLAIM"));

            walk.complete("explain-no-credit", Map.of("explanation", "It was no incident of Microsoft's."))
                    .is("RESOLVED");
        }

        @Test
        void anEndBeforeItsBeginningIsRefusedByItsField() {
            Walk walk = credit();
            Map<String, Object> values = claim(Duration.ofDays(2), Map.of("incidentEnd", "2020-01-01T00:00:00Z"));

            Api.Answer answer = api.post(
                    "agent",
                    "/api/tasks/" + walk.task("state-claim").path("id").asString() + "/complete",
                    Map.of("values", values));

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.body().path("errors").path(0).path("field").asString())
                    .isEqualTo("incidentEnd");
        }
    }

    /** Azure cases by API, against a simulated Microsoft. */
    @Nested
    class FilingByApi {

        private final String customer = "filing-" + UUID.randomUUID().toString().substring(0, 8);
        private final String tenant = UUID.randomUUID().toString();
        private final String subscription = UUID.randomUUID().toString();

        @BeforeEach
        void aCustomerWithAnAzureSubscription() {
            put("partners/" + MicrosoftForTests.PARTNER, partner());
            put(
                    "support-plans/" + MicrosoftForTests.PARTNER + "-asfp",
                    Map.of(
                            "partnerId",
                            MicrosoftForTests.PARTNER,
                            "vehicle",
                            "ADVANCED",
                            "name",
                            "Advanced Support for Partners",
                            "accessId",
                            "A-1",
                            "contractId",
                            "C-1"));
            put(
                    "customers/" + customer,
                    Map.of(
                            "partnerId",
                            MicrosoftForTests.PARTNER,
                            "name",
                            "Machine Hall",
                            "tenantId",
                            tenant,
                            "domain",
                            customer + ".example",
                            "country",
                            "CZ",
                            "language",
                            "en",
                            "timeZone",
                            "Europe/Prague"));
            put("contracts/" + customer + "-k", Map.of("customerId", customer, "tier", "STANDARD"));
            put(
                    "delegated-access/" + customer + "-g",
                    Map.of(
                            "customerId",
                            customer,
                            "model",
                            "GDAP",
                            "status",
                            "active",
                            "endDate",
                            "2099-01-01T00:00:00Z",
                            "roles",
                            List.of("Service support administrator")));
            MicrosoftForTests.subscription(microsoft, subscription, tenant);
            azure.plan(subscription, "Professional Direct").onBehalf(subscription, MicrosoftForTests.PARTNER_TENANT);
        }

        private Map<String, Object> partner() {
            return Map.of(
                    "name",
                    "Filing Ltd",
                    "type",
                    "DIRECT_BILL",
                    "competency",
                    "GOLD",
                    "partnerCenterRoles",
                    List.of("ADMIN_AGENT"),
                    "supportEmail",
                    "help@filing.example",
                    "supportPhone",
                    "+420 555 0111",
                    "supportUrl",
                    "https://filing.example");
        }

        private void put(String path, Map<String, ?> fields) {
            Api.Answer answer = api.put("operator", "/api/" + path, fields);
            assertThat(answer.status()).as(answer.text()).isLessThan(300);
        }

        private Walk prepared(String plan) {
            put(
                    "subscriptions/" + customer + "-azure",
                    Map.of(
                            "customerId",
                            customer,
                            "productFamily",
                            "AZURE",
                            "name",
                            "Azure plan",
                            "deployment",
                            "CLOUD",
                            "azurePlanType",
                            plan,
                            "azureRightGranted",
                            true,
                            "azureSubscriptionId",
                            subscription));
            return escalated(Map.of("customerId", customer, "productFamily", "AZURE"));
        }

        private Walk complete(Walk walk) {
            Map<String, Object> values = new HashMap<>();
            walk.task("complete-package").path("form").path("components").forEach(component -> {
                String key = component.path("key").asString("");
                switch (key) {
                    case "service" -> values.put(key, "Virtual Machine running Linux");
                    case "problemClassification" -> values.put(key, "Cannot connect to virtual machine by using SSH");
                    case "partnerContact" -> values.put(key, "Filing Desk, desk@filing.example, +420 555 0100");
                    default -> {}
                }
            });
            return walk.packagedWith(values);
        }

        private void becomes(Walk walk, String state) {
            await().atMost(Duration.ofSeconds(60)).until(() -> walk.state().equals(state));
        }

        private void asksFor(Walk walk, String task) {
            await().atMost(Duration.ofSeconds(60)).until(() -> walk.tasks().contains(task));
        }

        private JsonNode shown(Walk walk) {
            return api.get("lead", "/api/tickets/" + walk.number() + "/case").body();
        }

        @Test
        void aCaseUnderProfessionalDirectIsCreatedAskedAboutAnsweredSolvedAndClosed() {
            Walk walk = complete(prepared("PRODIRECT"));

            becomes(walk, "AWAITING_MICROSOFT");
            String name = shown(walk).path("name").asString();
            assertThat(walk.field("channel")).isEqualTo("AZURE_SUPPORT_API");
            assertThat(walk.field("externalId"))
                    .isEqualTo(shown(walk).path("externalId").asString());
            assertThat(shown(walk).path("responseMinutes").asInt()).isEqualTo(120);
            assertThat(walk.told()).contains("ticket.filing-ordered", "ticket.escalation-filed", "ticket.due-time-set");

            azure.writes(name, "Please send us a network trace.");
            becomes(walk, "MICROSOFT_NEEDS_INFO");
            walk.complete("answer-microsoft", Map.of("answer", "It is attached."));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(azure.ours(name)).containsExactly("It is attached."));
            Api.Answer said = api.post(
                    "agent",
                    "/api/tickets/" + walk.number() + "/case",
                    Map.of("status", "solution_proposed", "note", "They changed a route.", "confirmedBug", true));
            assertThat(said.status()).as(said.text()).isEqualTo(200);
            walk.is("SOLUTION_PROPOSED");
            azure.closes(name);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> shown(walk).path("apiStatus").asString("").equals("closed"));
            walk.is("SOLUTION_PROPOSED").complete("verify-solution", Map.of("works", true));
            walk.confirmed().is("CLOSED");

            assertThat(azure.names()).containsOnlyOnce(name);
        }

        @Test
        void theSameTicketUnderThePlanOfCspGoesTheGuidedWay() {
            Walk walk = prepared("CSP").packaged().approvedIfAsked();

            assertThat(walk.tasks()).containsExactly("file-case");
            assertThat(walk.field("channel")).isEqualTo("AZURE_PORTAL_ONBEHALF");
        }

        @Test
        void aPlanThatMicrosoftKnowsToBeSmallerLeadsToTheGuidedWayToo() {
            azure.plan(subscription, "Cloud Solution Provider");
            Walk walk = complete(prepared("PRODIRECT"));

            asksFor(walk, "file-case");
            assertThat(walk.field("channel")).isEqualTo("AZURE_PORTAL_ONBEHALF");
            walk.complete("file-case", Map.of("externalId", "2411230040001234")).is("AWAITING_MICROSOFT");
        }

        @Test
        void whatMicrosoftRefusesIsCorrectedAndSentAgain() {
            Walk walk = prepared("PRODIRECT").packaged();

            asksFor(walk, "filing-refused");
            assertThat(api.get("lead", "/api/tickets/" + walk.number() + "/messages")
                            .text())
                    .contains("Azure Support knows no service called");
            walk.complete(
                    "filing-refused",
                    Map.of("outcome", "RETRY", "service", "SQL Database", "problemClassification", "Cannot connect"));

            becomes(walk, "AWAITING_MICROSOFT");
        }

        @Test
        void orItIsFiledByHandAfterAll() {
            Walk walk = prepared("PRODIRECT").packaged();

            asksFor(walk, "filing-refused");
            walk.complete("filing-refused", Map.of("outcome", "GUIDED"));

            assertThat(walk.tasks()).containsExactly("file-case");
        }
    }
}
