package dev.signalbox.clock;

import java.time.LocalTime;

/** A part of a day in which somebody works; an end at 00:00 is the end of the day. */
public record Period(LocalTime opens, LocalTime closes) implements Comparable<Period> {

    public Period {
        if (!closes.equals(LocalTime.MIDNIGHT) && !opens.isBefore(closes)) {
            throw new IllegalArgumentException("Expected to open before closing, found " + opens + " to " + closes);
        }
    }

    /** From midnight to midnight. */
    public static final Period WHOLE_DAY = new Period(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

    boolean overlaps(Period other) {
        return startsBeforeEndOf(other) && other.startsBeforeEndOf(this);
    }

    private boolean startsBeforeEndOf(Period other) {
        return other.endsAtMidnight() || opens.isBefore(other.closes);
    }

    boolean endsAtMidnight() {
        return closes.equals(LocalTime.MIDNIGHT);
    }

    /** As a clock face shows it, whatever the day does to it. */
    int minutes() {
        return (endsAtMidnight() ? 24 * 60 : closes.getHour() * 60 + closes.getMinute())
                - opens.getHour() * 60
                - opens.getMinute();
    }

    @Override
    public int compareTo(Period other) {
        return opens.compareTo(other.opens);
    }

    @Override
    public String toString() {
        return opens + "-" + (endsAtMidnight() ? "24:00" : closes.toString());
    }
}
