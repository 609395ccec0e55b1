package dev.signalbox.customer;

import org.jspecify.annotations.Nullable;

/**
 * Who does the work for a product family, level and time; null means any.
 *
 * @param price what chargeable work costs; null where that is agreed each time
 */
public record Delivery(
        String id,
        String customerId,
        @Nullable String productFamily,
        @Nullable String level,
        @Nullable Boolean withinHours,
        String party,
        @Nullable String providerName,
        boolean chargeable,
        @Nullable Price price) {

    boolean fits(@Nullable String family, String wantedLevel, boolean within) {
        return (productFamily == null || productFamily.equals(family))
                && (level == null || level.equals(wantedLevel))
                && (withinHours == null || withinHours == within);
    }

    int particular() {
        return (productFamily == null ? 0 : 4) + (level == null ? 0 : 2) + (withinHours == null ? 0 : 1);
    }
}
