package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Timers;
import dev.signalbox.support.Walk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Whatever was filed wrong ends where it would have been filed right, at whatever stage somebody notices. */
@SignalboxTest
class CorrectingTest {

    private static final Map<String, String> SERVICE_FAULT = Map.of("reportedCategory", "SERVICE_ERROR");
    private static final Map<String, String> BILLING = Map.of("reportedCategory", "BILLING");

    @LocalServerPort
    int port;

    @Autowired
    Timers timers;

    Api api;

    @BeforeEach
    void client() {
        api = new Api(port);
    }

    private Walk misfiled() {
        return Walk.request(api, BILLING);
    }

    private Walk filedRight() {
        return Walk.request(api, SERVICE_FAULT);
    }

    private Walk misfiledAs(Map<String, ?> fields) {
        Map<String, Object> all = new HashMap<>(fields);
        all.putAll(BILLING);
        return Walk.request(api, all);
    }

    private Api.Answer correct(String account, Walk walk, Map<String, ?> fields) {
        Map<String, Object> body = new HashMap<>(fields);
        body.put("reason", "Misheard on the phone.");
        return api.post(account, "/api/tickets/" + walk.number() + "/correct", body);
    }

    private Walk corrected(Walk walk, Map<String, ?> fields) {
        Api.Answer answer = correct("agent", walk, fields);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return walk;
    }

    private static Map<String, String> place(Walk walk) {
        Map<String, String> place = new HashMap<>();
        for (String field : List.of(
                "state",
                "issueClass",
                "severity",
                "boundary",
                "handlingParty",
                "vehicle",
                "channel",
                "queue",
                "nextMove")) {
            place.put(field, walk.field(field));
        }
        place.put("tasks", String.join(",", walk.tasks()));
        return place;
    }

    private static void assertSamePlace(Walk corrected, Walk right) {
        assertThat(place(corrected)).isEqualTo(place(right));
    }

    /** Both are led on by whoever has the next move, until they are solved. */
    private static void ledOn(Walk walk) {
        for (int i = 0; i < 12 && !walk.state().equals("RESOLVED"); i++) {
            List<String> tasks = walk.tasks();
            if (tasks.contains("check-health")) {
                walk.healthy();
            } else if (tasks.contains("diagnose")) {
                walk.diagnosed("UNDOCUMENTED_DEVIATION");
            } else if (tasks.contains("resolve")) {
                walk.complete("resolve", Map.of("outcome", "FIXED", "solution", "Set right."));
            } else if (walk.state().equals("ESCALATION_PREPARING")) {
                walk.filed("MS-" + UUID.randomUUID());
            } else if (walk.state().equals("AWAITING_MICROSOFT")) {
                walk.microsoft("solution_proposed");
            } else if (tasks.contains("verify-solution")) {
                walk.complete("verify-solution", Map.of("works", true));
            } else if (walk.state().equals("AWAITING_CUSTOMER")) {
                walk.replies("Since seven.");
            } else {
                throw new AssertionError("Nobody knows how to lead on " + place(walk));
            }
        }
        walk.is("RESOLVED");
    }

    @Nested
    class AtEachStage {

        @Test
        void whileAPersonConfirmsTheSeverityTheTaskStays() {
            Walk walk = misfiledAs(Map.of("businessImpact", "UNKNOWN")).is("RECEIVED");
            String task = walk.task("confirm-severity").path("id").asString();

            corrected(walk, SERVICE_FAULT);

            Walk right = Walk.request(api, Map.of("businessImpact", "UNKNOWN"));
            assertSamePlace(walk, right);
            assertThat(walk.task("confirm-severity").path("id").asString()).isEqualTo(task);
            walk.complete("confirm-severity", Map.of("severity", "B"));
            right.complete("confirm-severity", Map.of("severity", "B"));
            assertSamePlace(walk, right);
        }

        @Test
        void triageIsNotNeededAnyMore() {
            Walk walk = Walk.request(api, Map.of("reportedCategory", "OTHER")).is("RECEIVED");

            corrected(walk, SERVICE_FAULT);

            assertSamePlace(walk, filedRight());
        }

        @Test
        void inDiagnosisHealthIsLookedAtFirst() {
            Walk walk = misfiled().is("DIAGNOSING");
            assertThat(walk.tasks()).containsExactly("diagnose");

            corrected(walk, SERVICE_FAULT);

            Walk right = filedRight();
            assertSamePlace(walk, right);
            ledOn(walk);
            ledOn(right);
            assertSamePlace(walk, right);
        }

        @Test
        void aQuestionAskedIsWaitedForAndNotAskedAgain() {
            Walk walk = misfiled()
                    .complete("diagnose", Map.of("outcome", "ASK_CUSTOMER", "question", "Since when?"))
                    .is("AWAITING_CUSTOMER");
            Walk right = filedRight()
                    .healthy()
                    .complete("diagnose", Map.of("outcome", "ASK_CUSTOMER", "question", "Since when?"))
                    .is("AWAITING_CUSTOMER");

            corrected(walk, SERVICE_FAULT);

            assertThat(walk.is("AWAITING_CUSTOMER").field("issueClass")).isEqualTo("TECHNICAL");
            assertThat(publicMessages(walk)).filteredOn("Since when?"::equals).hasSize(1);
            ledOn(walk);
            ledOn(right);
            assertSamePlace(walk, right);
        }

        @Test
        void theDeskGoesOnWithTheSameTaskInTheRightQueue() {
            Walk walk = misfiled().diagnosed("CONFIGURATION").is("PARTNER_RESOLVING");
            String task = walk.task("resolve").path("id").asString();
            assertThat(walk.field("queue")).isEqualTo("commercial-desk");

            corrected(walk, SERVICE_FAULT);

            assertSamePlace(walk, filedRight().healthy().diagnosed("CONFIGURATION"));
            assertThat(walk.task("resolve").path("id").asString()).isEqualTo(task);
            assertThat(walk.task("resolve").path("queue").asString()).isEqualTo("m365-desk");
        }

        @Test
        void thePackageIsPreparedForTheRightVehicle() {
            Walk walk = misfiled().diagnosed("UNDOCUMENTED_DEVIATION").is("ESCALATION_PREPARING");
            assertThat(walk.field("vehicle")).isEqualTo("COMMERCIAL");

            corrected(walk, SERVICE_FAULT);

            Walk right = filedRight().healthy().diagnosed("UNDOCUMENTED_DEVIATION");
            assertSamePlace(walk, right);
            assertThat(walk.field("vehicle")).isEqualTo("ADVANCED");
        }

        @Test
        void whatIsReadyToBeFiledGoesTheOtherWay() {
            Walk walk = misfiled().diagnosed("UNDOCUMENTED_DEVIATION").packaged();
            assertThat(walk.tasks()).containsExactly("file-case");

            corrected(walk, SERVICE_FAULT);

            Walk right = filedRight().healthy().diagnosed("UNDOCUMENTED_DEVIATION");
            right.packaged();
            walk.packaged();
            assertSamePlace(walk, right);
        }

        @Test
        void aCaseFiledThroughTheWrongVehicleIsNamedAndTheRightOnePrepared() {
            for (String status : List.of("open", "attention_needed", "solution_proposed")) {
                Walk walk = misfiled().diagnosed("UNDOCUMENTED_DEVIATION").filed("BILL-" + UUID.randomUUID());
                String external = walk.field("externalId");
                if (!status.equals("open")) {
                    walk.microsoft(status);
                }

                corrected(walk, SERVICE_FAULT);

                Walk right = filedRight().healthy().diagnosed("UNDOCUMENTED_DEVIATION");
                right.packaged();
                assertSamePlace(walk.packaged(), right);
                assertThat(walk.field("externalId")).isEqualTo(external);
                assertThat(walk.told()).contains("ticket.case-left-open");
                assertThat(walk.event("microsoft.case-updated", Map.of("externalId", external, "status", "closed")))
                        .isEqualTo("ACCEPTED");
                assertThat(walk.is("ESCALATION_PREPARING").told()).contains("ticket.microsoft-responded");
                walk.filed("MS-" + UUID.randomUUID()).is("AWAITING_MICROSOFT");
            }
        }

        @Test
        void aSolvedTicketStaysSolvedWithItsDecisionsMadeAgain() {
            Walk walk = misfiled()
                    .diagnosed("CONFIGURATION")
                    .complete("resolve", Map.of("outcome", "FIXED", "solution", "Set right."))
                    .is("RESOLVED");
            String task = walk.task("confirm-resolution").path("id").asString();

            corrected(walk, SERVICE_FAULT);

            assertSamePlace(
                    walk,
                    filedRight()
                            .healthy()
                            .diagnosed("CONFIGURATION")
                            .complete("resolve", Map.of("outcome", "FIXED", "solution", "Set right.")));
            assertThat(walk.task("confirm-resolution").path("id").asString()).isEqualTo(task);
        }

        @Test
        void aTicketThatIsOverIsLeftAlone() {
            Walk walk = misfiled();
            api.post("agent", "/api/tickets/" + walk.number() + "/withdraw", Map.of());

            Api.Answer answer = correct("agent", walk, SERVICE_FAULT);

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.body().path("allowedStates").toString()).contains("DIAGNOSING");
        }
    }

    @Nested
    class Facts {

        @Test
        void whatReadsTheSameLeavesNoTrace() {
            Walk walk = filedRight();
            corrected(walk, Map.of("environment", "NON_PRODUCTION"));
            int before = walk.timeline().size();

            corrected(walk, Map.of("environment", "NON_PRODUCTION", "reportedCategory", "SERVICE_ERROR"));

            assertThat(walk.timeline()).hasSize(before);
            assertThat(walk.field("severity")).isEqualTo("C");
        }

        @Test
        void eachFieldIsOneEntryOfCodesAndTheReasonStaysInside() {
            Walk walk = misfiled();

            corrected(walk, Map.of("reportedCategory", "SERVICE_ERROR", "environment", "NON_PRODUCTION"));

            List<JsonNode> entries = walk.timeline()
                    .valueStream()
                    .filter(entry -> entry.path("type").asString().equals("ticket.corrected"))
                    .map(entry -> entry.path("data"))
                    .toList();
            assertThat(entries)
                    .extracting(data -> data.path("field").asString()
                            + " " + data.path("from").asString() + " "
                            + data.path("to").asString())
                    .containsExactly("reportedCategory BILLING SERVICE_ERROR", "environment PRODUCTION NON_PRODUCTION");
            assertThat(walk.timeline().toString()).doesNotContain("Misheard");
            assertThat(publicMessages(walk)).noneMatch(body -> body.contains("Misheard"));
        }

        @Test
        void correctedBackItIsWhereItWas() {
            Walk walk = misfiled();

            corrected(corrected(walk, SERVICE_FAULT), BILLING);

            assertSamePlace(walk, misfiled());
        }

        @Test
        void theSubscriptionIsTheCustomersAndOfTheFamily() {
            Walk walk = filedRight();

            Api.Answer foreign = correct("agent", walk, Map.of("subscriptionId", "demo-bare-1-m365"));
            Api.Answer other =
                    correct("agent", walk, Map.of("subscriptionId", "demo-direct-1-azure", "productFamily", "M365"));
            corrected(walk, Map.of("productFamily", "AZURE"));

            assertThat(foreign.status()).isEqualTo(422);
            assertThat(foreign.body().path("errors").path(0).path("field").asString())
                    .isEqualTo("subscriptionId");
            assertThat(other.body().path("errors").path(0).path("field").asString())
                    .isEqualTo("productFamily");
            assertThat(walk.field("subscriptionId")).isEqualTo("demo-direct-1-azure");
        }

        @Test
        void anUnknownFieldOrCodeIsRefused() {
            Walk walk = filedRight();

            assertThat(correct("agent", walk, Map.of("catgory", "BILLING")).status())
                    .isEqualTo(422);
            assertThat(correct("agent", walk, Map.of("reportedCategory", "BILL"))
                            .status())
                    .isEqualTo(422);
        }

        @Test
        void severityAndATablesClassAreALeadsToCorrect() {
            Walk walk = filedRight();

            assertThat(correct("agent", walk, Map.of("severity", "C")).status()).isEqualTo(403);
            assertThat(correct("agent", walk, Map.of("issueClass", "ADVISORY")).status())
                    .isEqualTo(403);
            assertThat(correct("lead", walk, Map.of("severity", "C", "issueClass", "ADVISORY"))
                            .status())
                    .isEqualTo(200);

            assertThat(walk.field("issueClass")).isEqualTo("ADVISORY");
            assertThat(walk.field("severity")).isEqualTo("C");
            assertThat(walk.tasks()).containsExactly("diagnose");
        }

        @Test
        void whatAPersonClassifiedAnAgentMayCorrect() {
            Walk walk = Walk.request(api, Map.of("reportedCategory", "OTHER"))
                    .complete("triage", Map.of("issueClass", "COMMERCIAL"))
                    .is("DIAGNOSING");

            corrected(walk, Map.of("issueClass", "TECHNICAL"));

            assertThat(walk.field("issueClass")).isEqualTo("TECHNICAL");
            assertThat(walk.tasks()).containsExactly("check-health");
        }

        @Test
        void aSeverityThatNeedsASecondPairOfEyesMeetsIt() {
            Walk walk =
                    filedRight().healthy().diagnosed("UNDOCUMENTED_DEVIATION").packaged();
            assertThat(walk.tasks()).containsExactly("file-case");

            assertThat(correct("lead", walk, Map.of("severity", "A")).status()).isEqualTo(200);

            walk.packaged();
            assertThat(walk.tasks()).containsExactly("approve-escalation");
        }

        @Test
        void anIncidentSetAsideForAnotherVehicleIsGivenBack() {
            timers.refill("demo-silver", "SIGNATURE_CLOUD");
            Walk walk = Walk.request(api, Map.of("customerId", "demo-silver-1"))
                    .healthy()
                    .diagnosed("UNDOCUMENTED_DEVIATION")
                    .packaged()
                    .approvedIfAsked();
            assertThat(walk.tasks()).containsExactly("file-case");
            int left = incidentsLeft();

            corrected(walk, BILLING);

            assertThat(incidentsLeft()).isEqualTo(left + 1);
            assertThat(walk.field("vehicle")).isEqualTo("COMMERCIAL");
            assertThat(walk.told()).contains("entitlement.refunded");
            timers.refill("demo-silver", "SIGNATURE_CLOUD");
        }

        @Test
        void aFlowOfBeforeIsNotMovedButCorrectedWhereNothingMoves() {
            Walk walk = misfiled();
            timers.forgetMoving(walk.number());

            Api.Answer moving = correct("agent", walk, SERVICE_FAULT);
            Api.Answer staying = correct("agent", walk, Map.of("environment", "NON_PRODUCTION"));

            assertThat(moving.status()).isEqualTo(409);
            assertThat(moving.text()).contains("ticket.moved");
            assertThat(walk.field("reportedCategory")).isEqualTo("BILLING");
            assertThat(staying.status()).isEqualTo(200);
            assertThat(walk.field("severity")).isEqualTo("C");
        }

        @Test
        void aCorrectionAndACompletionAtOnceLeaveOneTaskAndNoGap() throws Exception {
            for (int round = 0; round < 3; round++) {
                Walk walk = misfiled();
                String task = walk.task("diagnose").path("id").asString();
                try (var pool = java.util.concurrent.Executors.newFixedThreadPool(2)) {
                    var start = new java.util.concurrent.CyclicBarrier(2);
                    var completing = pool.submit(() -> {
                        start.await();
                        return api.post(
                                "agent",
                                "/api/tasks/" + task + "/complete",
                                Map.of("values", Map.of("outcome", "DIAGNOSED", "causeDomain", "CONFIGURATION")));
                    });
                    var correcting = pool.submit(() -> {
                        start.await();
                        return correct("agent", walk, SERVICE_FAULT);
                    });

                    assertThat(correcting.get().status()).isEqualTo(200);
                    assertThat(completing.get().status()).isIn(200, 409);
                    assertThat(walk.tasks())
                            .containsExactly(completing.get().status() == 200 ? "resolve" : "check-health");
                }
                assertThat(walk.timeline().valueStream().map(entry -> entry.path("sequence")
                                .asInt()))
                        .containsExactlyElementsOf(java.util.stream.IntStream.rangeClosed(
                                        1, walk.timeline().size())
                                .boxed()
                                .toList());
            }
        }

        private int incidentsLeft() {
            return api.get("lead", "/api/customers/demo-silver-1/entitlements")
                    .body()
                    .path("items")
                    .valueStream()
                    .filter(plan -> plan.path("vehicle").asString("").equals("SIGNATURE_CLOUD"))
                    .mapToInt(plan -> plan.path("incidentsRemaining").asInt())
                    .sum();
        }
    }

    @Nested
    class AnotherCustomer {

        @Test
        void takesTheTicketAlongAndNobodyElsesWords() {
            Walk walk = Walk.request(
                    api, Map.of("customerId", "demo-direct-2", "description", "Our Mrs Black cannot read her mail."));
            api.post(
                    "agent",
                    "/api/tickets/" + walk.number() + "/messages",
                    Map.of("visibility", "PUBLIC", "body", "Dear Mrs Black, we are on it."));

            corrected(walk, Map.of("customerId", "demo-direct-1"));
            api.post(
                    "agent",
                    "/api/tickets/" + walk.number() + "/messages",
                    Map.of("visibility", "PUBLIC", "body", "We took over your fault."));

            assertThat(walk.field("customerId")).isEqualTo("demo-direct-1");
            assertThat(walk.field("subscriptionId")).isEqualTo("demo-direct-1-m365");
            String seen = api.get("customer", "/api/tickets/" + walk.number()).text()
                    + api.get("customer", "/api/tickets/" + walk.number() + "/messages")
                            .text()
                    + api.get("customer", "/api/tickets/" + walk.number() + "/timeline")
                            .text();
            assertThat(seen).contains("We took over your fault.").doesNotContain("Black", "demo-direct-2");
            assertThat(api.get("customer", "/api/tickets?q=Black")
                            .body()
                            .path("total")
                            .asInt())
                    .isZero();
            assertThat(api.get("agent", "/api/tickets/" + walk.number() + "/messages")
                            .text())
                    .contains("Dear Mrs Black");
        }

        @Test
        void leavesTheFormerOneWithNothing() {
            Walk walk = filedRight();
            assertThat(api.get("customer", "/api/tickets/" + walk.number()).status())
                    .isEqualTo(200);

            corrected(walk, Map.of("customerId", "demo-direct-3"));

            assertThat(api.get("customer", "/api/tickets/" + walk.number()).status())
                    .isEqualTo(404);
            assertSamePlace(walk, Walk.request(api, Map.of("customerId", "demo-direct-3")));
        }

        @Test
        void whoseSupportIsDeliveredByAnOutsourcerIsHandedOver() {
            Walk walk = filedRight().healthy().diagnosed("CONFIGURATION").is("PARTNER_RESOLVING");

            corrected(walk, Map.of("customerId", "demo-direct-3"));

            assertThat(walk.is("WITH_THIRD_PARTY").field("handlingParty")).isEqualTo("OUTSOURCER");
        }

        @Test
        void whomNobodyKnowsIsRefused() {
            Api.Answer answer = correct("agent", filedRight(), Map.of("customerId", "nobody"));

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.body().path("errors").path(0).path("field").asString())
                    .isEqualTo("customerId");
        }
    }

    @Nested
    class Overriding {

        private Api.Answer override(Walk walk, String decision, Map<String, ?> outputs) {
            return api.post(
                    "lead",
                    "/api/tickets/" + walk.number() + "/decisions/" + decision + "/override",
                    Map.of("outputs", outputs, "reason", "Mr Smith said so."));
        }

        private JsonNode count(String decision, String rule) {
            return api.get("lead", "/api/decisions/" + decision + "/rules")
                    .body()
                    .path("items")
                    .valueStream()
                    .filter(one -> one.path("rule").asString().equals(rule))
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void isCountedForTheRuleThatMatchedAndToldWithoutWords() {
            Walk walk = filedRight().healthy().diagnosed("CONFIGURATION");
            int before = count("support-boundary", "support-boundary_partner-domain")
                    .path("overridden")
                    .asInt();

            assertThat(override(walk, "support-boundary", Map.of("boundary", "ESCALATE"))
                            .status())
                    .isEqualTo(200);

            JsonNode after = count("support-boundary", "support-boundary_partner-domain");
            assertThat(after.path("overridden").asInt()).isEqualTo(before + 1);
            assertThat(after.path("matched").asInt())
                    .isGreaterThan(after.path("overridden").asInt());
            JsonNode told = walk.timeline()
                    .valueStream()
                    .filter(entry -> entry.path("type").asString().equals("ticket.decision-overridden"))
                    .findFirst()
                    .orElseThrow()
                    .path("data");
            assertThat(told.path("former").asString()).isEqualTo("PARTNER_RESOLVES");
            assertThat(told.path("rules").path(0).asString()).isEqualTo("support-boundary_partner-domain");
            assertThat(walk.timeline().toString()).doesNotContain("Smith");
        }

        @Test
        void standsUntilWhatItRestsOnChanges() {
            Walk walk =
                    filedRight().healthy().diagnosed("UNDOCUMENTED_DEVIATION").is("ESCALATION_PREPARING");

            override(walk, "support-boundary", Map.of("boundary", "PARTNER_RESOLVES"));
            assertThat(walk.is("PARTNER_RESOLVING").field("boundary")).isEqualTo("PARTNER_RESOLVES");
            corrected(walk, Map.of("commit24x7", true));
            walk.is("PARTNER_RESOLVING");
            walk.complete("resolve", Map.of("outcome", "EXHAUSTED"));

            assertThat(walk.is("ESCALATION_PREPARING").field("boundary")).isEqualTo("ESCALATE");
            assertThat(walk.decisions()
                            .valueStream()
                            .filter(made -> made.path("key").asString().equals("support-boundary"))
                            .map(made -> made.path("override")
                                    .path("outputs")
                                    .path("boundary")
                                    .asString("none")))
                    .containsExactly("none", "PARTNER_RESOLVES", "none");
        }

        @Test
        void ofTheVehicleTakesAnEligibleOneWithItsCostAndApproval() {
            Walk walk = filedRight().healthy().diagnosed("UNDOCUMENTED_DEVIATION");
            assertThat(walk.field("vehicle")).isEqualTo("ADVANCED");

            assertThat(override(walk, "choose-vehicle", Map.of("vehicle", "PREMIER"))
                            .status())
                    .isEqualTo(422);
            assertThat(override(walk, "choose-vehicle", Map.of("vehicle", "SIGNATURE_CLOUD"))
                            .status())
                    .isEqualTo(200);

            assertThat(walk.field("vehicle")).isEqualTo("SIGNATURE_CLOUD");
            walk.packaged();
            assertThat(walk.tasks()).containsExactly("approve-escalation");
        }

        @Test
        void ofTheRightToFileIsNot() {
            Walk walk = filedRight().healthy().diagnosed("UNDOCUMENTED_DEVIATION");

            assertThat(override(walk, "filing-authority", Map.of("authority", "ALLOWED"))
                            .status())
                    .isEqualTo(422);
            assertThat(override(walk, "support-boundary", Map.of("boundary", "NOWHERE"))
                            .status())
                    .isEqualTo(422);
            assertThat(override(filedRight(), "support-boundary", Map.of("boundary", "ESCALATE"))
                            .status())
                    .isEqualTo(422);
        }

        @Test
        void ofTheQueueMovesTheTaskAndNothingElse() {
            Walk walk = filedRight().healthy();
            String task = walk.task("diagnose").path("id").asString();

            assertThat(override(walk, "assign-queue", Map.of("queue", "azure-desk"))
                            .status())
                    .isEqualTo(200);

            assertThat(walk.task("diagnose").path("id").asString()).isEqualTo(task);
            assertThat(walk.task("diagnose").path("queue").asString()).isEqualTo("azure-desk");
        }

        @Test
        void ofTheOutageGateFollowsOrLeavesTheOutage() {
            Walk walk = Walk.request(api, Map.of("customerId", "demo-direct-3"));
            walk.complete(
                    "check-health",
                    Map.of(
                            "healthMatch",
                            "INCIDENT",
                            "issueId",
                            "EX" + UUID.randomUUID(),
                            "symptomsMatch",
                            true,
                            "needsEngineering",
                            false));
            walk.is("LINKED_TO_OUTAGE");

            override(walk, "outage-gate", Map.of("outageAction", "PROCEED"));
            assertThat(walk.is("DIAGNOSING").tasks()).containsExactly("diagnose");
            api.post(
                    "lead",
                    "/api/tickets/" + walk.number() + "/move",
                    Map.of("stage", "LINKED_TO_OUTAGE", "reason", "It is the outage."));
            walk.is("LINKED_TO_OUTAGE");
            corrected(walk, BILLING);

            assertThat(walk.is("DIAGNOSING").tasks()).containsExactly("diagnose");
        }
    }

    @Nested
    class Moving {

        private Api.Answer move(Walk walk, String stage) {
            return api.post(
                    "lead",
                    "/api/tickets/" + walk.number() + "/move",
                    Map.of("stage", stage, "reason", "It belongs there."));
        }

        @Test
        void wantsWhatTheStageNeeds() {
            Walk walk = filedRight();

            assertThat(move(walk, "AWAITING_CUSTOMER").status()).isEqualTo(422);
            assertThat(move(walk, "AWAITING_MICROSOFT").status()).isEqualTo(422);
            assertThat(move(walk, "LINKED_TO_OUTAGE").status()).isEqualTo(422);
            assertThat(move(walk, "DIAGNOSING").status()).isEqualTo(422);
            assertThat(move(walk, "CLOSED").status()).isEqualTo(422);
            assertThat(walk.tasks()).containsExactly("check-health");
        }

        @Test
        void outOfASolvedTicketReopensIt() {
            Walk walk = filedRight()
                    .healthy()
                    .diagnosed("CONFIGURATION")
                    .complete("resolve", Map.of("outcome", "FIXED", "solution", "Set right."));

            assertThat(move(walk, "PARTNER_RESOLVING").status()).isEqualTo(200);

            assertThat(walk.is("PARTNER_RESOLVING").field("resolvedAt")).isNull();
            assertThat(walk.told()).contains("ticket.moved", "ticket.reopened");
        }

        @Test
        void toTheDeskIsToOurOwn() {
            Walk walk = Walk.request(api, Map.of("customerId", "demo-direct-3"))
                    .healthy()
                    .diagnosed("CONFIGURATION")
                    .is("WITH_THIRD_PARTY");

            move(walk, "PARTNER_RESOLVING");

            assertThat(walk.is("PARTNER_RESOLVING").field("handlingParty")).isEqualTo("OWN_DESK");
        }
    }

    @Test
    void aTicketIsSplitInTwoThatNameEachOther() {
        Walk whole = filedRight().healthy();

        Api.Answer answer = api.post(
                "lead",
                "/api/tickets/" + whole.number() + "/split",
                Map.of(
                        "title",
                        "Invoice doubled",
                        "description",
                        "They also paid twice.",
                        "reportedCategory",
                        "BILLING",
                        "reason",
                        "Two matters in one call."));

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        Walk part = Walk.of(api, answer.body().path("number").asString());
        assertThat(part.field("splitFrom")).isEqualTo(whole.number());
        assertThat(part.field("customerId")).isEqualTo("demo-direct-1");
        assertThat(part.field("issueClass")).isEqualTo("COMMERCIAL");
        assertThat(part.is("DIAGNOSING").told()).contains("ticket.split");
        assertThat(whole.told()).contains("ticket.split");
        assertThat(whole.tasks()).containsExactly("diagnose");
    }

    private List<String> publicMessages(Walk walk) {
        List<String> bodies = new ArrayList<>();
        for (JsonNode message : api.get("lead", "/api/tickets/" + walk.number() + "/messages")
                .body()
                .path("items")) {
            if (message.path("visibility").asString().equals("PUBLIC")) {
                bodies.add(message.path("body").asString());
            }
        }
        return bodies;
    }
}
