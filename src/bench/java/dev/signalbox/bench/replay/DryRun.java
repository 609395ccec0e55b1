package dev.signalbox.bench.replay;

import java.io.PrintStream;
import java.util.List;

/** Prints what would be done for one incident. */
final class DryRun {

    private DryRun() {}

    static void print(PrintStream out, List<Plan> plans, String wanted, Mapping mapping) {
        var plan = plans.stream()
                .filter(candidate ->
                        wanted.equals("true") || candidate.incident().number().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The log has no incident " + wanted));
        var incident = plan.incident();
        var wording = new Wording(mapping);
        out.println("Incident " + incident.number() + ", source " + mapping.source());
        out.println("Request: " + wording.fill(mapping.request(), incident.first()));
        for (var update : incident.updates()) {
            out.println("%3d  %s  %s".formatted(update.index(), update.time(), update.state()));
            for (var step : plan.steps()) {
                if (step.update().index() == update.index()) {
                    out.println("       -> %-20s %s".formatted(step.state(), how(step, wording)));
                }
            }
        }
        out.println("In the way, where open: " + wording.fill(mapping.inTheWay(), incident.first()));
        out.println("Expected: " + String.join(" > ", plan.states()));
    }

    private static String how(Plan.Step step, Wording wording) {
        var move = step.move();
        if (move == null) {
            return "event %s requests the ticket".formatted(step.eventId());
        }
        if (move.event() != null) {
            return "event %s %s %s".formatted(step.eventId(), move.event(), wording.fill(move.data(), step.update()));
        }
        return "tasks " + wording.fill(move.tasks(), step.update());
    }
}
