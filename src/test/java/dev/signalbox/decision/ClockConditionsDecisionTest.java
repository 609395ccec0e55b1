package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClockConditionsDecisionTest {

    static final Cases CASES = Cases.of("clock-conditions", "effect")
            .row("clock-conditions_over", at("RESPONSE", "CLOSED"), "STOP")
            .again(at("DESK", "WITHDRAWN"))
            .again(at("MICROSOFT", "MERGED"))
            .row("clock-conditions_opened", at("RESPONSE", "OPENED"), "RESET")
            .again(at("UPDATE", "OPENED"))
            .again(at("RESOLUTION", "OPENED"))
            .row("clock-conditions_answered", at("RESPONSE", "CUSTOMER_TOLD"), "STOP")
            .row("clock-conditions_updated", at("UPDATE", "CUSTOMER_TOLD"), "RESET")
            .row("clock-conditions_waiting-for-customer", at("RESOLUTION", "AWAITING_CUSTOMER"), "PAUSE")
            .again(at("RESPONSE", "AWAITING_CUSTOMER"))
            .row("clock-conditions_solution-proposed", at("UPDATE", "SOLUTION_PROPOSED"), "PAUSE")
            .row("clock-conditions_resolved", at("RESOLUTION", "RESOLVED"), "STOP")
            .row("clock-conditions_with-desk", at("RESPONSE", "RECEIVED"), "RUN")
            .again(at("RESOLUTION", "MICROSOFT_NEEDS_INFO"))
            .row("clock-conditions_with-microsoft", at("RESOLUTION", "AWAITING_MICROSOFT"), "RUN")
            .again(at("UPDATE", "LINKED_TO_OUTAGE"))
            .row("clock-conditions_with-third-party", at("RESOLUTION", "WITH_THIRD_PARTY"), "RUN")
            .row("clock-conditions_queue-entered", at("DESK", "QUEUE_CHANGED"), "RESET")
            .row("clock-conditions_queue-working", at("DESK", "DIAGNOSING"), "RUN")
            .row("clock-conditions_queue-resolved", at("DESK", "RESOLVED"), "STOP")
            .row("clock-conditions_queue-waiting", at("DESK", "AWAITING_MICROSOFT"), "PAUSE")
            .again(at("DESK", "AWAITING_CUSTOMER"))
            .row("clock-conditions_case-filed", at("MICROSOFT", "CASE_FILED"), "RESET")
            .row("clock-conditions_microsoft-answered", at("MICROSOFT", "MICROSOFT_ANSWERED"), "STOP")
            .row("clock-conditions_microsoft-resolved", at("MICROSOFT", "RESOLVED"), "STOP")
            .row("clock-conditions_microsoft-working", at("MICROSOFT", "AWAITING_CUSTOMER"), "RUN")
            .again(at("MICROSOFT", "AWAITING_MICROSOFT"))
            .row("clock-conditions_handed-over", at("THIRD_PARTY", "HANDED_OVER"), "RESET")
            .row("clock-conditions_third-party-answered", at("THIRD_PARTY", "THIRD_PARTY_ANSWERED"), "STOP")
            .row("clock-conditions_third-party-working", at("THIRD_PARTY", "WITH_THIRD_PARTY"), "RUN")
            .row("clock-conditions_third-party-resolved", at("THIRD_PARTY", "RESOLVED"), "STOP")
            .row("clock-conditions_third-party-waiting", at("THIRD_PARTY", "DIAGNOSING"), "PAUSE")
            .row("clock-conditions_else", at("RESPONSE", "QUEUE_CHANGED"), "NONE")
            .gap("the customer wrote", at("UPDATE", "CUSTOMER_WROTE"))
            .gap("taken up again", at("RESOLUTION", "REOPENED"))
            .gap("a clock nobody knows", at("KITCHEN", "DIAGNOSING"))
            .gap("nothing asked", given());

    private static java.util.Map<String, Object> at(String clock, String condition) {
        return given("clock", clock, "condition", condition);
    }

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
