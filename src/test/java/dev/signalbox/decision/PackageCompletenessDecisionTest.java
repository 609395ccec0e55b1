package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackageCompletenessDecisionTest {

    static final Cases CASES = Cases.of("package-completeness", "field", "reason")
            .usually("channel", "M365_ADMIN_CENTER")
            .usually("severity", "B")
            .usually("issueClass", "TECHNICAL")
            .usually("productFamily", "M365")
            .usually("vehicle", "ADVANCED")
            .usually("outageRoute", false)
            .usually("tenantIdPresent", true)
            .usually("titlePresent", true)
            .usually("descriptionPresent", true)
            .usually("severityPresent", true)
            .usually("impactPresent", true)
            .usually("startTimePresent", true)
            .usually("stepsTriedPresent", true)
            .usually("partnerContactPresent", true)
            .usually("subscriptionPresent", true)
            .usually("servicePresent", true)
            .usually("problemClassificationPresent", true)
            .usually("consentPresent", true)
            .usually("phonePresent", true)
            .usually("contact24x7Present", true)
            .usually("accessIdPresent", true)
            .usually("contractIdPresent", true)
            .usually("environmentPresent", true)
            .usually("incidentIdPresent", true)
            .row(
                    "package-completeness_tenant-id",
                    given("tenantIdPresent", false),
                    "tenantId",
                    "the case is opened in the customer's tenant")
            .again(given("tenantIdPresent", null))
            .row("package-completeness_title", given("titlePresent", false), "title", "every case has a title")
            .again(given("titlePresent", null))
            .row(
                    "package-completeness_description",
                    given("descriptionPresent", false),
                    "description",
                    "Microsoft reads the problem in the customer's own words")
            .again(given("descriptionPresent", null))
            .row(
                    "package-completeness_severity",
                    given("severityPresent", false),
                    "severity",
                    "severity follows the stated impact")
            .again(given("severityPresent", null))
            .row(
                    "package-completeness_impact",
                    given("impactPresent", false),
                    "impact",
                    "the business impact decides the severity")
            .again(given("impactPresent", null))
            .row(
                    "package-completeness_start-time",
                    given("startTimePresent", false),
                    "startTime",
                    "Microsoft looks at its logs from that time on")
            .again(given("startTimePresent", null))
            .row(
                    "package-completeness_steps-tried",
                    given("stepsTriedPresent", false),
                    "stepsTried",
                    "Microsoft asks what was tried, and when")
            .again(given("stepsTriedPresent", null))
            .row(
                    "package-completeness_partner-contact",
                    given("partnerContactPresent", false),
                    "partnerContact",
                    "the contact is the partner's, not the customer's")
            .again(given("partnerContactPresent", null))
            .row(
                    "package-completeness_azure-subscription",
                    given("channel", "AZURE_PORTAL_ONBEHALF", "subscriptionPresent", false),
                    "subscriptionId",
                    "Azure asks for the subscription")
            .again(given("channel", "AZURE_PORTAL_ONBEHALF", "subscriptionPresent", null))
            .row(
                    "package-completeness_azure-service",
                    given("channel", "AZURE_PORTAL_ONBEHALF", "servicePresent", false),
                    "service",
                    "Azure asks for the service")
            .again(given("channel", "AZURE_PORTAL_ONBEHALF", "servicePresent", null))
            .row(
                    "package-completeness_azure-problem-classification",
                    given("channel", "AZURE_PORTAL_ONBEHALF", "problemClassificationPresent", false),
                    "problemClassification",
                    "Azure asks for the problem type")
            .again(given("channel", "AZURE_PORTAL_ONBEHALF", "problemClassificationPresent", null))
            .row(
                    "package-completeness_azure-consent",
                    given("channel", "AZURE_PORTAL_ONBEHALF", "consentPresent", false),
                    "consent",
                    "Azure asks whether diagnostics may be shared")
            .again(given("channel", "AZURE_PORTAL_ONBEHALF", "consentPresent", null))
            .row(
                    "package-completeness_severity-a-phone",
                    given("severity", "A", "phonePresent", false),
                    "phone",
                    "severity A needs a phone number")
            .again(given("severity", "A", "phonePresent", null))
            .row(
                    "package-completeness_severity-a-contact",
                    given("severity", "A", "contact24x7Present", false),
                    "contact24x7",
                    "severity A needs a contact around the clock")
            .again(given("severity", "A", "contact24x7Present", null))
            .row(
                    "package-completeness_plan-access-id",
                    given("channel", "SUPPORT_FOR_BUSINESS", "accessIdPresent", false),
                    "accessId",
                    "this portal asks for the plan's access id")
            .again(given("channel", "SUPPORT_FOR_BUSINESS", "accessIdPresent", null))
            .row(
                    "package-completeness_plan-contract-id",
                    given("channel", "SUPPORT_FOR_BUSINESS", "contractIdPresent", false),
                    "contractId",
                    "this portal asks for the plan's contract id")
            .again(given("channel", "SUPPORT_FOR_BUSINESS", "contractIdPresent", null))
            .row(
                    "package-completeness_finance-environment",
                    given("productFamily", "D365_FO", "environmentPresent", false),
                    "environment",
                    "Lifecycle Services asks for the environment")
            .again(given("productFamily", "D365_FO", "environmentPresent", null))
            .row(
                    "package-completeness_outage-incident-id",
                    given("incidentIdPresent", false, "outageRoute", true),
                    "incidentId",
                    "a case during or after an outage quotes its id")
            .again(given("incidentIdPresent", null, "outageRoute", true))
            .row(
                    "package-completeness_credit-incident-id",
                    given("issueClass", "SLA_CREDIT", "incidentIdPresent", false),
                    "incidentId",
                    "a credit claim names the incident")
            .again(given("issueClass", "SLA_CREDIT", "incidentIdPresent", null))
            .again(given("issueClass", "SLA_CREDIT", "incidentIdPresent", false, "outageRoute", null))
            .noRow("nothing is missing", given());

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }

    @Test
    void anEmptyAzurePackageAtSeverityALacksAllButTheIds() {
        var asked = given("channel", "AZURE_PORTAL_ONBEHALF", "severity", "A", "productFamily", "AZURE");

        var missing = DecisionTables.ask("package-completeness", asked).outputs();

        assertThat(missing)
                .extracting(it -> it.get("field"))
                .containsExactly(
                        "tenantId",
                        "title",
                        "description",
                        "severity",
                        "impact",
                        "startTime",
                        "stepsTried",
                        "partnerContact",
                        "subscriptionId",
                        "service",
                        "problemClassification",
                        "consent",
                        "phone",
                        "contact24x7");
    }

    @Test
    void theMicrosoft365AdminCenterHasNoPlaceForPlanIds() {
        var asked = given("channel", "M365_ADMIN_CENTER", "vehicle", "PREMIER");

        var missing = DecisionTables.ask("package-completeness", asked).outputs();

        assertThat(missing).extracting(it -> it.get("field")).doesNotContain("accessId", "contractId");
    }
}
