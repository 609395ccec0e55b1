package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CustomerTargetsDecisionTest {

    static final Cases CASES = Cases.of(
                    "customer-targets",
                    "promisedResponseMinutes",
                    "promisedUpdateMinutes",
                    "promisedResolutionMinutes",
                    "promiseSource")
            .row("customer-targets_gold-a", given("contractTier", "GOLD", "severity", "A"), 15L, 60L, 240L, "TABLE")
            .row("customer-targets_gold-b", given("contractTier", "GOLD", "severity", "B"), 60L, 240L, 480L, "TABLE")
            .row("customer-targets_gold-c", given("contractTier", "GOLD", "severity", "C"), 240L, 480L, 1440L, "TABLE")
            .row(
                    "customer-targets_silver-a",
                    given("contractTier", "SILVER", "severity", "A"),
                    30L,
                    120L,
                    480L,
                    "TABLE")
            .row(
                    "customer-targets_silver-b",
                    given("contractTier", "SILVER", "severity", "B"),
                    120L,
                    480L,
                    1440L,
                    "TABLE")
            .row(
                    "customer-targets_silver-c",
                    given("contractTier", "SILVER", "severity", "C"),
                    480L,
                    960L,
                    2400L,
                    "TABLE")
            .row(
                    "customer-targets_standard-a",
                    given("contractTier", "STANDARD", "severity", "A"),
                    60L,
                    240L,
                    960L,
                    "TABLE")
            .again(given("contractTier", null, "severity", "A"))
            .row(
                    "customer-targets_standard-b",
                    given("contractTier", "STANDARD", "severity", "B"),
                    240L,
                    480L,
                    2400L,
                    "TABLE")
            .again(given("contractTier", null, "severity", "B"))
            .row(
                    "customer-targets_standard-c",
                    given("contractTier", "STANDARD", "severity", "C"),
                    480L,
                    960L,
                    4800L,
                    "TABLE")
            .again(given("contractTier", null, "severity", "C"))
            .row(
                    "customer-targets_a-person-agrees",
                    given("contractTier", "PLATINUM", "severity", "B"),
                    240L,
                    480L,
                    2400L,
                    "PERSON")
            .gap("no severity", given("contractTier", "GOLD"))
            .gap("nothing known", given());

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
