package dev.signalbox.workflow.clocks;

import dev.signalbox.ticket.TicketNumber;

/** Whoever knows a ticket's targets. */
public interface Targets {

    /** Asks for the targets anew, and notes them on the ticket where they are others than before. */
    void renew(TicketNumber number);
}
