package dev.signalbox.clock;

/** What is promised, and by whom. */
public enum ClockKind {
    /** The first answer of a person to the customer. */
    RESPONSE(true),
    /** The next word to the customer. */
    UPDATE(true),
    /** The ticket's resolution. */
    RESOLUTION(true),
    /** The desk's own aim for a queue. */
    DESK(false),
    /** The distributor's or another third party's answer. */
    THIRD_PARTY(false),
    /** Microsoft's first response to the case. */
    MICROSOFT(false);

    private final boolean promisedToCustomer;

    ClockKind(boolean promisedToCustomer) {
        this.promisedToCustomer = promisedToCustomer;
    }

    /** Whether the contract promises it, so that the customer may see it. */
    public boolean promisedToCustomer() {
        return promisedToCustomer;
    }

    /** Whether keeping it is up to us. */
    public boolean ours() {
        return promisedToCustomer || this == DESK;
    }
}
