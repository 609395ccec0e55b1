package dev.signalbox.workflow.models;

import dev.signalbox.ticket.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with the files of one release, each finding with its file, element and line. */
final class Findings {

    private static final int MOST = 50;

    private final List<Problem> problems = new ArrayList<>();

    List<Problem> problems() {
        return problems.size() > MOST ? problems.subList(0, MOST) : problems;
    }

    boolean none() {
        return problems.isEmpty();
    }

    void add(Problem problem) {
        problems.add(problem);
    }

    void in(String file, Node node, String expected, @Nullable Object found) {
        add(Problem.of(at(file, node.nearestId(), node.line), expected, found));
    }

    void unless(boolean fits, String file, Node node, String expected, @Nullable Object found) {
        if (!fits) {
            in(file, node, expected, found);
        }
    }

    void oneOf(Set<String> known, @Nullable String found, String file, Node node, String what) {
        unless(found != null && known.contains(found), file, node, what + ", one of " + known, found);
    }

    /** What varies in a sentence stands in quotes, as it is: whoever translates the sentence leaves that alone. */
    static String quoted(@Nullable String text) {
        return "\"" + text + "\"";
    }

    /** How a place in a file is named: {@code intake.bpmn#userTask_triage (line 27)}. */
    static String at(String file, String element, int line) {
        return file + (element.isEmpty() ? "" : "#" + element) + (line > 0 ? " (line " + line + ")" : "");
    }
}
