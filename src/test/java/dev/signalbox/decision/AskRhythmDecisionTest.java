package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AskRhythmDecisionTest {

    static final Cases CASES = Cases.of("ask-rhythm", "askAfterHours")
            .usually("statusSync", "MANUAL")
            .usually("severity", "C")
            .usually("vehicle", "ADVANCED")
            .row("ask-rhythm_by-api", given("statusSync", "POLL_AZURE", "severity", "A"), 720L)
            .again(given("statusSync", "POLL_PARTNER_CENTER"))
            .row("ask-rhythm_customer-called", given("vehicle", "CUSTOMER_CALLS", "severity", "A"), 72L)
            .row("ask-rhythm_severity-a", given("severity", "A"), 6L)
            .row("ask-rhythm_severity-b", given("severity", "B"), 24L)
            .row("ask-rhythm_others", given(), 48L)
            .gap("nothing is known", given("statusSync", null, "severity", null, "vehicle", null));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
