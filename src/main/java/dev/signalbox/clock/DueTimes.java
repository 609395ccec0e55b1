package dev.signalbox.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** When something is due: service time counted from a start. The one function that flows and pages ask. */
public final class DueTimes {

    private static final int MOST_DAYS = 20_000;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

    private DueTimes() {}

    /**
     * The instant at which {@code target} of service time has passed since {@code from}. Only time within the hours
     * counts; a day that daylight saving shortens or lengthens counts as long as it really is.
     */
    public static Instant due(Instant from, Duration target, ServiceHours hours) {
        if (target.isNegative()) {
            throw new IllegalArgumentException("Expected a target of no time or more, found " + target);
        }
        if (hours.aroundTheClock()) {
            return from.plus(target);
        }
        Duration left = target;
        LocalDate day = from.atZone(hours.zone()).toLocalDate();
        for (int i = 0; i < MOST_DAYS; i++, day = day.plusDays(1)) {
            if (!hours.days().contains(day.getDayOfWeek())) {
                continue;
            }
            Instant opens = latest(opening(day, hours), from);
            Instant closes = closing(day, hours);
            if (!opens.isBefore(closes)) {
                continue;
            }
            Duration open = Duration.between(opens, closes);
            if (left.compareTo(open) <= 0) {
                return opens.plus(left);
            }
            left = left.minus(open);
        }
        throw new IllegalArgumentException("Expected a target within " + MOST_DAYS + " days, found " + target);
    }

    /** Whether {@code at} lies within the hours; the closing moment does not. */
    public static boolean within(Instant at, ServiceHours hours) {
        if (hours.aroundTheClock()) {
            return true;
        }
        ZonedDateTime local = at.atZone(hours.zone());
        LocalDate day = local.toLocalDate();
        return hours.days().contains(local.getDayOfWeek())
                && !at.isBefore(opening(day, hours))
                && at.isBefore(closing(day, hours));
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

    // Compared as instants: a local time within the changed hour does not exist, or exists twice
    private static Instant opening(LocalDate day, ServiceHours hours) {
        return day.atTime(hours.opens()).atZone(hours.zone()).toInstant();
    }

    private static Instant closing(LocalDate day, ServiceHours hours) {
        boolean midnight = hours.closes().equals(LocalTime.MIDNIGHT);
        return (midnight ? day.plusDays(1) : day)
                .atTime(hours.closes())
                .atZone(hours.zone())
                .toInstant();
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
