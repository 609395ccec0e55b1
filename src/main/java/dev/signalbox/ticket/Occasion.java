package dev.signalbox.ticket;

import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Why something happens right now: who acts, which event caused it, and when it really occurred. */
public record Occasion(
        String actor,
        @Nullable String causeSource,
        @Nullable String causeId,
        @Nullable Instant occurredAt) {

    /** Signalbox acting by itself: a timer, a clean-up. */
    public static final Occasion ITSELF = new Occasion("signalbox", null, null, null);

    private static final ThreadLocal<Occasion> CURRENT = ThreadLocal.withInitial(() -> ITSELF);

    public static Occasion of(String actor) {
        return new Occasion(actor, null, null, null);
    }

    public static Occasion current() {
        return CURRENT.get();
    }

    /** Runs {@code work}; all that it appends to timelines names this occasion. */
    public <T extends @Nullable Object> T during(Supplier<T> work) {
        Occasion before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            CURRENT.set(before);
        }
    }
}
