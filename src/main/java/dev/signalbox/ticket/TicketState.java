package dev.signalbox.ticket;

import java.util.EnumSet;
import java.util.Set;

/** Where a ticket stands, in the words of the outer contract. */
public enum TicketState {
    RECEIVED,
    DIAGNOSING,
    PARTNER_RESOLVING,
    AWAITING_CUSTOMER,
    LINKED_TO_OUTAGE,
    WITH_THIRD_PARTY,
    ESCALATION_PREPARING,
    AWAITING_MICROSOFT,
    MICROSOFT_NEEDS_INFO,
    SOLUTION_PROPOSED,
    RESOLVED,
    CLOSED,
    WITHDRAWN,
    MERGED;

    private static final Set<TicketState> OVER = EnumSet.of(CLOSED, WITHDRAWN, MERGED);

    private static final Set<TicketState> HELD = EnumSet.of(AWAITING_CUSTOMER, SOLUTION_PROPOSED, RESOLVED);

    /** The open states in which the desk waits for the customer. */
    public static Set<TicketState> held() {
        return HELD;
    }

    /** Whether work on the ticket has ended for good. */
    public boolean isOver() {
        return OVER.contains(this);
    }

    /** The states in which work may still happen. */
    public static Set<TicketState> open() {
        return EnumSet.complementOf(EnumSet.copyOf(OVER));
    }
}
