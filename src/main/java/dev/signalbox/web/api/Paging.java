package dev.signalbox.web.api;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import java.util.ArrayList;
import java.util.List;

/** Which part of a list is wanted: pages from 0, at most 200 rows. */
record Paging(int page, int size) {

    private static final int MOST = 200;

    Paging {
        List<Problem> problems = new ArrayList<>();
        if (page < 0 || page > 10_000_000) {
            problems.add(Problem.of("page", "0 or more", page));
        }
        if (size < 1 || size > MOST) {
            problems.add(Problem.of("size", "1 to " + MOST, size));
        }
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
    }
}
