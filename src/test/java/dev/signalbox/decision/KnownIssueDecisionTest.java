package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownIssueDecisionTest {

    static final Cases CASES = Cases.of("known-issue", "knownIssue", "reason")
            .usually("takenOff", false)
            .usually("issueClass", "TECHNICAL")
            .usually("classification", "INCIDENT")
            .usually("service", "SAME")
            .usually("commonWords", 2)
            .usually("hoursBefore", 0)
            .usually("underWay", true)
            .row("known-issue_taken-off", given("takenOff", true), "NO", "a person took it off this issue")
            .row("known-issue_not-a-fault", given("issueClass", "COMMERCIAL"), "NO", "no fault of a service")
            .again(given("issueClass", "ADVISORY"))
            .row("known-issue_other-service", given("service", "OTHER"), "NO", "it names another service")
            .row("known-issue_long-before", given("hoursBefore", 25), "NO", "reported long before the issue began")
            .row(
                    "known-issue_advisory-alike",
                    given("classification", "ADVISORY"),
                    "ASK",
                    "an advisory that reads alike")
            .row(
                    "known-issue_advisory",
                    given("classification", "ADVISORY", "commonWords", 1),
                    "NO",
                    "an advisory that reads otherwise")
            .row("known-issue_named-and-alike", given(), "LINK", "the service and its symptoms are the issue's")
            .again(given("underWay", false))
            .again(given("hoursBefore", 24))
            .row(
                    "known-issue_alike",
                    given("service", "UNNAMED", "commonWords", 3),
                    "LINK",
                    "the symptoms are the issue's")
            .row("known-issue_named", given("commonWords", 1), "ASK", "the service is the issue's")
            .row("known-issue_a-word", given("service", "UNNAMED", "commonWords", 1), "ASK", "something reads alike")
            .row(
                    "known-issue_nothing-in-common",
                    given("service", "UNNAMED", "commonWords", 0),
                    "NO",
                    "nothing in common")
            .row(
                    "known-issue_a-person-compares",
                    given("service", "UNNAMED", "commonWords", 0, "underWay", false),
                    "ASK",
                    "no rule fits, a person compares")
            .gap(
                    "a new ticket during an advisory that reads otherwise",
                    given("classification", "ADVISORY", "commonWords", 0, "underWay", false));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }
}
