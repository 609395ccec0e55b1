package dev.signalbox.entitlement;

import java.time.Instant;

/**
 * One line of the ledger: {@code RESERVED}, {@code CONSUMED} or {@code REFUNDED}, and by how many incidents the balance
 * changed.
 */
public record LedgerEntry(
        long id,
        String partnerId,
        String planId,
        String vehicle,
        String ticket,
        String kind,
        int incidents,
        String reason,
        Instant at) {}
