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
