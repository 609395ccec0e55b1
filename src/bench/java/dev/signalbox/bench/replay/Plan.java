package dev.signalbox.bench.replay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exact sequence of states that the product must show for one incident, and what leads from each to the next. */
record Plan(Incident incident, List<Step> steps, List<Integer> reachedBy) {

    /**
     * @param state the state that the product reaches by this step
     * @param move how; null for the first, which the request itself reaches
     * @param eventId derived from the incident and the update, so that a second run sends the same
     */
    record Step(String state, Update update, Mapping.@Nullable Move move, String eventId) {}

    static Plan of(Incident incident, Mapping mapping) {
        var steps = new ArrayList<Step>();
        var reachedBy = new ArrayList<Integer>();
        var logState = "";
        var state = Mapping.START;
        for (var update : incident.updates()) {
            if (!update.state().equals(logState)) {
                logState = update.state();
                int part = 0;
                for (var next : mapping.way(state, logState)) {
                    var move = state.equals(Mapping.START) ? null : mapping.move(state, next);
                    var id = "%s-%d-%d".formatted(incident.number(), update.index(), ++part);
                    steps.add(new Step(next, update, move, id));
                    state = next;
                }
            }
            reachedBy.add(steps.size());
        }
        return new Plan(incident, List.copyOf(steps), List.copyOf(reachedBy));
    }

    /** How many steps are done once this update is. */
    int stepsUntil(Update update) {
        return reachedBy.get(update.index() - 1);
    }

    List<String> states() {
        return steps.stream().map(Step::state).toList();
    }
}
