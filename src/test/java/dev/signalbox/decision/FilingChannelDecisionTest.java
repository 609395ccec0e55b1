package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FilingChannelDecisionTest {

    static final Cases CASES = Cases.of("filing-channel", "channel", "mode", "statusSync", "deepLink")
            .usually("vehicle", "ADVANCED")
            .usually("productFamily", "M365")
            .usually("azurePlanType", "CSP")
            .usually("tenantContext", "CUSTOMER")
            .usually("cloud", true)
            .usually("apiConnected", false)
            .row(
                    "filing-channel_customer-calls",
                    given("vehicle", "CUSTOMER_CALLS"),
                    "CUSTOMER_PHONE",
                    "GUIDED_MANUAL",
                    "MANUAL",
                    null)
            .row(
                    "filing-channel_distributor",
                    given("vehicle", "DISTRIBUTOR"),
                    "DISTRIBUTOR_DESK",
                    "GUIDED_MANUAL",
                    "MANUAL",
                    null)
            .row("filing-channel_isv", given("vehicle", "ISV"), "ISV_CONTACT", "GUIDED_MANUAL", "MANUAL", null)
            .row(
                    "filing-channel_commercial-connected",
                    given("vehicle", "COMMERCIAL", "apiConnected", true),
                    "PARTNER_CENTER_REQUEST",
                    "GUIDED_MANUAL",
                    "POLL_PARTNER_CENTER",
                    "https://partner.microsoft.com/dashboard/support/servicerequests")
            .row(
                    "filing-channel_commercial",
                    given("vehicle", "COMMERCIAL"),
                    "PARTNER_CENTER_REQUEST",
                    "GUIDED_MANUAL",
                    "MANUAL",
                    "https://partner.microsoft.com/dashboard/support/servicerequests")
            .row(
                    "filing-channel_partner-center-connected",
                    given("productFamily", "PARTNER_CENTER", "apiConnected", true),
                    "PARTNER_CENTER_REQUEST",
                    "GUIDED_MANUAL",
                    "POLL_PARTNER_CENTER",
                    "https://partner.microsoft.com/dashboard/support/servicerequests")
            .row(
                    "filing-channel_partner-center",
                    given("productFamily", "PARTNER_CENTER"),
                    "PARTNER_CENTER_REQUEST",
                    "GUIDED_MANUAL",
                    "MANUAL",
                    "https://partner.microsoft.com/dashboard/support/servicerequests")
            .row(
                    "filing-channel_marketplace",
                    given("productFamily", "MARKETPLACE"),
                    "ISV_CONTACT",
                    "GUIDED_MANUAL",
                    "MANUAL",
                    null)
            .row(
                    "filing-channel_on-premises-product",
                    given("productFamily", "ON_PREM", "cloud", false),
                    "SUPPORT_FOR_BUSINESS",
                    "GUIDED_MANUAL",
                    "MANUAL",
                    "https://support.serviceshub.microsoft.com/supportforbusiness")
            .row(
                    "filing-channel_on-premises-deployment",
                    given("productFamily", "D365_CE", "cloud", false),
                    "SUPPORT_FOR_BUSINESS",
                    "GUIDED_MANUAL",
                    "MANUAL",
                    "https://support.serviceshub.microsoft.com/supportforbusiness")
            .row(
                    "filing-channel_azure-api",
                    given("productFamily", "AZURE", "azurePlanType", "PRODIRECT", "apiConnected", true),
                    "AZURE_SUPPORT_API",
                    "API",
                    "POLL_AZURE",
                    "https://portal.azure.com/{domain}")
            .again(given("productFamily", "AZURE", "azurePlanType", "PREMIER", "apiConnected", true))
            .again(given("productFamily", "AZURE", "azurePlanType", "UNIFIED", "apiConnected", true))
            .row(
                    "filing-channel_azure-own-tenant",
                    given("productFamily", "AZURE", "tenantContext", "PARTNER_OWN"),
                    "AZURE_PORTAL_ONBEHALF",
                    "GUIDED_MANUAL",
                    "MANUAL",
                    "https://portal.azure.com")
            .row(
                    "filing-channel_azure-portal",
                    given("productFamily", "AZURE"),
                    "AZURE_PORTAL_ONBEHALF",
                    "GUIDED_MANUAL",
                    "MANUAL",
                    "https://portal.azure.com/{domain}")
            .row(
                    "filing-channel_m365",
                    given(),
                    "M365_ADMIN_CENTER",
                    "GUIDED_MANUAL",
                    "MANUAL",
                    "https://admin.microsoft.com/Partner/BeginClientSession.aspx?CTID={tenantId}&CSDEST=o365admincenter")
            .again(given("productFamily", "EMS"))
            .row(
                    "filing-channel_power-platform",
                    given("productFamily", "D365_CE"),
                    "POWER_PLATFORM_ADMIN_CENTER",
                    "GUIDED_MANUAL",
                    "MANUAL",
                    "https://admin.powerplatform.microsoft.com/account/login/{tenantId}")
            .again(given("productFamily", "POWER_PLATFORM"))
            .row(
                    "filing-channel_lifecycle-services",
                    given("productFamily", "D365_FO"),
                    "LIFECYCLE_SERVICES",
                    "GUIDED_MANUAL",
                    "MANUAL",
                    "https://lcs.dynamics.com")
            .row(
                    "filing-channel_business-central",
                    given("productFamily", "BUSINESS_CENTRAL"),
                    "BC_ADMIN_CENTER",
                    "GUIDED_MANUAL",
                    "MANUAL",
                    "https://businesscentral.dynamics.com/{tenantId}/admin")
            .row(
                    "filing-channel_a-person-files",
                    given("productFamily", null),
                    "PARTNER_CENTER_REQUEST",
                    "GUIDED_MANUAL",
                    "MANUAL",
                    "https://partner.microsoft.com/dashboard/support/servicerequests")
            .gap(
                    "nothing known",
                    given(
                            "vehicle",
                            null,
                            "productFamily",
                            null,
                            "azurePlanType",
                            null,
                            "tenantContext",
                            null,
                            "cloud",
                            null,
                            "apiConnected",
                            null))
            .gap("a product nobody knows", given("productFamily", "XBOX", "apiConnected", true));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
