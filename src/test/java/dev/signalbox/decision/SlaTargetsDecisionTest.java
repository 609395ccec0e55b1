package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SlaTargetsDecisionTest {

    static final Cases CASES = Cases.of(
                    "sla-targets",
                    "microsoftResponseMinutes",
                    "microsoftClock",
                    "chaseAfterMinutes",
                    "customerResponseMinutes",
                    "customerUpdateMinutes",
                    "customerResolutionMinutes",
                    "source")
            .usually("vehicle", "PREMIER")
            .usually("severity", "B")
            .usually("productFamily", "AZURE")
            .usually("breakFix", true)
            .usually("contractTier", "GOLD")
            .row("sla-targets_api", given("azureSlaMinutes", 90L), 90L, "ELAPSED_24X7", 90L, 60L, 240L, 480L, "API")
            .row("sla-targets_table", given(), 120L, "ELAPSED_24X7", 120L, 60L, 240L, 480L, "TABLE")
            .row(
                    "sla-targets_a-person-checks",
                    given("vehicle", "CARRIER_PIGEON"),
                    null,
                    "ELAPSED_24X7",
                    60L,
                    60L,
                    240L,
                    480L,
                    "PERSON")
            .gapAnswered(
                    "a tier nobody knows",
                    given("contractTier", "PLATINUM"),
                    120L,
                    "ELAPSED_24X7",
                    120L,
                    240L,
                    480L,
                    2400L,
                    "PERSON")
            .gapAnswered(
                    "a deadline of zero and no severity",
                    given("azureSlaMinutes", 0L, "severity", null),
                    null,
                    "ELAPSED_24X7",
                    60L,
                    240L,
                    480L,
                    2400L,
                    "PERSON");

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
