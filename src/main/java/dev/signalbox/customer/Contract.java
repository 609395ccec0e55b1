package dev.signalbox.customer;

import dev.signalbox.clock.ServiceHours;

/** What was agreed with a customer: the tier that sets the targets, and the hours of service. */
public record Contract(String customerId, String tier, ServiceHours hours) {}
