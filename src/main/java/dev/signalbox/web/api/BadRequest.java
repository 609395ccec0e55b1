package dev.signalbox.web.api;

import dev.signalbox.ticket.Problem;

/** The request itself cannot be read, whatever it asks for. */
class BadRequest extends RuntimeException {

    private final transient Problem problem;

    BadRequest(String field, String expected, Object found) {
        this(Problem.of(field, expected, found));
    }

    private BadRequest(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
