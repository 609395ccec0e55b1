package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SupportBoundaryDecisionTest {

    static final Cases CASES = Cases.of("support-boundary", "boundary", "reason")
            .usually("issueClass", "TECHNICAL")
            .usually("severity", "B")
            .usually("causeDomain", "UNKNOWN")
            .usually("diagnosisComplete", true)
            .usually("partnerFixExhausted", false)
            .usually("knowledgeMatch", false)
            .usually("healthMatch", "NONE")
            .usually("healthDataAgeMinutes", 5L)
            .row(
                    "support-boundary_security",
                    given("issueClass", "SECURITY"),
                    "ROUTE_SECURITY",
                    "vulnerability reports go to the security route")
            .row(
                    "support-boundary_sla-credit",
                    given("issueClass", "SLA_CREDIT"),
                    "ESCALATE",
                    "only Microsoft grants credits")
            .row(
                    "support-boundary_marketplace",
                    given("issueClass", "MARKETPLACE"),
                    "ROUTE_ISV",
                    "the publisher supports its product")
            .row(
                    "support-boundary_isv-product",
                    given("causeDomain", "ISV_PRODUCT"),
                    "ROUTE_ISV",
                    "the cause lies in a third party's product")
            .row(
                    "support-boundary_advisory-published",
                    given("issueClass", "ADVISORY", "knowledgeMatch", true),
                    "SELF_HELP",
                    "a published answer exists")
            .row(
                    "support-boundary_advisory-unpublished",
                    given("issueClass", "ADVISORY"),
                    "PARTNER_RESOLVES",
                    "advice is the partner's work")
            .row(
                    "support-boundary_outage-monitored",
                    given("healthMatch", "INCIDENT", "symptomsMatch", true, "healthResolved", false),
                    "MONITOR_OUTAGE",
                    "a published outage is being followed")
            .row(
                    "support-boundary_diagnosis-incomplete",
                    given("diagnosisComplete", false),
                    "CONTINUE_DIAGNOSIS",
                    "the diagnosis is not complete")
            .again(given("diagnosisComplete", null))
            .row(
                    "support-boundary_partner-domain",
                    given("causeDomain", "CLIENT_DEVICE"),
                    "PARTNER_RESOLVES",
                    "inside the baseline support boundary")
            .again(given("causeDomain", "CUSTOMER_NETWORK"))
            .again(given("causeDomain", "CONFIGURATION"))
            .again(given("causeDomain", "PARTNER_SOLUTION"))
            .again(given("causeDomain", "KNOWN_DOCUMENTED"))
            .again(given("causeDomain", "CLIENT_DEVICE", "partnerFixExhausted", null))
            .row(
                    "support-boundary_service-fault",
                    given("causeDomain", "UNDOCUMENTED_DEVIATION"),
                    "ESCALATE",
                    "the service itself is at fault")
            .again(given("causeDomain", "SERVICE_UNAVAILABLE"))
            .again(given("causeDomain", "SERVICE_MALFUNCTION"))
            .again(given("causeDomain", "LARGE_NETWORK_DISRUPTION"))
            .again(given("causeDomain", "REGIONAL_MULTITENANT"))
            .row(
                    "support-boundary_commerce",
                    given("causeDomain", "COMMERCE_PLATFORM"),
                    "ESCALATE",
                    "only Microsoft can settle it")
            .again(given("causeDomain", "BILLING_DISPUTE"))
            .again(given("causeDomain", "FRAUD"))
            .row(
                    "support-boundary_fix-exhausted",
                    given("causeDomain", "CONFIGURATION", "partnerFixExhausted", true),
                    "ESCALATE",
                    "the partner's means are exhausted")
            .row("support-boundary_cause-unknown", given(), "ESCALATE", "the diagnosis found no cause")
            .row(
                    "support-boundary_a-person-decides",
                    given("causeDomain", null),
                    "PERSON_DECIDES",
                    "no rule fits, a person decides")
            .gap(
                    "severity A before the diagnosis is complete, cause unknown",
                    given("severity", "A", "diagnosisComplete", false))
            .gap("a cause nobody knows", given("causeDomain", "SUNSPOTS"))
            .gap(
                    "severity A and nothing else known",
                    given(
                            "severity",
                            "A",
                            "causeDomain",
                            null,
                            "diagnosisComplete",
                            null,
                            "partnerFixExhausted",
                            null,
                            "issueClass",
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
