package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeverityDecisionTest {

    static final Cases CASES = Cases.of(
                    "severity",
                    "severity",
                    "reason",
                    "personConfirms",
                    "partnerCenterSeverity",
                    "azureSeverity",
                    "productSeverity")
            .usually("issueClass", "TECHNICAL")
            .usually("businessImpact", "SIGNIFICANT")
            .usually("environment", "PRODUCTION")
            .usually("commit24x7", true)
            .usually("contactComplete", true)
            .usually("cloud", true)
            .row(
                    "severity_non-production",
                    given("environment", "NON_PRODUCTION"),
                    "C",
                    "non-production environment",
                    false,
                    "minimal",
                    "minimal",
                    "Severity C")
            .row(
                    "severity_significant-commercial",
                    given("issueClass", "COMMERCIAL"),
                    "B",
                    "commercial matters go up to B",
                    false,
                    "moderate",
                    "moderate",
                    "Severity B")
            .again(given("issueClass", "SLA_CREDIT"))
            .row(
                    "severity_significant-technical-24x7",
                    given(),
                    "A",
                    "significant impact with 24x7 commitment",
                    false,
                    "critical",
                    "critical",
                    "Severity A")
            .row(
                    "severity_significant-no-24x7",
                    given("commit24x7", false),
                    "B",
                    "no 24x7 commitment",
                    false,
                    "moderate",
                    "moderate",
                    "Severity B")
            .again(given("commit24x7", null))
            .row(
                    "severity_significant-contact-incomplete",
                    given("contactComplete", false),
                    "B",
                    "contact incomplete",
                    false,
                    "moderate",
                    "moderate",
                    "Severity B")
            .again(given("contactComplete", null))
            .row(
                    "severity_significant-other",
                    given("issueClass", "ADVISORY"),
                    "B",
                    "severity A is for technical faults",
                    false,
                    "moderate",
                    "moderate",
                    "Severity B")
            .row(
                    "severity_moderate",
                    given("businessImpact", "MODERATE"),
                    "B",
                    "moderate impact",
                    false,
                    "moderate",
                    "moderate",
                    "Severity B")
            .row(
                    "severity_unknown-impact",
                    given("businessImpact", "UNKNOWN"),
                    "B",
                    "impact unknown, a person confirms",
                    true,
                    "moderate",
                    "moderate",
                    "Severity B")
            .row(
                    "severity_minimal",
                    given("businessImpact", "MINIMAL"),
                    "C",
                    "minimal impact",
                    false,
                    "minimal",
                    "minimal",
                    "Severity C")
            .row(
                    "severity_a-person-confirms",
                    given("businessImpact", null),
                    "B",
                    "no rule fits, a person confirms",
                    true,
                    "moderate",
                    "moderate",
                    "Severity B")
            .gap(
                    "nothing known",
                    given(
                            "issueClass",
                            null,
                            "businessImpact",
                            null,
                            "environment",
                            null,
                            "commit24x7",
                            null,
                            "contactComplete",
                            null,
                            "cloud",
                            null))
            .gap("an impact nobody knows", given("businessImpact", "CATASTROPHIC"))
            .gap("unknown environment and no impact", given("environment", "LABORATORY", "businessImpact", null));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
