package dev.signalbox.workflow.clocks;

import dev.signalbox.clock.CalendarVersion;
import dev.signalbox.clock.ClockKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What would be changed, but is not: a calendar, the calendar of a contract, targets. */
public record Supposition(
        @Nullable Calendar calendar, @Nullable Contract contract, List<Target> targets) {

    /**
     * A calendar put so.
     *
     * @param versionOf the calendar that it is a version of, null for a calendar itself
     */
    public record Calendar(String id, @Nullable String versionOf, CalendarVersion version) {}

    /** A customer's contract counted by another calendar. */
    public record Contract(String customerId, String calendarId) {}

    /** A target of all tickets for which what is given holds; null is any. */
    public record Target(
            ClockKind clock,
            int minutes,
            @Nullable String severity,
            @Nullable String customerId,
            @Nullable String vehicle,
            @Nullable String queue) {

        boolean meets(ClockKind kind, @Nullable String ofQueue, Stories.Facts facts) {
            return clock == kind
                    && (queue == null || queue.equals(ofQueue))
                    && (severity == null || severity.equals(facts.severity()))
                    && (customerId == null || customerId.equals(facts.customerId()))
                    && (vehicle == null || vehicle.equals(facts.vehicle()));
        }
    }
}
