package dev.signalbox.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a clock, from its start or reset to its end: which stretches counted, and from that when it is due. All of
 * it follows from the ledger; nothing is kept.
 */
public final class Round {

    private final Story.Promise promise;
    private final int number;
    private final long start;
    private final long now;
    private final long[] pieces;
    private final int[] states;
    private final int count;
    private final long end;
    private final boolean running;
    private final boolean paused;
    private final long pausedSince;
    private final Conditions conditions;
    private final long[] open;
    private long used = -1;

    Round(
            Story.Promise promise,
            int number,
            long start,
            long now,
            long[] pieces,
            int[] states,
            int count,
            long end,
            boolean running,
            boolean paused,
            long pausedSince,
            Conditions conditions,
            long[] open) {
        this.promise = promise;
        this.number = number;
        this.start = start;
        this.now = now;
        this.pieces = pieces;
        this.states = states;
        this.count = count;
        this.end = end;
        this.running = running;
        this.paused = paused;
        this.pausedSince = pausedSince;
        this.conditions = conditions;
        this.open = open;
    }

    private long counted() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            if (conditions.in(states[i], promise.kind()) == Effect.RUN) {
                sum += open[i + 1] - open[i];
            }
        }
        return sum;
    }

    public ClockKind kind() {
        return promise.kind();
    }

    public Story.Promise promise() {
        return promise;
    }

    /** Which run of the clock it is, from 1. */
    public int number() {
        return number;
    }

    public Instant start() {
        return Instant.ofEpochMilli(start);
    }

    public Duration target() {
        return promise.target();
    }

    /** How much of the target's kind of time was used so far. */
    public Duration used() {
        return Duration.ofMillis(usedMillis());
    }

    // many rounds are made and few are asked
    private long usedMillis() {
        if (used < 0) {
            used = counted();
        }
        return used;
    }

    public Duration left() {
        return promise.target().minusMillis(usedMillis());
    }

    /** When it ended; null while it is open. */
    public @Nullable Instant end() {
        return running || paused ? null : Instant.ofEpochMilli(end);
    }

    public boolean running() {
        return running;
    }

    /** Since when it stands still; null where it does not. */
    public @Nullable Instant pausedSince() {
        return paused ? Instant.ofEpochMilli(pausedSince) : null;
    }

    /** Whose move it waits for while it stands still. */
    public @Nullable Owner pausedFor() {
        return paused ? conditions.owner(states[count - 1]) : null;
    }

    /** When the target is used up; while it stands still, as if it went on now. */
    public Instant due() {
        return when(promise.target());
    }

    /** Whether it was not kept, by now or by its end. */
    public boolean breached() {
        long ended = running || paused ? now : end;
        return usedMillis() >= promise.target().toMillis() && due().toEpochMilli() < ended;
    }

    /**
     * When {@code share} of the target's time has been used. It is reached while the clock runs: where the clock stops
     * at that very moment, it is reached when the clock goes on.
     */
    public Instant when(Duration share) {
        Calendar calendar = promise.calendar();
        long left = share.toMillis();
        for (int i = 0; i < count; i++) {
            if (!runs(i)) {
                continue;
            }
            long counts = open[i + 1] - open[i];
            if (counts >= left) {
                long reached = calendar.after(pieces[i], left);
                boolean goesOn = i + 1 < count ? runs(i + 1) : running;
                if (reached < pieces[i + 1] || goesOn && reached == pieces[i + 1]) {
                    return Instant.ofEpochMilli(reached);
                }
            }
            left -= Math.min(counts, left);
        }
        return Instant.ofEpochMilli(calendar.after(running ? pieces[count] : paused ? now : end, left));
    }

    private boolean runs(int piece) {
        return conditions.in(states[piece], promise.kind()) == Effect.RUN;
    }

    /** A part of the round in one state; whether it counted, and whose it was. */
    public record Piece(Instant from, Instant to, boolean counts, Owner owner) {}

    /** The parts of the round, in order, up to its end or now. */
    public List<Piece> pieces() {
        List<Piece> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant from = Instant.ofEpochMilli(pieces[i]);
            Instant to = Instant.ofEpochMilli(pieces[i + 1]);
            Owner owner = conditions.owner(states[i]);
            Piece last = found.isEmpty() ? null : found.getLast();
            if (last != null && last.counts() == runs(i) && last.owner() == owner) {
                found.set(found.size() - 1, new Piece(last.from(), to, last.counts(), owner));
            } else if (from.isBefore(to)) {
                found.add(new Piece(from, to, runs(i), owner));
            }
        }
        return found;
    }

    Instant now() {
        return Instant.ofEpochMilli(now);
    }
}
