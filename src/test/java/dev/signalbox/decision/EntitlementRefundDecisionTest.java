package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntitlementRefundDecisionTest {

    static final Cases CASES = Cases.of("entitlement-refund", "refund", "refundReason")
            .usually("standing", "CONSUMED")
            .usually("closeReason", "confirmed")
            .usually("confirmedBug", false)
            .usually("issueClass", "TECHNICAL")
            .row("entitlement-refund_not-used", given("standing", "RESERVED"), true, "set aside and not used")
            .again(given("standing", "RESERVED", "closeReason", "merged", "confirmedBug", true))
            .row("entitlement-refund_nothing-used", given("standing", null), false, "nothing was used")
            .again(given("standing", "REFUNDED", "issueClass", "COMMERCIAL"))
            .row("entitlement-refund_duplicate", given("closeReason", "merged"), true, "a duplicate of another case")
            .row("entitlement-refund_bug", given("confirmedBug", true), true, "a fault that Microsoft confirmed")
            .row(
                    "entitlement-refund_commercial",
                    given("issueClass", "COMMERCIAL"),
                    true,
                    "a commercial matter, given back at its end")
            .again(given("issueClass", "SLA_CREDIT"))
            .row("entitlement-refund_stays-used", given(), false, "used")
            .gap("nobody said whether it was a bug", given("confirmedBug", null))
            .gap("withdrawn by the customer", given("closeReason", "withdrawn"))
            .gap("no class", given("issueClass", null));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
