package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EligibleVehicleDecisionTest {

    static final Cases CASES = Cases.of("eligible-vehicle", "eligible", "reason")
            .usually("policySet", "SEED_2021")
            .usually("issueClass", "TECHNICAL")
            .usually("productFamily", "AZURE")
            .usually("deployment", "CLOUD")
            .usually("tenantContext", "CUSTOMER")
            .usually("partnerType", "DIRECT_BILL")
            .usually("competency", "GOLD")
            .usually("planStatus", "ACTIVE")
            .usually("incidentsRemaining", 5L)
            .row(
                    "eligible-vehicle_commercial-seed",
                    given("candidate", "COMMERCIAL", "issueClass", "COMMERCIAL"),
                    true,
                    "every CSP partner has it")
            .row(
                    "eligible-vehicle_commercial-reseller-current",
                    given(
                            "candidate",
                            "COMMERCIAL",
                            "policySet",
                            "CURRENT_2026",
                            "issueClass",
                            "COMMERCIAL",
                            "partnerType",
                            "INDIRECT_RESELLER"),
                    false,
                    "resellers ask their provider")
            .row(
                    "eligible-vehicle_commercial-current",
                    given("candidate", "COMMERCIAL", "policySet", "CURRENT_2026", "issueClass", "COMMERCIAL"),
                    true,
                    "every CSP partner but a reseller has it")
            .row(
                    "eligible-vehicle_commercial-only",
                    given("candidate", "COMMERCIAL"),
                    false,
                    "a commercial matter or a credit claim")
            .row(
                    "eligible-vehicle_distributor-reseller",
                    given("candidate", "DISTRIBUTOR", "partnerType", "INDIRECT_RESELLER"),
                    true,
                    "the provider helps its resellers")
            .row(
                    "eligible-vehicle_distributor-others",
                    given("candidate", "DISTRIBUTOR"),
                    false,
                    "an indirect reseller with a provider")
            .row(
                    "eligible-vehicle_technical-only",
                    given("candidate", "PREMIER", "issueClass", "COMMERCIAL"),
                    false,
                    "a technical fault")
            .row("eligible-vehicle_not-in-seed", given("candidate", "UNIFIED"), false, "the policy set CURRENT_2026")
            .row(
                    "eligible-vehicle_cloud-only",
                    given("candidate", "ADVANCED", "productFamily", "ON_PREM", "deployment", "ON_PREM"),
                    false,
                    "a cloud service")
            .row(
                    "eligible-vehicle_on-premises-only",
                    given("candidate", "ON_PREMISES_INCIDENT"),
                    false,
                    "an on-premises product")
            .row(
                    "eligible-vehicle_reseller-azure-current",
                    given("candidate", "PREMIER", "policySet", "CURRENT_2026", "partnerType", "INDIRECT_RESELLER"),
                    false,
                    "the provider files a reseller's Azure requests")
            .row(
                    "eligible-vehicle_included-own-tenant",
                    given("candidate", "CSP_INCLUDED", "policySet", "CURRENT_2026", "tenantContext", "PARTNER_OWN"),
                    false,
                    "a customer's tenant")
            .row(
                    "eligible-vehicle_included",
                    given("candidate", "CSP_INCLUDED", "policySet", "CURRENT_2026"),
                    true,
                    "included with CSP")
            .row(
                    "eligible-vehicle_paid-none",
                    given("candidate", "PREMIER", "planStatus", "NONE"),
                    false,
                    "buy the plan")
            .row(
                    "eligible-vehicle_paid-expired",
                    given("candidate", "PREMIER", "planStatus", "EXPIRED"),
                    false,
                    "renew the plan")
            .row(
                    "eligible-vehicle_paid-not-activated",
                    given("candidate", "PREMIER", "planStatus", "NOT_ACTIVATED"),
                    false,
                    "activate the plan")
            .row("eligible-vehicle_paid-active", given("candidate", "PREMIER"), true, "the plan is active")
            .row(
                    "eligible-vehicle_unified-active",
                    given("candidate", "UNIFIED", "policySet", "CURRENT_2026"),
                    true,
                    "the plan is active")
            .row(
                    "eligible-vehicle_signature-dynamics-seed",
                    given("candidate", "SIGNATURE_CLOUD", "productFamily", "D365_CE"),
                    false,
                    "Dynamics 365 needs Advanced or higher")
            .row(
                    "eligible-vehicle_signature-competency-seed",
                    given("candidate", "SIGNATURE_CLOUD", "competency", "NONE"),
                    false,
                    "a Gold or Silver competency")
            .row(
                    "eligible-vehicle_signature-m365-current",
                    given("candidate", "SIGNATURE_CLOUD", "policySet", "CURRENT_2026", "productFamily", "M365"),
                    false,
                    "not for Microsoft 365: its admin center takes no contract id")
            .row(
                    "eligible-vehicle_signature-azure-current",
                    given("candidate", "SIGNATURE_CLOUD", "policySet", "CURRENT_2026"),
                    false,
                    "for Azure only in the partner's own tenant")
            .row(
                    "eligible-vehicle_on-premises-version",
                    given(
                            "candidate",
                            "ON_PREMISES_INCIDENT",
                            "productFamily",
                            "ON_PREM",
                            "deployment",
                            "ON_PREM",
                            "onPremVersion",
                            "OLDER",
                            "mainstreamSupport",
                            true),
                    false,
                    "the current or the previous version")
            .row(
                    "eligible-vehicle_on-premises-mainstream",
                    given(
                            "candidate",
                            "ON_PREMISES_INCIDENT",
                            "productFamily",
                            "ON_PREM",
                            "deployment",
                            "ON_PREM",
                            "onPremVersion",
                            "N",
                            "mainstreamSupport",
                            false),
                    false,
                    "a product in mainstream support")
            .again(given(
                    "candidate",
                    "ON_PREMISES_INCIDENT",
                    "productFamily",
                    "ON_PREM",
                    "deployment",
                    "ON_PREM",
                    "onPremVersion",
                    "N",
                    "mainstreamSupport",
                    null))
            .row(
                    "eligible-vehicle_benefit-expired",
                    given("candidate", "SIGNATURE_CLOUD", "planStatus", "EXPIRED"),
                    false,
                    "renew the benefit")
            .row(
                    "eligible-vehicle_benefit-not-activated",
                    given("candidate", "SIGNATURE_CLOUD", "planStatus", "NOT_ACTIVATED"),
                    false,
                    "activate the benefit")
            .row(
                    "eligible-vehicle_benefit-none",
                    given("candidate", "SIGNATURE_CLOUD", "planStatus", "NONE", "incidentsRemaining", 0L),
                    false,
                    "activate the benefit")
            .again(given("candidate", "SIGNATURE_CLOUD", "planStatus", null, "incidentsRemaining", 0L))
            .again(given("candidate", "SIGNATURE_CLOUD", "planStatus", "NONE", "incidentsRemaining", null))
            .row(
                    "eligible-vehicle_benefit-used-up",
                    given("candidate", "SIGNATURE_CLOUD", "incidentsRemaining", 0L),
                    false,
                    "an incident left")
            .row(
                    "eligible-vehicle_signature-seed",
                    given("candidate", "SIGNATURE_CLOUD"),
                    true,
                    "competency held, incidents left")
            .row(
                    "eligible-vehicle_signature-current",
                    given(
                            "candidate",
                            "SIGNATURE_CLOUD",
                            "policySet",
                            "CURRENT_2026",
                            "productFamily",
                            "POWER_PLATFORM"),
                    true,
                    "plan active, incidents left")
            .row(
                    "eligible-vehicle_on-premises",
                    given(
                            "candidate",
                            "ON_PREMISES_INCIDENT",
                            "productFamily",
                            "ON_PREM",
                            "deployment",
                            "ON_PREM",
                            "onPremVersion",
                            "N",
                            "mainstreamSupport",
                            true),
                    true,
                    "supported version, incidents left")
            .row(
                    "eligible-vehicle_pay-per-incident",
                    given(
                            "candidate",
                            "PAY_PER_INCIDENT",
                            "productFamily",
                            "ON_PREM",
                            "deployment",
                            "ON_PREM",
                            "onPremVersion",
                            "OLDER",
                            "mainstreamSupport",
                            true),
                    true,
                    "open to all for a fee per case")
            .row(
                    "eligible-vehicle_a-person-decides",
                    given("candidate", "CARRIER_PIGEON"),
                    false,
                    "no rule fits, a person decides")
            .gap("no candidate", given("candidate", null))
            .gap(
                    "commercial support under no policy set",
                    given("candidate", "COMMERCIAL", "policySet", null, "issueClass", "COMMERCIAL"))
            .gap("a provider of an unknown kind of partner", given("candidate", "DISTRIBUTOR", "partnerType", null))
            .gap("a paid plan in an unknown state", given("candidate", "PREMIER", "planStatus", "PENDING"))
            .gap("a paid plan under no policy set", given("candidate", "PREMIER", "policySet", null))
            .gap("Unified under no policy set", given("candidate", "UNIFIED", "policySet", null))
            .gap(
                    "included support in an unknown tenant",
                    given("candidate", "CSP_INCLUDED", "policySet", "CURRENT_2026", "tenantContext", null))
            .gap("Signature under no policy set", given("candidate", "SIGNATURE_CLOUD", "policySet", null))
            .gap(
                    "Partner Cloud Support in an unknown state",
                    given(
                            "candidate",
                            "SIGNATURE_CLOUD",
                            "policySet",
                            "CURRENT_2026",
                            "productFamily",
                            "POWER_PLATFORM",
                            "planStatus",
                            "PENDING"))
            .gap(
                    "an incident balance nobody understands",
                    given("candidate", "SIGNATURE_CLOUD", "incidentsRemaining", "many"))
            .gap(
                    "an on-premises incident under no policy set",
                    given(
                            "productFamily",
                            "ON_PREM",
                            "deployment",
                            "ON_PREM",
                            "onPremVersion",
                            "N",
                            "mainstreamSupport",
                            true,
                            "candidate",
                            "ON_PREMISES_INCIDENT",
                            "policySet",
                            null))
            .gap(
                    "a paid case under no policy set",
                    given(
                            "productFamily",
                            "ON_PREM",
                            "deployment",
                            "ON_PREM",
                            "onPremVersion",
                            "N",
                            "mainstreamSupport",
                            true,
                            "candidate",
                            "PAY_PER_INCIDENT",
                            "policySet",
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
