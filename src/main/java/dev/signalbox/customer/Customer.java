package dev.signalbox.customer;

import java.time.ZoneId;

/** A customer of a partner, with its Microsoft tenant. */
public record Customer(
        String id,
        String partnerId,
        String name,
        String tenantId,
        String domain,
        String country,
        String language,
        ZoneId timeZone) {}
