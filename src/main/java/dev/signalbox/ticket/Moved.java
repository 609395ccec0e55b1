package dev.signalbox.ticket;

/** A ticket that changed lately, with the number of its last timeline entry and whose it is. */
public record Moved(TicketNumber ticket, int sequence, String partnerId, String customerId) {}
