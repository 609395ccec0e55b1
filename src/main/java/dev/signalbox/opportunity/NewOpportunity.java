package dev.signalbox.opportunity;

import org.jspecify.annotations.Nullable;

/**
 * A need as somebody notes it.
 *
 * @param key names the request, so that the same one sent again notes nothing more
 */
public record NewOpportunity(
        @Nullable String productFamily,
        @Nullable String service,
        String note,
        @Nullable String key) {}
