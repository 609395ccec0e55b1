package dev.signalbox.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final String COLUMNS = "number,incident_state,sys_updated_at,priority,category,subcategory,"
            + "u_symptom,assignment_group,caller_id,location\n";

    private final Mapping mapping = Mapping.read(Path.of("src/bench/replay/servicenow.yaml"));

    @Test
    void statesBetweenTwoStatesOfTheLogBelongToTheSequence() throws IOException {
        var plan = plan(row("Awaiting User Info", "01-03-2016 09:00"), row("Resolved", "01-03-2016 10:00"));

        assertThat(plan.states())
                .containsExactly(
                        "RECEIVED", "DIAGNOSING", "AWAITING_CUSTOMER", "DIAGNOSING", "PARTNER_RESOLVING", "RESOLVED");
    }

    @Test
    void repeatedStatesCollapse() throws IOException {
        var plan = plan(
                row("New", "01-03-2016 09:00"),
                row("New", "01-03-2016 09:01"),
                row("Awaiting Vendor", "01-03-2016 10:00"),
                row("Awaiting Evidence", "01-03-2016 11:00"));

        assertThat(plan.states()).containsExactly("RECEIVED", "DIAGNOSING", "WITH_THIRD_PARTY");
        assertThat(plan.reachedBy()).isEqualTo(List.of(1, 1, 3, 3));
    }

    @Test
    void aReopenedIncidentGoesThroughDiagnosisAgain() throws IOException {
        var plan = plan(
                row("Active", "01-03-2016 09:00"),
                row("Resolved", "01-03-2016 10:00"),
                row("Active", "01-03-2016 11:00"),
                row("Closed", "01-03-2016 12:00"));

        assertThat(plan.states().subList(2, 8))
                .containsExactly(
                        "PARTNER_RESOLVING", "RESOLVED", "DIAGNOSING", "PARTNER_RESOLVING", "RESOLVED", "CLOSED");
    }

    @Test
    void updatesAreSortedByTimeAndKeepTheFilesOrderWithinAMinute() throws IOException {
        var plan = plan(
                row("Closed", "05-03-2016 12:00"),
                row("New", "01-03-2016 09:00"),
                row("Active", "01-03-2016 09:00"),
                row("Resolved", "01-03-2016 09:00"));

        assertThat(plan.incident().updates().stream().map(Update::state))
                .containsExactly("New", "Active", "Resolved", "Closed");
    }

    @Test
    void eventIdsFollowFromTheIncidentAndTheUpdate() throws IOException {
        var rows = new String[] {row("New", "01-03-2016 09:00"), row("Resolved", "01-03-2016 10:00")};

        assertThat(plan(rows).steps().stream().map(Plan.Step::eventId))
                .containsExactly("INC1-1-1", "INC1-2-1", "INC1-2-2", "INC1-2-3")
                .isEqualTo(plan(rows).steps().stream().map(Plan.Step::eventId).toList());
    }

    @Test
    void aStateTheMappingDoesNotKnowIsNamed() {
        assertThatThrownBy(() -> plan(row("Paused", "01-03-2016 09:00"))).hasMessageContaining("'Paused'");
    }

    @Test
    void valuesFollowFromTheLogsColumns() throws IOException {
        var incident = plan(row("New", "01-03-2016 09:00")).incident();

        var request = new Wording(mapping).fill(mapping.request(), incident.first());

        assertThat(request)
                .containsEntry("businessImpact", "SIGNIFICANT")
                .containsEntry("commit24x7", true)
                .containsEntry("title", "Category 7, unknown: Symptom 2")
                .containsEntry("reportedCategory", "SERVICE_ERROR");
    }

    private Plan plan(String... rows) throws IOException {
        var incidents = new IncidentLog(mapping).read(new StringReader(COLUMNS + String.join("\n", rows)));
        return Plan.of(incidents.getFirst(), mapping);
    }

    private static String row(String state, String time) {
        return "INC1,%s,%s,1 - Critical,Category 7,?,Symptom 2,Group 1,Caller 1,Location 1".formatted(state, time);
    }
}
