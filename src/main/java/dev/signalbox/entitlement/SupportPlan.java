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

    /** The same plan with the status that its dates give it: an active one is over at its end, and not yet on before. */
    SupportPlan asOf(Instant now) {
        String dated = !status.equals("ACTIVE")
                ? status
                : validTo != null && !validTo.isAfter(now)
                        ? "EXPIRED"
                        : validFrom != null && validFrom.isAfter(now) ? "NOT_ACTIVATED" : status;
        return new SupportPlan(
                id, partnerId, vehicle, name, dated, accessId, contractId, incidentsRemaining, validFrom, validTo);
    }

    @Override
    public String toString() {
        return "SupportPlan[" + id + ", " + vehicle + ", " + status + ", remaining " + incidentsRemaining + "]";
    }
}
