package dev.signalbox.ticket;

import java.util.Set;

/** The ticket's state forbids what was asked; names the states that would allow it. */
public class WrongState extends RuntimeException {

    private final transient Set<TicketState> allowedStates;

    public WrongState(TicketNumber ticket, TicketState found, Set<TicketState> allowedStates) {
        super("Ticket %s is %s; this is possible while it is one of %s".formatted(ticket, found, allowedStates));
        this.allowedStates = allowedStates;
    }

    public Set<TicketState> allowedStates() {
        return allowedStates;
    }
}
