package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssignQueueDecisionTest {

    static final Cases CASES = Cases.of("assign-queue", "queue")
            .usually("stage", "diagnosis")
            .usually("issueClass", "TECHNICAL")
            .usually("productFamily", "M365")
            .usually("severity", "B")
            .usually("deliveryParty", "OWN_DESK")
            .usually("deliveryChargeable", false)
            .usually("level", "FIRST")
            .usually("withinHours", true)
            .row("assign-queue_security", given("issueClass", "SECURITY"), "security-desk")
            .row("assign-queue_intake", given("stage", "intake"), "triage")
            .row("assign-queue_confirmation", given("stage", "ticket-lifecycle"), "confirmation")
            .row("assign-queue_handover", given("stage", "third-party-handover"), "third-party")
            .row("assign-queue_escalation", given("stage", "microsoft-escalation"), "escalations")
            .row(
                    "assign-queue_outsourced",
                    given("stage", "partner-resolution", "deliveryParty", "OUTSOURCER"),
                    "third-party")
            .row("assign-queue_commercial", given("issueClass", "COMMERCIAL"), "commercial-desk")
            .again(given("stage", "partner-resolution", "issueClass", "COMMERCIAL"))
            .again(given("stage", "customer-inquiry", "issueClass", "COMMERCIAL"))
            .again(given("issueClass", "SLA_CREDIT"))
            .row("assign-queue_azure", given("productFamily", "AZURE"), "azure-desk")
            .again(given("stage", "partner-resolution", "productFamily", "AZURE"))
            .again(given("stage", "customer-inquiry", "productFamily", "AZURE"))
            .row("assign-queue_m365", given(), "m365-desk")
            .again(given("stage", "partner-resolution"))
            .again(given("stage", "customer-inquiry"))
            .again(given("productFamily", "EMS"))
            .row("assign-queue_dynamics", given("productFamily", "D365_CE"), "dynamics-desk")
            .again(given("stage", "partner-resolution", "productFamily", "D365_CE"))
            .again(given("stage", "customer-inquiry", "productFamily", "D365_CE"))
            .again(given("productFamily", "D365_FO"))
            .again(given("productFamily", "BUSINESS_CENTRAL"))
            .again(given("productFamily", "POWER_PLATFORM"))
            .row("assign-queue_on-premises", given("productFamily", "ON_PREM"), "on-premises-desk")
            .again(given("stage", "partner-resolution", "productFamily", "ON_PREM"))
            .again(given("stage", "customer-inquiry", "productFamily", "ON_PREM"))
            .row("assign-queue_portal-and-marketplace", given("productFamily", "PARTNER_CENTER"), "commercial-desk")
            .again(given("stage", "partner-resolution", "productFamily", "PARTNER_CENTER"))
            .again(given("stage", "customer-inquiry", "productFamily", "PARTNER_CENTER"))
            .again(given("productFamily", "MARKETPLACE"))
            .row("assign-queue_a-person-assigns", given("productFamily", null), "triage")
            .gap("a stage nobody knows", given("stage", "lunch"))
            .gap("no stage", given("stage", null))
            .gap("a product nobody knows", given("productFamily", "XBOX"));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
