package dev.signalbox.access;

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
    SEE_DATA,
    MANAGE_DATA,
    EXPORT_DATA,
    MANAGE_ACCOUNTS,
    BOOK_WORK,
    NOTE_OPPORTUNITY,
    WITHDRAW_CONTACT,
    SEE_MODELS,
    RELEASE_MODELS,
    SEE_AUDIT,
    SEE_METRICS,
    MOVE_CLOCK
}
