package dev.signalbox.web.security;

import static dev.signalbox.web.security.Action.*;

import java.util.EnumSet;
import java.util.Set;

/** The roles of the desk, and what each may do: the one place where that is decided. */
public enum Role {
    AGENT(SEE_TICKETS, SEE_CUSTOMERS, REQUEST_TICKET, WORK_TASKS, WRITE, END_TICKET, ASK_EVENT, MOVE_CLOCK),
    LEAD(
            SEE_TICKETS,
            SEE_CUSTOMERS,
            REQUEST_TICKET,
            WORK_TASKS,
            LEAD_TASKS,
            WRITE,
            END_TICKET,
            CHANGE_SEVERITY,
            ASK_EVENT,
            MOVE_CLOCK),
    MANAGER(
            SEE_TICKETS,
            SEE_CUSTOMERS,
            REQUEST_TICKET,
            WORK_TASKS,
            LEAD_TASKS,
            WRITE,
            END_TICKET,
            CHANGE_SEVERITY,
            ASK_EVENT,
            SEE_METRICS,
            MOVE_CLOCK),
    OPERATOR(SEE_TICKETS, SEND_EVENT, ASK_EVENT, SEE_DEAD_LETTERS, REPLAY, SEE_METRICS, MOVE_CLOCK),
    AUDITOR(SEE_TICKETS, SEE_CUSTOMERS, ASK_EVENT, SEE_DEAD_LETTERS),
    CUSTOMER(SEE_TICKETS, SEE_CUSTOMERS, REQUEST_TICKET, CUSTOMER_TASKS, WRITE, END_TICKET),
    PRODUCER(SEND_EVENT, ASK_EVENT, REQUEST_TICKET, MOVE_CLOCK);

    private final Set<Action> may;

    Role(Action first, Action... more) {
        this.may = EnumSet.of(first, more);
    }

    public boolean may(Action action) {
        return may.contains(action);
    }
}
