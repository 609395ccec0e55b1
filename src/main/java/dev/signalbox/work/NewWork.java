package dev.signalbox.work;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Minutes as somebody books them.
 *
 * @param at when the work was done; null is now
 * @param chargeable null leaves it to the contract; false charges nothing for chargeable work
 * @param key names the request, so that the same one sent again books nothing more
 */
public record NewWork(
        int minutes,
        @Nullable String note,
        @Nullable Instant at,
        @Nullable Boolean chargeable,
        @Nullable String key) {

    /** The longest piece of work that is one entry: a day. */
    public static final int MOST_MINUTES = 1440;
}
