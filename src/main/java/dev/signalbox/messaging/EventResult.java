package dev.signalbox.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of an event. */
public record EventResult(
        String source,
        String id,
        @Nullable String type,
        Fate result,
        @Nullable String ticket,
        @Nullable String reason,
        @Nullable Instant until) {

    /** The fates an event can have, in the words of the outer contract. */
    public enum Fate {
        APPLIED,
        DUPLICATE,
        PARKED,
        EXPIRED,
        IGNORED,
        REJECTED,
        DEAD
    }
}
