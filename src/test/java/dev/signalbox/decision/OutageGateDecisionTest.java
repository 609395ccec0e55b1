package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutageGateDecisionTest {

    static final Cases CASES = Cases.of("outage-gate", "outageAction", "outageReason")
            .usually("healthMatch", "INCIDENT")
            .usually("healthResolved", false)
            .usually("symptomsMatch", true)
            .usually("needsEngineering", false)
            .usually("healthDataAgeMinutes", 5L)
            .row(
                    "outage-gate_never-looked",
                    given("healthDataAgeMinutes", null),
                    "RECHECK_HEALTH",
                    "service health was never checked")
            .row(
                    "outage-gate_stale",
                    given("healthDataAgeMinutes", 61L),
                    "RECHECK_HEALTH",
                    "health data is older than an hour")
            .row("outage-gate_no-match", given("healthMatch", "NONE"), "PROCEED", "no matching service health issue")
            .row(
                    "outage-gate_not-compared",
                    given("symptomsMatch", null),
                    "RECHECK_HEALTH",
                    "a person compares the symptoms")
            .again(given("healthMatch", "ADVISORY", "symptomsMatch", null))
            .row(
                    "outage-gate_other-symptoms",
                    given("symptomsMatch", false),
                    "PROCEED",
                    "other symptoms than the published issue")
            .again(given("healthMatch", "ADVISORY", "symptomsMatch", false))
            .row(
                    "outage-gate_outlived",
                    given("healthResolved", true),
                    "ESCALATE_WITH_INCIDENT_ID",
                    "the fault outlived the published issue")
            .again(given("healthMatch", "ADVISORY", "healthResolved", true))
            .row(
                    "outage-gate_help-needed",
                    given("needsEngineering", true),
                    "ESCALATE_WITH_INCIDENT_ID",
                    "an engineer is needed during the outage")
            .again(given("healthMatch", "ADVISORY", "needsEngineering", true))
            .row("outage-gate_monitor", given(), "LINK_AND_MONITOR", "the published issue explains the fault")
            .again(given("healthMatch", "ADVISORY"))
            .row(
                    "outage-gate_a-person-checks",
                    given("healthMatch", null),
                    "RECHECK_HEALTH",
                    "no rule fits, a person checks service health")
            .gap("a match nobody knows", given("healthMatch", "RUMOUR"))
            .gap(
                    "a match nobody knows, resolved",
                    given("healthMatch", "RUMOUR", "healthResolved", true, "symptomsMatch", null));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
