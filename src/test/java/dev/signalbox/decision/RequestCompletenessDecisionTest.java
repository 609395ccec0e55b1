package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestCompletenessDecisionTest {

    static final Cases CASES = Cases.of("request-completeness", "field", "question")
            .usually("descriptionPresent", true)
            .row(
                    "request-completeness_description",
                    given("descriptionPresent", false),
                    "description",
                    "What happens, since when, and what did you expect instead?")
            .again(given("descriptionPresent", null))
            .noRow("nothing is missing", given());

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
