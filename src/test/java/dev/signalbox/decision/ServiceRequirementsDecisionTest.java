package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServiceRequirementsDecisionTest {

    static final Cases CASES = Cases.of("service-requirements", "servedBy", "portal", "requirement", "fee")
            .usually("policySet", "SEED_2021")
            .row(
                    "service-requirements_azure-billing-seed",
                    given("productFamily", "AZURE", "kind", "BILLING"),
                    "PARTNER",
                    "Partner Center, partner requests",
                    "Any CSP partner",
                    false)
            .row(
                    "service-requirements_azure-billing-current",
                    given("productFamily", "AZURE", "kind", "BILLING", "policySet", "CURRENT_2026"),
                    "PARTNER",
                    "Partner Center, partner requests",
                    "Direct-bill partner or provider; resellers ask their provider",
                    false)
            .row(
                    "service-requirements_azure-subscription",
                    given("productFamily", "AZURE", "kind", "SUBSCRIPTION"),
                    "PARTNER",
                    "Partner Center, or the Azure portal for quota and transfers",
                    "Direct-bill partner or provider",
                    false)
            .row(
                    "service-requirements_azure-technical-seed",
                    given("productFamily", "AZURE", "kind", "TECHNICAL"),
                    "MICROSOFT",
                    "Azure portal, opened from Partner Center, plan Cloud Solution Provider",
                    "Direct-bill partner or provider, Admin agent; a reseller with the right its provider granted",
                    true)
            .row(
                    "service-requirements_azure-technical-current",
                    given("productFamily", "AZURE", "kind", "TECHNICAL", "policySet", "CURRENT_2026"),
                    "MICROSOFT",
                    "Azure portal, opened from Partner Center, plan Cloud Solution Provider",
                    "Direct-bill partner or provider, Admin agent, granular delegated access, Support Request Contributor on the subscription",
                    false)
            .row(
                    "service-requirements_m365-billing-seed",
                    given("productFamily", "M365", "kind", "BILLING"),
                    "PARTNER",
                    "Partner Center, partner requests",
                    "Any CSP partner",
                    false)
            .row(
                    "service-requirements_m365-billing-current",
                    given("productFamily", "M365", "kind", "BILLING", "policySet", "CURRENT_2026"),
                    "PARTNER",
                    "Partner Center, partner requests",
                    "Direct-bill partner or provider; resellers ask their provider",
                    false)
            .row(
                    "service-requirements_m365-subscription",
                    given("productFamily", "M365", "kind", "SUBSCRIPTION"),
                    "PARTNER",
                    "Partner Center; Microsoft 365 admin center for licence faults in the tenant",
                    "Delegated rights in the tenant",
                    false)
            .row(
                    "service-requirements_m365-technical-seed",
                    given("productFamily", "M365", "kind", "TECHNICAL"),
                    "MICROSOFT",
                    "Microsoft 365 admin center, opened from Partner Center",
                    "Delegated rights in the tenant",
                    false)
            .row(
                    "service-requirements_m365-technical-current",
                    given("productFamily", "M365", "kind", "TECHNICAL", "policySet", "CURRENT_2026"),
                    "MICROSOFT",
                    "Microsoft 365 admin center, opened from Partner Center",
                    "Admin agent, granular delegated access, Service support administrator",
                    false)
            .row(
                    "service-requirements_dynamics-commercial",
                    given("productFamily", "D365_CE", "kind", "BILLING"),
                    "PARTNER",
                    "Partner Center",
                    "None beyond being the CSP partner",
                    false)
            .row(
                    "service-requirements_dynamics-technical-seed",
                    given("productFamily", "D365_CE", "kind", "TECHNICAL"),
                    "MICROSOFT",
                    "Power Platform admin center",
                    "Advanced Support for Partners or higher",
                    true)
            .row(
                    "service-requirements_dynamics-technical-current",
                    given("productFamily", "D365_CE", "kind", "TECHNICAL", "policySet", "CURRENT_2026"),
                    "MICROSOFT",
                    "Power Platform admin center",
                    "Admin agent, granular delegated access, Service support administrator",
                    false)
            .row(
                    "service-requirements_finance-commercial",
                    given("productFamily", "D365_FO", "kind", "BILLING"),
                    "PARTNER",
                    "Partner Center",
                    "None beyond being the CSP partner",
                    false)
            .row(
                    "service-requirements_finance-technical",
                    given("productFamily", "D365_FO", "kind", "TECHNICAL"),
                    "MICROSOFT",
                    "Lifecycle Services, the project's support page",
                    "Unified, Premier or Advanced with access id and contract id; the environment",
                    true)
            .row(
                    "service-requirements_business-central-commercial",
                    given("productFamily", "BUSINESS_CENTRAL", "kind", "BILLING"),
                    "PARTNER",
                    "Partner Center",
                    "None beyond being the CSP partner",
                    false)
            .row(
                    "service-requirements_business-central-technical-seed",
                    given("productFamily", "BUSINESS_CENTRAL", "kind", "TECHNICAL"),
                    "MICROSOFT",
                    "Business Central admin center, on to the Power Platform admin center",
                    "Advanced or Premier with access id and contract id",
                    true)
            .row(
                    "service-requirements_business-central-technical-current",
                    given("productFamily", "BUSINESS_CENTRAL", "kind", "TECHNICAL", "policySet", "CURRENT_2026"),
                    "MICROSOFT",
                    "Business Central admin center, on to the Power Platform admin center",
                    "Advanced, Premier or Unified with access id and contract id",
                    true)
            .row(
                    "service-requirements_on-premises-commercial",
                    given("productFamily", "ON_PREM", "kind", "BILLING"),
                    "PARTNER",
                    "Partner Center",
                    "None beyond being the CSP partner",
                    false)
            .row(
                    "service-requirements_on-premises-technical",
                    given("productFamily", "ON_PREM", "kind", "TECHNICAL"),
                    "MICROSOFT",
                    "Support for Business",
                    "Access id and contract id, or a paid case",
                    true)
            .row(
                    "service-requirements_marketplace-commercial",
                    given("productFamily", "MARKETPLACE", "kind", "BILLING"),
                    "PARTNER",
                    "Partner Center, partner requests",
                    "None beyond being the CSP partner",
                    false)
            .row(
                    "service-requirements_marketplace-technical",
                    given("productFamily", "MARKETPLACE", "kind", "TECHNICAL"),
                    "ISV",
                    "The publisher's contact on the offer page",
                    "The publisher's own terms",
                    true)
            .row(
                    "service-requirements_partner-center",
                    given("productFamily", "PARTNER_CENTER", "kind", "BILLING"),
                    "MICROSOFT",
                    "Partner Center, partner requests",
                    "A Partner Center role that may see requests",
                    false)
            .row(
                    "service-requirements_unknown-product",
                    given("productFamily", "XBOX", "kind", "TECHNICAL"),
                    "PERSON_DECIDES",
                    "Not known",
                    "A person finds out and adds a row",
                    true)
            .row(
                    "service-requirements_unknown-kind",
                    given("productFamily", "AZURE", "kind", "POETRY"),
                    "PERSON_DECIDES",
                    "Not known",
                    "A person finds out and adds a row",
                    true)
            .row(
                    "service-requirements_unknown-policy-set",
                    given("productFamily", "AZURE", "kind", "BILLING", "policySet", "FUTURE_2030"),
                    "PERSON_DECIDES",
                    "Not known",
                    "A person finds out and adds a row",
                    true);

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }

    @Test
    void exactlyOneRowAnswersEveryCombination() {
        var families = new String[] {
            "AZURE",
            "M365",
            "EMS",
            "D365_CE",
            "D365_FO",
            "BUSINESS_CENTRAL",
            "POWER_PLATFORM",
            "ON_PREM",
            "MARKETPLACE",
            "PARTNER_CENTER",
            "XBOX",
            null
        };

        for (var family : families) {
            for (var kind : new String[] {"BILLING", "SUBSCRIPTION", "TECHNICAL", "POETRY", null}) {
                for (var policySet : new String[] {"SEED_2021", "CURRENT_2026", "FUTURE_2030", null}) {
                    var asked = given("productFamily", family, "kind", kind, "policySet", policySet);
                    assertThat(DecisionTables.ask("service-requirements", asked).rules())
                            .as(asked.toString())
                            .hasSize(1);
                }
            }
        }
    }
}
