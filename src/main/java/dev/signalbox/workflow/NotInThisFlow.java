package dev.signalbox.workflow;

import dev.signalbox.ticket.TicketNumber;

/** The ticket began with a flow that cannot take it to another stage. */
public class NotInThisFlow extends RuntimeException {

    NotInThisFlow(TicketNumber ticket) {
        super(("Ticket %s follows a flow that does not take the message ticket.moved, so it cannot go to another stage;"
                        + " finish it where it is, or withdraw it and open it again")
                .formatted(ticket));
    }
}
