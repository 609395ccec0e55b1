package dev.signalbox.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something to keep for auditors: what was done to what, whose it is, and how it was before and after. Values are short
 * texts, numbers and booleans; secrets and personal data stay out, their field may be named with the value "…".
 *
 * @param action what happened, as {@code subject.past-tense}: {@code customer.changed}, {@code model.released}
 */
public record Change(
        String action,
        String kind,
        String id,
        @Nullable String partnerId,
        @Nullable String customerId,
        Map<String, ?> before,
        Map<String, ?> after,
        @Nullable String reason) {

    public static Change of(String action, String kind, String id) {
        return new Change(action, kind, id, null, null, Map.of(), Map.of(), null);
    }

    /** Whose data it is; a change without a partner concerns the whole installation. */
    public Change of(@Nullable String partner, @Nullable String customer) {
        return new Change(action, kind, id, partner, customer, before, after, reason);
    }

    public Change from(Map<String, ?> values) {
        return new Change(action, kind, id, partnerId, customerId, values, after, reason);
    }

    public Change to(Map<String, ?> values) {
        return new Change(action, kind, id, partnerId, customerId, before, values, reason);
    }

    public Change because(@Nullable String why) {
        return new Change(action, kind, id, partnerId, customerId, before, after, why);
    }
}
