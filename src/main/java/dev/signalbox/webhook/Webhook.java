package dev.signalbox.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish to be told. Types are names without prefix and version, {@code *} at the end stands for any rest; no
 * partner means those of all partners, no customers all that the partner has.
 *
 * @param offBecause why the product itself switched it off
 * @param previousUntil until when signatures by the secret before are sent too
 */
public record Webhook(
        String id,
        String url,
        List<String> types,
        @Nullable String partnerId,
        List<String> customers,
        boolean active,
        @Nullable String offBecause,
        @Nullable Instant previousUntil,
        Instant createdAt,
        Instant updatedAt) {

    boolean wants(String name) {
        return types.stream()
                .anyMatch(type ->
                        type.endsWith("*") ? name.startsWith(type.substring(0, type.length() - 1)) : name.equals(type));
    }

    /** Whether it is told of this partner's and customer's matters; null is nobody's in particular. */
    boolean reaches(@Nullable String partner, @Nullable String customer) {
        return (partnerId == null || partnerId.equals(partner))
                && (customers.isEmpty()
                        || Optional.ofNullable(customer)
                                .filter(customers::contains)
                                .isPresent());
    }
}
