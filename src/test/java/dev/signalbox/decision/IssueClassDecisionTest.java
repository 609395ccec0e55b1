package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IssueClassDecisionTest {

    static final Cases CASES = Cases.of("issue-class", "issueClass", "breakFix")
            .usually("publisher", "MICROSOFT")
            .usually("tenantContext", "CUSTOMER")
            .row("issue-class_security", given("reportedCategory", "SECURITY_VULNERABILITY"), "SECURITY", false)
            .row("issue-class_sla-credit", given("reportedCategory", "SLA_CREDIT"), "SLA_CREDIT", false)
            .row(
                    "issue-class_marketplace",
                    given("reportedCategory", "SERVICE_ERROR", "publisher", "THIRD_PARTY_ISV"),
                    "MARKETPLACE",
                    false)
            .again(given("reportedCategory", "SERVICE_DOWN", "publisher", "THIRD_PARTY_ISV"))
            .again(given("reportedCategory", "PERFORMANCE", "publisher", "THIRD_PARTY_ISV"))
            .again(given("reportedCategory", "CONFIGURATION", "publisher", "THIRD_PARTY_ISV"))
            .again(given("reportedCategory", "HOW_TO", "publisher", "THIRD_PARTY_ISV"))
            .row("issue-class_commercial", given("reportedCategory", "BILLING"), "COMMERCIAL", false)
            .again(given("reportedCategory", "INVOICE"))
            .again(given("reportedCategory", "LICENSE_COUNT"))
            .again(given("reportedCategory", "PROVISIONING"))
            .again(given("reportedCategory", "SUBSCRIPTION_CHANGE"))
            .again(given("reportedCategory", "QUOTA"))
            .again(given("reportedCategory", "TRANSFER"))
            .again(given("reportedCategory", "PRICING_OFFER"))
            .again(given("reportedCategory", "ACCOUNT_ONBOARDING"))
            .again(given("reportedCategory", "PARTNER_CENTER_FAULT"))
            .again(given("reportedCategory", "FRAUD_SUSPICION"))
            .row("issue-class_advisory", given("reportedCategory", "HOW_TO"), "ADVISORY", false)
            .row("issue-class_technical", given("reportedCategory", "SERVICE_ERROR"), "TECHNICAL", true)
            .again(given("reportedCategory", "SERVICE_DOWN"))
            .again(given("reportedCategory", "PERFORMANCE"))
            .again(given("reportedCategory", "CONFIGURATION"))
            .row("issue-class_a-person-classifies", given("reportedCategory", "OTHER"), "UNCLASSIFIED", false)
            .gap("no category", given())
            .gap("a category nobody knows", given("reportedCategory", "WEATHER"))
            .gap(
                    "another matter of a third party's product",
                    given("reportedCategory", "OTHER", "publisher", "THIRD_PARTY_ISV"));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
