package dev.signalbox.bench.replay;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the run has shown, in numbers, and every deviation in a line of its own. */
class Report {

    private static final int OUTCOMES_SHOWN_OF_A_DECISION = 8;

    final Tally finalStates = new Tally();
    final Tally decisions = new Tally();
    final Tally topicTypes = new Tally();
    final Tally sent = new Tally();
    final Tally completed = new Tally();
    final Tally retries = new Tally();
    private final Queue<String> deviations = new ConcurrentLinkedQueue<>();

    void deviation(String incident, String what) {
        deviations.add(incident + ": " + what);
    }

    boolean isClean() {
        return deviations.isEmpty();
    }

    void print(PrintStream out, List<String> headlines) {
        out.println();
        headlines.forEach(out::println);
        section(out, "Tickets by final state", finalStates.largestFirst());
        section(out, "Decisions by outcome", withoutLongTails(decisions.byName()));
        section(out, "Events on the outbound topic by type", topicTypes.largestFirst());
        section(out, "Events sent by answer", sent.largestFirst());
        section(out, "Tasks completed by kind", completed.largestFirst());
        section(out, "Calls repeated", retries.largestFirst());
        out.println();
        out.println("Errors and mismatches: " + deviations.size());
        deviations.stream().sorted().forEach(deviation -> out.println("  " + deviation));
    }

    private static void section(PrintStream out, String title, List<Map.Entry<String, Long>> counts) {
        out.println();
        out.println(title);
        if (counts.isEmpty()) {
            out.println("       - none");
        }
        counts.forEach(count -> out.println("%8d %s".formatted(count.getValue(), count.getKey())));
    }

    private static List<Map.Entry<String, Long>> withoutLongTails(List<Map.Entry<String, Long>> outcomes) {
        var shown = new Tally();
        return outcomes.stream()
                .filter(outcome -> {
                    var decision = outcome.getKey().split(" ", 2)[0];
                    shown.count(decision);
                    return shown.of(decision) <= OUTCOMES_SHOWN_OF_A_DECISION;
                })
                .toList();
    }
}
