package dev.signalbox.workflow.clocks;

import dev.signalbox.clock.ClockKind;
import dev.signalbox.customer.WorkingTimes;
import org.jspecify.annotations.Nullable;

/** The calendars and targets that clocks are counted by: as they are, or as somebody supposes them. */
interface World {

    WorkingTimes hours();

    /** The calendar of the customer's contract, which names {@code named}. */
    default @Nullable String calendarOf(String customerId, @Nullable String named) {
        return named;
    }

    /** The target of a clock, for which {@code agreed} was agreed. */
    default @Nullable Integer minutes(
            ClockKind kind, @Nullable String queue, Stories.Facts facts, @Nullable Integer agreed) {
        return agreed;
    }

    static World asItIs(WorkingTimes hours) {
        return () -> hours;
    }
}
