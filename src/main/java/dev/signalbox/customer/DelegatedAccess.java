package dev.signalbox.customer;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A partner's rights in a customer's tenant: the standing {@code DAP} or the time-bound {@code GDAP}. */
public record DelegatedAccess(
        String customerId,
        String model,
        String status,
        @Nullable Instant endDate,
        Set<String> roles) {

    /**
     * DAP is usable while the relationship stands; GDAP while it is active or expiring with its end ahead. Source:
     * Microsoft Graph, delegatedAdminRelationship.
     */
    public boolean usable(Instant now) {
        String known = status.toLowerCase(Locale.ROOT);
        boolean ahead = endDate == null || endDate.isAfter(now);
        return switch (model) {
            case "DAP" -> known.equals("active");
            case "GDAP" -> (known.equals("active") || known.equals("expiring")) && ahead;
            default -> false;
        };
    }
}
