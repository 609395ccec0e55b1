package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MicrosoftResponseDecisionTest {

    static final Cases CASES = Cases.of(
                    "microsoft-response", "tableResponseMinutes", "tableClock", "tableChaseMinutes", "tableSource")
            .usually("vehicle", "CSP_INCLUDED")
            .usually("severity", "B")
            .usually("productFamily", "M365")
            .usually("breakFix", true)
            .row("microsoft-response_no-vehicle", given("vehicle", null), null, null, null, "TABLE")
            .row("microsoft-response_no-entitlement", given("vehicle", "NO_ENTITLEMENT"), null, null, null, "TABLE")
            .row(
                    "microsoft-response_distributor",
                    given("vehicle", "DISTRIBUTOR"),
                    null,
                    "BUSINESS_HOURS",
                    240L,
                    "TABLE")
            .row("microsoft-response_isv-or-call", given("vehicle", "ISV"), null, "BUSINESS_HOURS", 480L, "TABLE")
            .row("microsoft-response_commercial", given("vehicle", "COMMERCIAL"), 480L, "BUSINESS_HOURS", 480L, "TABLE")
            .row("microsoft-response_not-break-fix", given("breakFix", false), 480L, "BUSINESS_HOURS", 480L, "TABLE")
            .row("microsoft-response_included-a", given("severity", "A"), 120L, "ELAPSED_24X7", 120L, "TABLE")
            .row("microsoft-response_included-b", given(), 240L, "ELAPSED_24X7", 240L, "TABLE")
            .row("microsoft-response_included-c", given("severity", "C"), 480L, "ELAPSED_24X7", 480L, "TABLE")
            .row(
                    "microsoft-response_signature-a",
                    given("vehicle", "SIGNATURE_CLOUD", "severity", "A"),
                    120L,
                    "ELAPSED_24X7",
                    120L,
                    "TABLE")
            .row(
                    "microsoft-response_signature-b",
                    given("vehicle", "SIGNATURE_CLOUD"),
                    240L,
                    "ELAPSED_24X7",
                    240L,
                    "TABLE")
            .row(
                    "microsoft-response_signature-c",
                    given("vehicle", "SIGNATURE_CLOUD", "severity", "C"),
                    480L,
                    "ELAPSED_24X7",
                    480L,
                    "TABLE")
            .row(
                    "microsoft-response_premier-azure-a",
                    given("vehicle", "PREMIER", "severity", "A", "productFamily", "AZURE"),
                    60L,
                    "ELAPSED_24X7",
                    60L,
                    "TABLE")
            .row(
                    "microsoft-response_premier-azure-b",
                    given("vehicle", "PREMIER", "productFamily", "AZURE"),
                    120L,
                    "ELAPSED_24X7",
                    120L,
                    "TABLE")
            .row(
                    "microsoft-response_premier-azure-c",
                    given("vehicle", "PREMIER", "severity", "C", "productFamily", "AZURE"),
                    240L,
                    "ELAPSED_24X7",
                    240L,
                    "TABLE")
            .row(
                    "microsoft-response_premier-a",
                    given("vehicle", "PREMIER", "severity", "A"),
                    60L,
                    "ELAPSED_24X7",
                    60L,
                    "TABLE")
            .row("microsoft-response_premier-b", given("vehicle", "PREMIER"), 120L, "ELAPSED_24X7", 120L, "TABLE")
            .row(
                    "microsoft-response_premier-c",
                    given("vehicle", "PREMIER", "severity", "C"),
                    240L,
                    "ELAPSED_24X7",
                    240L,
                    "TABLE")
            .row(
                    "microsoft-response_advanced-a",
                    given("vehicle", "ADVANCED", "severity", "A"),
                    60L,
                    "ELAPSED_24X7",
                    60L,
                    "TABLE")
            .row("microsoft-response_advanced-b", given("vehicle", "ADVANCED"), 240L, "ELAPSED_24X7", 240L, "TABLE")
            .row(
                    "microsoft-response_advanced-c",
                    given("vehicle", "ADVANCED", "severity", "C"),
                    480L,
                    "ELAPSED_24X7",
                    480L,
                    "TABLE")
            .row(
                    "microsoft-response_unified-a",
                    given("vehicle", "UNIFIED", "severity", "A"),
                    60L,
                    "ELAPSED_24X7",
                    60L,
                    "TABLE")
            .row("microsoft-response_unified-bc", given("vehicle", "UNIFIED"), 480L, "ELAPSED_24X7", 480L, "TABLE")
            .row(
                    "microsoft-response_professional-a",
                    given("vehicle", "ON_PREMISES_INCIDENT", "severity", "A"),
                    120L,
                    "ELAPSED_24X7",
                    120L,
                    "TABLE")
            .row(
                    "microsoft-response_professional-b",
                    given("vehicle", "ON_PREMISES_INCIDENT"),
                    240L,
                    "BUSINESS_HOURS",
                    240L,
                    "TABLE")
            .row(
                    "microsoft-response_professional-c",
                    given("vehicle", "ON_PREMISES_INCIDENT", "severity", "C"),
                    480L,
                    "BUSINESS_HOURS",
                    480L,
                    "TABLE")
            .row(
                    "microsoft-response_a-person-watches",
                    given("vehicle", "CARRIER_PIGEON"),
                    null,
                    "ELAPSED_24X7",
                    60L,
                    "PERSON")
            .gap("a Microsoft vehicle without severity", given("severity", null))
            .gap("Premier with a severity nobody knows", given("vehicle", "PREMIER", "severity", "Z"));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
