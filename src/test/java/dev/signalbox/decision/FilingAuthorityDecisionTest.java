package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FilingAuthorityDecisionTest {

    static final Cases CASES = Cases.of("filing-authority", "authority", "missing")
            .usually("policySet", "SEED_2021")
            .usually("partnerType", "DIRECT_BILL")
            .usually("productFamily", "M365")
            .usually("issueClass", "TECHNICAL")
            .usually("tenantContext", "CUSTOMER")
            .usually("partnerCenterRoles", List.of("ADMIN_AGENT"))
            .usually("accessModel", "DAP")
            .usually("accessUsable", true)
            .usually("hasProductRight", true)
            .usually("customerLockedOut", false)
            .row("filing-authority_commercial-direct-or-provider", given("issueClass", "COMMERCIAL"), "ALLOWED", null)
            .row(
                    "filing-authority_commercial-reseller-seed",
                    given("partnerType", "INDIRECT_RESELLER", "issueClass", "COMMERCIAL"),
                    "ALLOWED",
                    null)
            .row(
                    "filing-authority_commercial-reseller-current",
                    given("policySet", "CURRENT_2026", "partnerType", "INDIRECT_RESELLER", "issueClass", "COMMERCIAL"),
                    "USE_PROVIDER",
                    "the provider files for its resellers")
            .row(
                    "filing-authority_advisor-technical",
                    given("partnerType", "ADVISOR"),
                    "USE_PROVIDER",
                    "advisors cannot file for a customer")
            .row(
                    "filing-authority_azure-reseller-current",
                    given("policySet", "CURRENT_2026", "partnerType", "INDIRECT_RESELLER", "productFamily", "AZURE"),
                    "USE_PROVIDER",
                    "the provider files for its resellers")
            .row(
                    "filing-authority_azure-reseller-seed-granted",
                    given("partnerType", "INDIRECT_RESELLER", "productFamily", "AZURE"),
                    "ALLOWED",
                    null)
            .row(
                    "filing-authority_azure-reseller-seed",
                    given("partnerType", "INDIRECT_RESELLER", "productFamily", "AZURE", "hasProductRight", false),
                    "USE_PROVIDER",
                    "the right on the subscription, granted by the provider")
            .again(given("partnerType", "INDIRECT_RESELLER", "productFamily", "AZURE", "hasProductRight", null))
            .row("filing-authority_no-customer-tenant", given("productFamily", "ON_PREM"), "ALLOWED", null)
            .row("filing-authority_own-tenant", given("tenantContext", "PARTNER_OWN"), "ALLOWED", null)
            .row(
                    "filing-authority_locked-out",
                    given("accessUsable", false, "customerLockedOut", true),
                    "CUSTOMER_MUST_CALL",
                    "delegated access; the customer is locked out")
            .again(given("accessUsable", null, "customerLockedOut", true))
            .row(
                    "filing-authority_no-access",
                    given("accessUsable", false),
                    "MISSING_DELEGATION",
                    "delegated access to the customer's tenant")
            .again(given("accessUsable", null))
            .row(
                    "filing-authority_roles-unknown",
                    given("partnerCenterRoles", null),
                    "MISSING_ROLE",
                    "the Partner Center roles are not known")
            .row(
                    "filing-authority_no-role",
                    given("partnerCenterRoles", List.of()),
                    "MISSING_ROLE",
                    "a Partner Center role")
            .row(
                    "filing-authority_azure-helpdesk-only",
                    given("productFamily", "AZURE", "partnerCenterRoles", List.of("HELPDESK_AGENT")),
                    "MISSING_ROLE",
                    "Admin agent in Partner Center")
            .row(
                    "filing-authority_no-product-right",
                    given("hasProductRight", false),
                    "MISSING_ROLE",
                    "the product's least right in the customer's tenant")
            .again(given("hasProductRight", null))
            .row(
                    "filing-authority_no-admin-agent-current",
                    given("policySet", "CURRENT_2026", "partnerCenterRoles", List.of("GLOBAL_ADMIN", "HELPDESK_AGENT")),
                    "MISSING_ROLE",
                    "Admin agent in Partner Center")
            .row("filing-authority_allowed", given(), "ALLOWED", null)
            .row(
                    "filing-authority_a-lead-checks",
                    given("policySet", null),
                    "MISSING_ROLE",
                    "partner type or policy set is not known, a lead checks")
            .gap("a policy set nobody knows", given("policySet", "FUTURE_2030"))
            .gap("no partner type", given("partnerType", null))
            .gap("a partner type nobody knows", given("partnerType", "FRIEND"))
            .gap(
                    "a reseller's commercial matter under no policy set",
                    given("policySet", null, "issueClass", "COMMERCIAL", "partnerType", "INDIRECT_RESELLER"))
            .gap(
                    "a reseller's Azure under no policy set",
                    given("policySet", null, "productFamily", "AZURE", "partnerType", "INDIRECT_RESELLER"));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
