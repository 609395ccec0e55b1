package dev.signalbox.clock;

/** Whose a second of a ticket is; each is exactly one of these. */
public enum Owner {
    PARTNER_DESK,
    CUSTOMER,
    DISTRIBUTOR,
    THIRD_PARTY,
    MICROSOFT,
    OUTSIDE_HOURS
}
