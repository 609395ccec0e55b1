package dev.signalbox.entitlement;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the ledger: {@code RESERVED}, {@code CONSUMED}, {@code REFUNDED}, {@code EXPIRED} or {@code ADJUSTED}, by
 * how many incidents the balance changed and what it was then; a balance of null is unlimited.
 */
public record LedgerEntry(
        long id,
        String partnerId,
        String planId,
        String vehicle,
        @Nullable String ticket,
        String kind,
        int incidents,
        @Nullable Integer balance,
        String reason,
        String actor,
        Instant at) {}
