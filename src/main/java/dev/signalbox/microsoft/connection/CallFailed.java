package dev.signalbox.microsoft.connection;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that brought no answer to work with: why, in words for an operator. */
public class CallFailed extends RuntimeException {

    private final Reason reason;
    private final @Nullable Duration retryAfter;
    private final int status;

    /** What went wrong, as far as the next step depends on it. */
    public enum Reason {
        /** No answer, or none to its end: what was asked may have been done. */
        UNREACHABLE,
        UNAUTHORISED,
        FORBIDDEN,
        /** Told to wait, by Microsoft or by our own limits; nothing was done. */
        THROTTLED,
        /** Microsoft will not do what was asked. */
        REFUSED,
        BROKEN,
        /** An answer that is none: another type, another shape, too big. */
        UNREADABLE,
        /** Not asked, because the service keeps failing. */
        RESTING
    }

    public CallFailed(Reason reason, String message) {
        this(reason, message, 0, null);
    }

    CallFailed(Reason reason, String message, int status, @Nullable Duration retryAfter) {
        super(message);
        this.reason = reason;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    /** The HTTP status; 0 where there was none. */
    public int status() {
        return status;
    }

    /** How long Microsoft asked to wait. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
