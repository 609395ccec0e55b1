package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FilingRefusalDecisionTest {

    static final Cases CASES = Cases.of("filing-refusal", "filingOutcome")
            .usually("status", 400L)
            .usually("code", "REFUSED")
            .usually("words", "The title is too long.")
            .row("filing-refusal_not-connected", given("status", 0L, "code", "NotConnected"), "GUIDED")
            .again(given("status", 0L, "code", "NoSubscription"))
            .row(
                    "filing-refusal_plan-too-small",
                    given("words", "Your Support plan type is CSP. You need a higher tier."),
                    "GUIDED")
            .row("filing-refusal_everything-else", given(), "REFUSED")
            .gap("nothing is known", given("status", null, "code", null, "words", null));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
