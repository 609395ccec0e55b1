package dev.signalbox.web.security;

/** What somebody may want to do. */
public enum Action {
    SEE_TICKETS,
    SEE_CUSTOMERS,
    REQUEST_TICKET,
    WORK_TASKS,
    LEAD_TASKS,
    CUSTOMER_TASKS,
    WRITE,
    END_TICKET,
    CHANGE_SEVERITY,
    SEND_EVENT,
    ASK_EVENT,
    SEE_DEAD_LETTERS,
    REPLAY,
    SEE_METRICS,
    MOVE_CLOCK
}
