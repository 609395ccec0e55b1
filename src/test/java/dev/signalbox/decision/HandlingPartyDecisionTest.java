package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HandlingPartyDecisionTest {

    static final Cases CASES = Cases.of("handling-party", "handlingParty", "chargeable")
            .usually("deliveryChargeable", true)
            .usually("productFamily", "M365")
            .usually("level", "FIRST")
            .usually("withinHours", true)
            .row("handling-party_outsourcer", given("deliveryParty", "OUTSOURCER"), "OUTSOURCER", true)
            .row("handling-party_resold-provider", given("deliveryParty", "RESOLD_PROVIDER"), "RESOLD_PROVIDER", true)
            .row("handling-party_own-desk", given("deliveryParty", "OWN_DESK"), "OWN_DESK", true)
            .row("handling-party_no-contract-row", given(), "OWN_DESK", false)
            .row("handling-party_a-person-decides", given("deliveryParty", "SOMEBODY"), "OWN_DESK", false)
            .gap("an empty party", given("deliveryParty", ""));

    static Stream<Cases.Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Cases.Case asked) {
        assertThat(asked.answer()).isEqualTo(asked.expected());
    }

    @Test
    void whatTheContractDoesNotChargeForIsFree() {
        for (var party : new String[] {"OUTSOURCER", "RESOLD_PROVIDER", "OWN_DESK"}) {
            for (var chargeable : new Boolean[] {false, null}) {
                var asked = given("deliveryParty", party, "deliveryChargeable", chargeable);

                var answer = DecisionTables.ask("handling-party", asked).outputs();

                assertThat(answer).containsExactly(given("handlingParty", party, "chargeable", false));
            }
        }
    }
}
