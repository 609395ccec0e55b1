package dev.signalbox.customer;

/** A delegated access was put by hand or by an import; the flows of open tickets weigh it. */
public record AccessPut(AccessChange change, String status) {}
