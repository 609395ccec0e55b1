package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.security.Caller;
import org.springframework.stereotype.Component;

/** Finds a ticket for a caller; a foreign number answers like an unknown one. */
@Component
class TicketAccess {

    private final Tickets tickets;

    TicketAccess(Tickets tickets) {
        this.tickets = tickets;
    }

    Ticket find(Caller caller, String number) {
        caller.needs(Action.SEE_TICKETS);
        return TicketNumber.parse(number)
                .flatMap(tickets::find)
                .filter(caller::sees)
                .orElseThrow(() -> new NotFound("ticket with this number"));
    }
}
