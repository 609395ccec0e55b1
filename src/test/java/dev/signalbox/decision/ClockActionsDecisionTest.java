package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClockActionsDecisionTest {

    static final Cases CASES = Cases.of("clock-actions", "action", "againAfterMinutes")
            .usually("moment", "WARNING")
            .usually("clock", "RESOLUTION")
            .usually("severity", "B")
            .usually("step", 1L)
            .row("clock-actions_warning-a", given("severity", "A"), "PAGE", 15L)
            .again(given("severity", "A", "step", 3L, "clock", "RESPONSE"))
            .row("clock-actions_warning-a-lead", given("severity", "A", "step", 4L), "LEAD", 0L)
            .row("clock-actions_warning", given(), "NOTIFY", 0L)
            .again(given("severity", null))
            .row("clock-actions_breach-a", given("moment", "BREACH", "severity", "A"), "PAGE", 15L)
            .again(given("moment", "BREACH", "severity", "A", "step", 2L))
            .row("clock-actions_breach", given("moment", "BREACH"), "PAGE", 30L)
            .row("clock-actions_breach-lead", given("moment", "BREACH", "step", 2L), "LEAD", 60L)
            .again(given("moment", "BREACH", "severity", "A", "step", 3L))
            .row("clock-actions_breach-again", given("moment", "BREACH", "step", 4L), "PAGE", 60L)
            .again(given("moment", "BREACH", "severity", "A", "step", 11L))
            .row("clock-actions_others", given("moment", "BREACH", "clock", "DESK"), "NOTIFY", 0L)
            .again(given("moment", "BREACH", "clock", "MICROSOFT", "severity", "A"))
            .row("clock-actions_else", given("step", 2L), "NONE", 0L)
            .gap("severity A, five steps on", given("severity", "A", "step", 5L))
            .gap("a breach after all steps", given("moment", "BREACH", "step", 12L))
            .gap("Microsoft's time comes close", given("clock", "MICROSOFT"))
            .gap("the desk was told", given("moment", "BREACH", "clock", "DESK", "step", 2L))
            .gap("a moment nobody knows", given("moment", "LUNCH"));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
