package dev.signalbox.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the ledger of a ticket is computed from, but for the tables and now.
 *
 * @param hours the hours of service that the contract names; what lies outside them is nobody's
 * @param happenings in the order in which they were entered, the receipt first
 * @param promises what was promised, each with the calendar in which it counts
 */
public record Story(Calendar hours, List<Happening> happenings, List<Corrected> corrections, List<Promise> promises) {

    /**
     * Something that happened.
     *
     * @param state the state after it, null where that did not change
     * @param queue the desk's queue after it, null where that did not change
     * @param throughDistributor whether a third party is the distributor from now on, null where nothing says so
     */
    public record Happening(
            Instant at,
            Occasion occasion,
            @Nullable String state,
            @Nullable String queue,
            @Nullable Boolean throughDistributor) {

        public static Happening of(Instant at, Occasion occasion) {
            return new Happening(at, occasion, null, null, null);
        }

        public static Happening of(Instant at, String state) {
            return new Happening(at, Occasion.STATE_CHANGED, state, null, null);
        }
    }

    /**
     * A late truth: the ticket was as in {@code state} since {@code since}, whatever the flow said.
     *
     * @param after how many happenings were known when it was entered; the next change of state ends it
     * @param until when it ended, null where the next change of state says so
     */
    public record Corrected(Instant since, @Nullable Instant until, String state, int after) {}

    /**
     * A target of a clock.
     *
     * @param queue for {@link ClockKind#DESK}: the queue it is for; elsewhere null
     */
    public record Promise(ClockKind kind, @Nullable String queue, Duration target, Calendar calendar) {}
}
