package dev.signalbox.ticket;

import java.util.List;
import java.util.stream.Collectors;

/** Something from outside does not fit; says each field, what was expected and what was found. */
public class Refused extends RuntimeException {

    private final transient List<Problem> problems;

    public Refused(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public Refused(String field, String expected, Object found) {
        this(List.of(Problem.of(field, expected, found)));
    }

    public List<Problem> problems() {
        return problems;
    }
}
