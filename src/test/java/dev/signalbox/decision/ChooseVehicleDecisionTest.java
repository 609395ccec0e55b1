package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChooseVehicleDecisionTest {

    static final Cases CASES = Cases.of("choose-vehicle", "vehicle", "incidentCost", "needsApproval", "refundableIf")
            .usually("partner", "demo-direct")
            .usually("policySet", "SEED_2021")
            .usually("severity", "B")
            .usually("issueClass", "TECHNICAL")
            .row("choose-vehicle_not-weighed", given(), "NO_ENTITLEMENT", 0, false, null)
            .row(
                    "choose-vehicle_demo-provider-premier",
                    given("partner", "demo-provider", "eligible", List.of("ADVANCED", "PREMIER")),
                    "PREMIER",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_commercial",
                    given("issueClass", "COMMERCIAL", "eligible", List.of("COMMERCIAL")),
                    "COMMERCIAL",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_commercial-distributor",
                    given("issueClass", "COMMERCIAL", "eligible", List.of("DISTRIBUTOR")),
                    "DISTRIBUTOR",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_seed-a-premier",
                    given(
                            "severity",
                            "A",
                            "eligible",
                            List.of(
                                    "DISTRIBUTOR",
                                    "PAY_PER_INCIDENT",
                                    "ON_PREMISES_INCIDENT",
                                    "SIGNATURE_CLOUD",
                                    "ADVANCED",
                                    "PREMIER")),
                    "PREMIER",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_seed-a-advanced",
                    given(
                            "severity",
                            "A",
                            "eligible",
                            List.of(
                                    "DISTRIBUTOR",
                                    "PAY_PER_INCIDENT",
                                    "ON_PREMISES_INCIDENT",
                                    "SIGNATURE_CLOUD",
                                    "ADVANCED")),
                    "ADVANCED",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_seed-a-signature-cloud",
                    given(
                            "severity",
                            "A",
                            "eligible",
                            List.of("DISTRIBUTOR", "PAY_PER_INCIDENT", "ON_PREMISES_INCIDENT", "SIGNATURE_CLOUD")),
                    "SIGNATURE_CLOUD",
                    1,
                    true,
                    "duplicate of a known case, or confirmed as a bug")
            .row(
                    "choose-vehicle_seed-a-on-premises-incident",
                    given(
                            "severity",
                            "A",
                            "eligible",
                            List.of("DISTRIBUTOR", "PAY_PER_INCIDENT", "ON_PREMISES_INCIDENT")),
                    "ON_PREMISES_INCIDENT",
                    1,
                    true,
                    "duplicate of a known case, or confirmed as a bug")
            .row(
                    "choose-vehicle_seed-a-pay-per-incident",
                    given("severity", "A", "eligible", List.of("DISTRIBUTOR", "PAY_PER_INCIDENT")),
                    "PAY_PER_INCIDENT",
                    0,
                    true,
                    "confirmed as a bug")
            .row(
                    "choose-vehicle_seed-a-distributor",
                    given("severity", "A", "eligible", List.of("DISTRIBUTOR")),
                    "DISTRIBUTOR",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_seed-bc-advanced",
                    given(
                            "eligible",
                            List.of(
                                    "DISTRIBUTOR",
                                    "PAY_PER_INCIDENT",
                                    "ON_PREMISES_INCIDENT",
                                    "SIGNATURE_CLOUD",
                                    "PREMIER",
                                    "ADVANCED")),
                    "ADVANCED",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_seed-bc-premier",
                    given(
                            "eligible",
                            List.of(
                                    "DISTRIBUTOR",
                                    "PAY_PER_INCIDENT",
                                    "ON_PREMISES_INCIDENT",
                                    "SIGNATURE_CLOUD",
                                    "PREMIER")),
                    "PREMIER",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_seed-bc-signature-cloud",
                    given(
                            "eligible",
                            List.of("DISTRIBUTOR", "PAY_PER_INCIDENT", "ON_PREMISES_INCIDENT", "SIGNATURE_CLOUD")),
                    "SIGNATURE_CLOUD",
                    1,
                    true,
                    "duplicate of a known case, or confirmed as a bug")
            .row(
                    "choose-vehicle_seed-bc-on-premises-incident",
                    given("eligible", List.of("DISTRIBUTOR", "PAY_PER_INCIDENT", "ON_PREMISES_INCIDENT")),
                    "ON_PREMISES_INCIDENT",
                    1,
                    true,
                    "duplicate of a known case, or confirmed as a bug")
            .row(
                    "choose-vehicle_seed-bc-pay-per-incident",
                    given("eligible", List.of("DISTRIBUTOR", "PAY_PER_INCIDENT")),
                    "PAY_PER_INCIDENT",
                    0,
                    true,
                    "confirmed as a bug")
            .row(
                    "choose-vehicle_seed-bc-distributor",
                    given("eligible", List.of("DISTRIBUTOR")),
                    "DISTRIBUTOR",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_current-a-premier",
                    given(
                            "policySet",
                            "CURRENT_2026",
                            "severity",
                            "A",
                            "eligible",
                            List.of(
                                    "DISTRIBUTOR",
                                    "PAY_PER_INCIDENT",
                                    "ON_PREMISES_INCIDENT",
                                    "SIGNATURE_CLOUD",
                                    "CSP_INCLUDED",
                                    "ADVANCED",
                                    "UNIFIED",
                                    "PREMIER")),
                    "PREMIER",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_current-a-unified",
                    given(
                            "policySet",
                            "CURRENT_2026",
                            "severity",
                            "A",
                            "eligible",
                            List.of(
                                    "DISTRIBUTOR",
                                    "PAY_PER_INCIDENT",
                                    "ON_PREMISES_INCIDENT",
                                    "SIGNATURE_CLOUD",
                                    "CSP_INCLUDED",
                                    "ADVANCED",
                                    "UNIFIED")),
                    "UNIFIED",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_current-a-advanced",
                    given(
                            "policySet",
                            "CURRENT_2026",
                            "severity",
                            "A",
                            "eligible",
                            List.of(
                                    "DISTRIBUTOR",
                                    "PAY_PER_INCIDENT",
                                    "ON_PREMISES_INCIDENT",
                                    "SIGNATURE_CLOUD",
                                    "CSP_INCLUDED",
                                    "ADVANCED")),
                    "ADVANCED",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_current-a-csp-included",
                    given(
                            "policySet",
                            "CURRENT_2026",
                            "severity",
                            "A",
                            "eligible",
                            List.of(
                                    "DISTRIBUTOR",
                                    "PAY_PER_INCIDENT",
                                    "ON_PREMISES_INCIDENT",
                                    "SIGNATURE_CLOUD",
                                    "CSP_INCLUDED")),
                    "CSP_INCLUDED",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_current-a-signature-cloud",
                    given(
                            "policySet",
                            "CURRENT_2026",
                            "severity",
                            "A",
                            "eligible",
                            List.of("DISTRIBUTOR", "PAY_PER_INCIDENT", "ON_PREMISES_INCIDENT", "SIGNATURE_CLOUD")),
                    "SIGNATURE_CLOUD",
                    1,
                    true,
                    "duplicate of a known case, or confirmed as a bug")
            .row(
                    "choose-vehicle_current-a-on-premises-incident",
                    given(
                            "policySet",
                            "CURRENT_2026",
                            "severity",
                            "A",
                            "eligible",
                            List.of("DISTRIBUTOR", "PAY_PER_INCIDENT", "ON_PREMISES_INCIDENT")),
                    "ON_PREMISES_INCIDENT",
                    1,
                    true,
                    "duplicate of a known case, or confirmed as a bug")
            .row(
                    "choose-vehicle_current-a-pay-per-incident",
                    given(
                            "policySet",
                            "CURRENT_2026",
                            "severity",
                            "A",
                            "eligible",
                            List.of("DISTRIBUTOR", "PAY_PER_INCIDENT")),
                    "PAY_PER_INCIDENT",
                    0,
                    true,
                    "confirmed as a bug")
            .row(
                    "choose-vehicle_current-a-distributor",
                    given("policySet", "CURRENT_2026", "severity", "A", "eligible", List.of("DISTRIBUTOR")),
                    "DISTRIBUTOR",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_current-bc-advanced",
                    given(
                            "policySet",
                            "CURRENT_2026",
                            "eligible",
                            List.of(
                                    "DISTRIBUTOR",
                                    "PAY_PER_INCIDENT",
                                    "ON_PREMISES_INCIDENT",
                                    "SIGNATURE_CLOUD",
                                    "CSP_INCLUDED",
                                    "UNIFIED",
                                    "PREMIER",
                                    "ADVANCED")),
                    "ADVANCED",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_current-bc-premier",
                    given(
                            "policySet",
                            "CURRENT_2026",
                            "eligible",
                            List.of(
                                    "DISTRIBUTOR",
                                    "PAY_PER_INCIDENT",
                                    "ON_PREMISES_INCIDENT",
                                    "SIGNATURE_CLOUD",
                                    "CSP_INCLUDED",
                                    "UNIFIED",
                                    "PREMIER")),
                    "PREMIER",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_current-bc-unified",
                    given(
                            "policySet",
                            "CURRENT_2026",
                            "eligible",
                            List.of(
                                    "DISTRIBUTOR",
                                    "PAY_PER_INCIDENT",
                                    "ON_PREMISES_INCIDENT",
                                    "SIGNATURE_CLOUD",
                                    "CSP_INCLUDED",
                                    "UNIFIED")),
                    "UNIFIED",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_current-bc-csp-included",
                    given(
                            "policySet",
                            "CURRENT_2026",
                            "eligible",
                            List.of(
                                    "DISTRIBUTOR",
                                    "PAY_PER_INCIDENT",
                                    "ON_PREMISES_INCIDENT",
                                    "SIGNATURE_CLOUD",
                                    "CSP_INCLUDED")),
                    "CSP_INCLUDED",
                    0,
                    false,
                    null)
            .row(
                    "choose-vehicle_current-bc-signature-cloud",
                    given(
                            "policySet",
                            "CURRENT_2026",
                            "eligible",
                            List.of("DISTRIBUTOR", "PAY_PER_INCIDENT", "ON_PREMISES_INCIDENT", "SIGNATURE_CLOUD")),
                    "SIGNATURE_CLOUD",
                    1,
                    true,
                    "duplicate of a known case, or confirmed as a bug")
            .row(
                    "choose-vehicle_current-bc-on-premises-incident",
                    given(
                            "policySet",
                            "CURRENT_2026",
                            "eligible",
                            List.of("DISTRIBUTOR", "PAY_PER_INCIDENT", "ON_PREMISES_INCIDENT")),
                    "ON_PREMISES_INCIDENT",
                    1,
                    true,
                    "duplicate of a known case, or confirmed as a bug")
            .row(
                    "choose-vehicle_current-bc-pay-per-incident",
                    given("policySet", "CURRENT_2026", "eligible", List.of("DISTRIBUTOR", "PAY_PER_INCIDENT")),
                    "PAY_PER_INCIDENT",
                    0,
                    true,
                    "confirmed as a bug")
            .row(
                    "choose-vehicle_current-bc-distributor",
                    given("policySet", "CURRENT_2026", "eligible", List.of("DISTRIBUTOR")),
                    "DISTRIBUTOR",
                    0,
                    false,
                    null)
            .row("choose-vehicle_nothing-eligible", given("eligible", List.of()), "NO_ENTITLEMENT", 0, false, null)
            .gap("a policy set nobody knows", given("policySet", "FUTURE_2030", "eligible", List.of("PREMIER")))
            .gap("no severity", given("severity", null, "eligible", List.of("PREMIER")))
            .gap(
                    "a commercial matter with technical vehicles only",
                    given("issueClass", "COMMERCIAL", "eligible", List.of("PREMIER", "SIGNATURE_CLOUD")))
            .gap("a vehicle of the other policy set", given("eligible", List.of("UNIFIED", "CSP_INCLUDED")))
            .gap(
                    "another partner's wish for a commercial matter",
                    given("partner", "demo-provider", "issueClass", "SLA_CREDIT", "eligible", List.of("PREMIER")));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
