package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanAliasDecisionTest {

    static final Cases CASES = Cases.of("plan-alias", "vehicle", "note")
            .usually("date", "2024-03-01")
            .row("plan-alias_commercial", given("name", "Commercial issue support"), "COMMERCIAL", "commercial support")
            .again(given("name", "Billing and subscription support"))
            .again(given("name", "Billing and subscription management support"))
            .again(given("name", "Partner Center support"))
            .row(
                    "plan-alias_premier",
                    given("name", "Premier Support for Partners"),
                    "PREMIER",
                    "Premier Support for Partners")
            .again(given("name", "PSfP"))
            .again(given("name", "Premier"))
            .row(
                    "plan-alias_advanced",
                    given("name", "Advanced Support for Partners"),
                    "ADVANCED",
                    "Advanced Support for Partners")
            .again(given("name", "ASfP"))
            .again(given("name", "Advanced"))
            .again(given("name", "Advanced cloud support"))
            .row(
                    "plan-alias_signature-until-2025",
                    given("name", "Signature Cloud Support", "date", "2025-06-22"),
                    "SIGNATURE_CLOUD",
                    "Signature Cloud Support")
            .again(given("name", "Signature Cloud", "date", "2025-06-22"))
            .again(given("name", "Signature", "date", "2025-06-22"))
            .again(given("name", "Partner Signature 5pack", "date", "2025-06-22"))
            .row(
                    "plan-alias_signature-old-name",
                    given("name", "Signature Cloud Support", "date", "2025-06-23"),
                    "SIGNATURE_CLOUD",
                    "now called Partner Cloud Support")
            .again(given("name", "Signature Cloud", "date", "2025-06-23"))
            .again(given("name", "Signature", "date", "2025-06-23"))
            .again(given("name", "Partner Signature 5pack", "date", "2025-06-23"))
            .row(
                    "plan-alias_signature-since-2025",
                    given("name", "Partner Cloud Support", "date", "2025-06-23"),
                    "SIGNATURE_CLOUD",
                    "Partner Cloud Support")
            .again(given("name", "Partner Cloud Support 5", "date", "2025-06-23"))
            .row(
                    "plan-alias_on-premises",
                    given("name", "Microsoft product support"),
                    "ON_PREMISES_INCIDENT",
                    "product support incidents")
            .again(given("name", "Product support incidents"))
            .again(given("name", "Partner support Gold 20pack"))
            .again(given("name", "Partner support Silver 15pack"))
            .again(given("name", "Partner support MAPS 10pack"))
            .row(
                    "plan-alias_on-premises-since-2025",
                    given("name", "Partner On-premises Support", "date", "2025-06-23"),
                    "ON_PREMISES_INCIDENT",
                    "Partner On-premises Support")
            .row(
                    "plan-alias_unified",
                    given("name", "Unified for Partners", "date", "2026-04-01"),
                    "UNIFIED",
                    "Unified for Partners")
            .again(given("name", "UfP", "date", "2026-04-01"))
            .again(given("name", "Unified", "date", "2026-04-01"))
            .row(
                    "plan-alias_included",
                    given("name", "Cloud Solution Provider"),
                    "CSP_INCLUDED",
                    "support included with CSP")
            .row(
                    "plan-alias_pay-per-incident",
                    given("name", "Professional Support"),
                    "PAY_PER_INCIDENT",
                    "professional support")
            .again(given("name", "Pay per incident"))
            .row(
                    "plan-alias_a-manager-decides",
                    given("name", "Carrier pigeon support"),
                    null,
                    "unknown on that day, a manager decides")
            .gap("the new name before the renaming", given("name", "Partner Cloud Support", "date", "2025-06-22"))
            .gap("an old name on no day", given("name", "Signature Cloud Support", "date", null))
            .gap("Unified before it was announced", given("name", "Unified for Partners", "date", "2026-03-31"))
            .gap(
                    "the new on-premises name before the renaming",
                    given("name", "Partner On-premises Support", "date", "2025-06-22"))
            .gap("no name", given("name", null));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
