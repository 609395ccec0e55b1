package dev.signalbox.entitlement;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A plan or benefit a partner holds. Status is {@code ACTIVE}, {@code EXPIRED} or {@code NOT_ACTIVATED}; a balance of
 * null is unlimited. Access and contract ids are secrets and never part of its text.
 */
public record SupportPlan(
        String id,
        String partnerId,
        String vehicle,
        String name,
        String status,
        @Nullable String accessId,
        @Nullable String contractId,
        @Nullable Integer incidentsRemaining,
        @Nullable Instant validFrom,
        @Nullable Instant validTo) {

    @Override
    public String toString() {
        return "SupportPlan[" + id + ", " + vehicle + ", " + status + ", remaining " + incidentsRemaining + "]";
    }
}
