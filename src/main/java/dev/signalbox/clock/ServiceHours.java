package dev.signalbox.clock;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;

/** When a desk serves: around the clock, or on some days of the week between two times of a zone. */
public record ServiceHours(ZoneId zone, Set<DayOfWeek> days, LocalTime opens, LocalTime closes) {

    public ServiceHours {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("Expected at least one day of service, found none");
        }
        if (!closes.equals(LocalTime.MIDNIGHT) && !opens.isBefore(closes)) {
            throw new IllegalArgumentException("Expected to open before closing, found " + opens + " to " + closes);
        }
    }

    /** Every hour of every day. */
    public static ServiceHours always() {
        return new ServiceHours(ZoneOffset.UTC, EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
    }

    /** Monday to Friday. */
    public static ServiceHours business(ZoneId zone, LocalTime opens, LocalTime closes) {
        return new ServiceHours(zone, EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), opens, closes);
    }

    public boolean aroundTheClock() {
        return days.size() == 7 && opens.equals(LocalTime.MIDNIGHT) && closes.equals(LocalTime.MIDNIGHT);
    }

    /** In the words of a support statement. */
    public String told() {
        if (aroundTheClock()) {
            return "24 hours, every day";
        }
        String when = days.equals(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)) ? "Mon to Fri" : days.toString();
        return when + " " + opens + " to " + closes + " (" + zone + ")";
    }
}
