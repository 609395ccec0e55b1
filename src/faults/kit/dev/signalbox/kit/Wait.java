package dev.signalbox.kit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, never for ever. */
public final class Wait {

    private static final long STEP_NANOS = Duration.ofMillis(150).toNanos();

    private Wait() {}

    /** What was waited for did not come. */
    public static final class TimedOut extends RuntimeException {

        public TimedOut(String message) {
            super(message);
        }
    }

    /** An exception of the condition counts as "not yet". */
    public static void until(String what, Duration within, Callable<Boolean> condition) {
        if (!met(within, condition)) {
            throw new TimedOut("Not within " + within.toSeconds() + " s: " + what);
        }
    }

    public static boolean met(Duration within, Callable<Boolean> condition) {
        long end = System.nanoTime() + within.toNanos();
        do {
            try {
                if (Boolean.TRUE.equals(condition.call())) {
                    return true;
                }
            } catch (Exception notYet) {
                // comes again
            }
            LockSupport.parkNanos(STEP_NANOS);
        } while (System.nanoTime() < end && !Thread.currentThread().isInterrupted());
        return false;
    }

    public static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
