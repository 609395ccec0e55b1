package dev.signalbox.web.api;

import dev.signalbox.ticket.Problem;

/** A body goes on beyond the largest that is taken; what comes after is not read. */
class TooLarge extends RuntimeException {

    private final transient Problem problem;

    /** @param length as the request tells it; -1 where it does not */
    TooLarge(long largest, long length) {
        this(Problem.of("body", "at most " + largest + " bytes", length < 0 ? "more" : length + " bytes"));
    }

    private TooLarge(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
