package dev.signalbox.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.InputEntry;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EveryTableDecisionTest {

    private static final String DMNDI = "https://www.omg.org/spec/DMN/20191111/DMNDI/";

    private static final List<Cases> ALL_CASES = List.of(
            AskRhythmDecisionTest.CASES,
            AssignQueueDecisionTest.CASES,
            RecurrenceDecisionTest.CASES,
            ChooseVehicleDecisionTest.CASES,
            ClaimEligibilityDecisionTest.CASES,
            ClockActionsDecisionTest.CASES,
            ClockConditionsDecisionTest.CASES,
            CustomerTargetsDecisionTest.CASES,
            EntitlementRefundDecisionTest.CASES,
            EligibleVehicleDecisionTest.CASES,
            FilingAuthorityDecisionTest.CASES,
            FilingChannelDecisionTest.CASES,
            FilingRefusalDecisionTest.CASES,
            HandlingPartyDecisionTest.CASES,
            IssueClassDecisionTest.CASES,
            KnownIssueDecisionTest.CASES,
            MicrosoftResponseDecisionTest.CASES,
            OutageGateDecisionTest.CASES,
            PackageCompletenessDecisionTest.CASES,
            PlanAliasDecisionTest.CASES,
            RequestCompletenessDecisionTest.CASES,
            ServiceRequirementsDecisionTest.CASES,
            SeverityDecisionTest.CASES,
            SlaTargetsDecisionTest.CASES,
            SupportBoundaryDecisionTest.CASES,
            TimeOwnerDecisionTest.CASES);

    static Stream<String> decisions() {
        return DecisionTables.decisions().map(Decision::getId);
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void everyRowHasAnIdADescriptionWithItsSourceAndACase(String decision) {
        var covered = ALL_CASES.stream()
                .filter(cases -> cases.decision().equals(decision))
                .flatMap(cases -> cases.coveredRules().stream())
                .collect(Collectors.toSet());

        for (Rule rule : DecisionTables.table(decision).getRules()) {
            assertThat(rule.getId())
                    .as("a row of %s: give it an id of its own, %s_<what-it-says>", decision, decision)
                    .startsWith(decision + "_");
            assertThat(rule.getDescription())
                    .as("%s: describe it in plain words, then \"Source: ...\"", rule.getId())
                    .isNotNull()
                    .satisfies(it -> assertThat(it.getTextContent()).contains(" Source: "));
            assertThat(covered)
                    .as("%s: add a case for it to the test of %s", rule.getId(), decision)
                    .contains(rule.getId());
        }
        assertThat(covered).isSubsetOf(idsOf(DecisionTables.table(decision)));
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void theLastRowCatchesEverything(String decision) {
        var table = DecisionTables.table(decision);
        if (table.getHitPolicy() != HitPolicy.FIRST) {
            return;
        }

        var last = List.copyOf(table.getRules()).getLast();

        assertThat(last.getInputEntries())
                .as("%s: the last row of a FIRST table has no conditions", last.getId())
                .extracting(InputEntry::getTextContent)
                .allMatch(String::isBlank);
        assertThat(DecisionTables.ask(decision, Map.of()).outputs()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void theEngineKnowsHowLongToKeepIt(String decision) {
        var found = DecisionTables.decisions()
                .filter(it -> it.getId().equals(decision))
                .map(Decision::getCamundaHistoryTimeToLiveString);

        assertThat(found).containsExactly("P365D");
    }

    @Test
    void outputsOfLinkedDecisionsDoNotOverwriteEachOther() {
        DecisionTables.models().forEach((file, model) -> assertThat(model.getModelElementsByType(Output.class))
                .as("%s: the engine merges outputs by name, so each name is used once in a file", file)
                .extracting(Output::getName)
                .doesNotHaveDuplicates());
    }

    @Test
    void idsOfDecisionsAndRowsAreUniqueOverAllFiles() {
        var homes = new HashMap<String, Integer>();
        DecisionTables.decisions().forEach(decision -> {
            homes.merge(decision.getId(), 1, Integer::sum);
            idsOf((DecisionTable) decision.getExpression()).forEach(rule -> homes.merge(rule, 1, Integer::sum));
        });

        assertThat(homes).allSatisfy((id, times) -> assertThat(times).as(id).isEqualTo(1));
    }

    @Test
    void everyDecisionHasAPlaceInItsPicture() {
        DecisionTables.models()
                .forEach((file, model) -> assertThat(model.getDocument().getElementsByNameNs(DMNDI, "DMNShape"))
                        .as("%s: a modeler opens what has a shape", file)
                        .extracting(shape -> shape.getAttribute("dmnElementRef"))
                        .containsExactlyInAnyOrderElementsOf(model.getModelElementsByType(Decision.class).stream()
                                .map(Decision::getId)
                                .toList()));
    }

    private static Set<String> idsOf(DecisionTable table) {
        return table.getRules().stream().map(Rule::getId).collect(Collectors.toSet());
    }
}
