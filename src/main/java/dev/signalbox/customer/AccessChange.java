package dev.signalbox.customer;

/** What a changed relationship means: access that was usable is lost, or access that was not is granted. */
public record AccessChange(String customerId, boolean lost, boolean granted) {}
