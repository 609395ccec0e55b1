package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClaimEligibilityDecisionTest {

    static final Cases CASES = Cases.of("claim-eligibility", "claim", "claimReason")
            .usually("boughtThroughCsp", true)
            .usually("customerAsked", true)
            .usually("classification", "INCIDENT")
            .usually("incidentIdFits", true)
            .usually("deadlinePassed", false)
            .row(
                    "claim-eligibility_deadline-passed",
                    given("deadlinePassed", true),
                    "NO_CLAIM",
                    "the claim was due by the end of the month after the incident")
            .row(
                    "claim-eligibility_not-bought-through-csp",
                    given("boughtThroughCsp", false),
                    "NO_CLAIM",
                    "the subscription was not bought through CSP")
            .row(
                    "claim-eligibility_not-asked",
                    given("customerAsked", false),
                    "ASK_LEAD",
                    "the customer has not asked for the credit")
            .row(
                    "claim-eligibility_advisory",
                    given("classification", "ADVISORY"),
                    "ASK_LEAD",
                    "an advisory normally gives no credit")
            .row(
                    "claim-eligibility_odd-incident",
                    given("incidentIdFits", false),
                    "ASK_LEAD",
                    "the id has not the form of an incident's")
            .row("claim-eligibility_claim", given(), "CLAIM", "everything Microsoft asks for is there")
            .again(given("classification", null))
            .row(
                    "claim-eligibility_a-person-decides",
                    given("deadlinePassed", null),
                    "ASK_LEAD",
                    "no rule fits, a person decides")
            .gap(
                    "nothing is known",
                    given(
                            "boughtThroughCsp",
                            null,
                            "customerAsked",
                            null,
                            "classification",
                            null,
                            "incidentIdFits",
                            null,
                            "deadlinePassed",
                            null));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
