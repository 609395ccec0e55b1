package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecurrenceDecisionTest {

    static final Cases CASES = Cases.of("recurrence", "recurrence")
            .usually("state", "DIAGNOSING")
            .usually("daysSince", null)
            .usually("sourceKind", "SYSTEM")
            .row("recurrence_note", given(), "NOTE")
            .again(given("state", "AWAITING_MICROSOFT", "sourceKind", "MONITORING"))
            .row(
                    "recurrence_alert-again",
                    given("state", "RESOLVED", "daysSince", 30L, "sourceKind", "MONITORING"),
                    "REOPEN")
            .row("recurrence_reopen", given("state", "RESOLVED", "daysSince", 14L), "REOPEN")
            .again(given("state", "RESOLVED", "daysSince", 0L, "sourceKind", "PERSON"))
            .row("recurrence_new", given("state", "CLOSED", "daysSince", 0L), "NEW_LINKED")
            .again(given("state", "WITHDRAWN", "daysSince", 0L, "sourceKind", "MONITORING"))
            .again(given("state", "RESOLVED", "daysSince", 15L))
            .again(given("state", "RESOLVED", "daysSince", 31L, "sourceKind", "MONITORING"))
            .gap("no state", given("state", null))
            .gap("resolved, nobody knows when", given("state", "RESOLVED"));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
