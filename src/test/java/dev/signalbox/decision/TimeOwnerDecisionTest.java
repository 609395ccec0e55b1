package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimeOwnerDecisionTest {

    static final Cases CASES = Cases.of("time-owner", "owner", "over", "level")
            .row("time-owner_customer", given("state", "AWAITING_CUSTOMER"), "CUSTOMER", false, "")
            .again(given("state", "SOLUTION_PROPOSED"))
            .again(given("state", "RESOLVED"))
            .row("time-owner_microsoft", given("state", "AWAITING_MICROSOFT"), "MICROSOFT", false, "")
            .again(given("state", "LINKED_TO_OUTAGE"))
            .row("time-owner_third-party", given("state", "WITH_THIRD_PARTY"), "THIRD_PARTY", false, "")
            .row("time-owner_over", given("state", "CLOSED"), "PARTNER_DESK", true, "")
            .again(given("state", "MERGED"))
            .row("time-owner_second-level", given("state", "PARTNER_RESOLVING"), "PARTNER_DESK", false, "SECOND")
            .again(given("state", "ESCALATION_PREPARING"))
            .again(given("state", "MICROSOFT_NEEDS_INFO"))
            .row("time-owner_desk", given("state", "DIAGNOSING"), "PARTNER_DESK", false, "FIRST")
            .gap("a state nobody knows", given("state", "LOST"));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
