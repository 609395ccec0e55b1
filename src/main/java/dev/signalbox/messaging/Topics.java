package dev.signalbox.messaging;

/** The topics of the outer contract. */
final class Topics {

    static final String INBOUND = "signalbox.inbound.v1";
    static final String INBOUND_DEAD = "signalbox.inbound.v1-dlt";
    static final String TICKET_EVENTS = "signalbox.ticket-events.v1";
    static final String PARTNER_EVENTS = "signalbox.partner-events.v1";

    private Topics() {}
}
