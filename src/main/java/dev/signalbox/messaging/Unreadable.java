package dev.signalbox.messaging;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import java.util.List;

/** What came in is no CloudEvent at all, so that it has no source and id to be known by. */
public class Unreadable extends Refused {

    Unreadable(List<Problem> problems) {
        super(problems);
    }

    Unreadable(String field, String expected, Object found) {
        super(field, expected, found);
    }
}
