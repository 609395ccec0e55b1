package dev.signalbox.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** When something is due: service time counted from a start. The one function that flows and pages ask. */
public final class DueTimes {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

    private DueTimes() {}

    /**
     * The instant at which {@code target} of service time has passed since {@code from}. Only time within the hours
     * counts; a day that daylight saving shortens or lengthens counts as long as it really is.
     */
    public static Instant due(Instant from, Duration target, ServiceHours hours) {
        return Calendar.of(hours).after(from, target);
    }

    /** Whether {@code at} lies within the hours; the closing moment does not. */
    public static boolean within(Instant at, ServiceHours hours) {
        return Calendar.of(hours).open(at);
    }

    /** The due time in words a customer accepts: when it is, how long that was to be, and from where it is counted. */
    public static String explain(Instant from, Duration target, ServiceHours hours) {
        Instant starts = due(from, Duration.ZERO, hours);
        return "Due %s: %s of service time (%s), counted from %s"
                .formatted(
                        day(due(from, target, hours), hours),
                        told(target),
                        hours.told(),
                        starts.equals(from)
                                ? day(from, hours)
                                : "the next opening, " + day(starts, hours) + ", as it came outside these hours");
    }

    private static String day(Instant at, ServiceHours hours) {
        return DAY.format(at.atZone(hours.zone()));
    }

    private static String told(Duration target) {
        long hours = target.toHours();
        int minutes = target.toMinutesPart();
        return hours == 0 ? minutes + " min" : minutes == 0 ? hours + " h" : hours + " h " + minutes + " min";
    }
}
