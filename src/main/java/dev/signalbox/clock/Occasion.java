package dev.signalbox.clock;

/** What happens to a ticket that a clock may care about, beside its state. */
public enum Occasion {
    OPENED,
    STATE_CHANGED,
    CUSTOMER_TOLD,
    CUSTOMER_WROTE,
    QUEUE_CHANGED,
    HANDED_OVER,
    THIRD_PARTY_ANSWERED,
    CASE_FILED,
    MICROSOFT_ANSWERED,
    REOPENED
}
