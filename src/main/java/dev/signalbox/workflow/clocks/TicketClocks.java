package dev.signalbox.workflow.clocks;

import dev.signalbox.clock.ClockKind;
import dev.signalbox.clock.Explanation;
import dev.signalbox.clock.Owner;
import dev.signalbox.clock.Round;
import dev.signalbox.clock.TimeLedger;
import dev.signalbox.ticket.TicketNumber;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A ticket's ledger and clocks as they are at this moment, computed from its timeline each time they are asked for. */
@Component
public class TicketClocks {

    private final Stories stories;
    private final ClockTables tables;
    private final Clock clock;

    TicketClocks(Stories stories, ClockTables tables, Clock clock) {
        this.stories = stories;
        this.tables = tables;
        this.clock = clock;
    }

    public TimeLedger ledger(TicketNumber number) {
        return ledger(stories.of(number));
    }

    TimeLedger ledger(Stories.Told told) {
        return TimeLedger.of(told.story(), tables.conditions(), clock.instant());
    }

    /** Every clock of the ticket; customers see those that their contract promises. */
    public List<Reading> of(TicketNumber number, boolean forCustomer, Locale locale) {
        TimeLedger ledger = ledger(number);
        return ledger.clocks().stream()
                .filter(round -> !forCustomer || round.kind().promisedToCustomer())
                .map(round -> Reading.of(round, ledger.over(), locale))
                .toList();
    }

    /** When the nearest of our own open clocks is due; null where none runs. */
    static @Nullable Instant nearest(List<Round> clocks) {
        return clocks.stream()
                .filter(round -> round.kind().ours() && round.running())
                .map(Round::due)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The nearest due time by what is known in this transaction. */
    public @Nullable Instant nearest(TicketNumber number) {
        return nearest(ledger(number).clocks());
    }

    /**
     * One clock as it stands.
     *
     * @param queue for a desk's aim the queue it is for
     * @param round which run of the clock it is, from 1
     * @param elapsed how much of the target's kind of time was used
     */
    public record Reading(
            ClockKind kind,
            @Nullable String queue,
            int round,
            Duration target,
            Instant startedAt,
            Instant dueAt,
            Duration elapsed,
            Duration left,
            @Nullable Pause paused,
            @Nullable Instant stoppedAt,
            State state,
            boolean breached,
            String explanation) {

        static Reading of(Round round, boolean over, Locale locale) {
            Instant since = round.pausedSince();
            Owner owner = round.pausedFor();
            Instant end = round.end();
            State state = end != null || over
                    ? State.STOPPED
                    : since != null ? State.PAUSED : round.breached() ? State.BREACHED : State.RUNNING;
            return new Reading(
                    round.kind(),
                    round.promise().queue(),
                    round.number(),
                    round.target(),
                    round.start(),
                    round.due(),
                    round.used(),
                    round.left(),
                    state == State.PAUSED && since != null && owner != null
                            ? new Pause(reason(owner), owner, since)
                            : null,
                    end,
                    state,
                    round.breached(),
                    Explanation.of(round, locale));
        }

        private static String reason(Owner owner) {
            return switch (owner) {
                case CUSTOMER -> "waiting for the customer";
                case MICROSOFT -> "waiting for Microsoft";
                case DISTRIBUTOR -> "waiting for the distributor";
                case THIRD_PARTY -> "waiting for a third party";
                case PARTNER_DESK -> "with the desk";
                case OUTSIDE_HOURS -> "outside service hours";
            };
        }
    }

    /** Why a clock stands still, for whom, and since when. */
    public record Pause(String reason, Owner owner, Instant since) {}

    /** How a clock stands. */
    public enum State {
        RUNNING,
        PAUSED,
        BREACHED,
        STOPPED
    }
}
