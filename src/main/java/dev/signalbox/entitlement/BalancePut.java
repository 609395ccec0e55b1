package dev.signalbox.entitlement;

import org.jspecify.annotations.Nullable;

/** A plan's balance was put by hand, and not told by its ledger; null is unlimited. */
public record BalancePut(
        String planId, @Nullable Integer before, @Nullable Integer after) {}
