package dev.signalbox.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whose every second of a ticket was, from its receipt to its closing or now, and every clock that follows from that. A
 * pure function of the story, the tables and now: whatever changes, it is computed again from the start.
 */
public final class TimeLedger {

    private final Story story;
    private final Conditions conditions;
    private final long now;

    // one step for each moment at which something may change; from times[i] to times[i + 1] the state is states[i]
    private final long[] times;
    private final int[] states;
    private final int[] happened;
    private final @Nullable String[] queues;
    private final boolean[] throughDistributor;
    private final int steps;
    private final long end;
    private final boolean over;
    private final Map<Calendar, long[]> open = new IdentityHashMap<>();

    private TimeLedger(Story story, Conditions conditions, Instant now) {
        this.story = story;
        this.conditions = conditions;
        int most = story.happenings().size() + 2 * story.corrections().size() + 1;
        this.times = new long[most + 1];
        this.states = new int[most];
        this.happened = new int[most];
        this.queues = new String[most];
        this.throughDistributor = new boolean[most];
        long start = seconds(story.happenings().getFirst().at());
        long asked = Math.max(start, seconds(now));
        int filled = told(asked);
        if (!story.corrections().isEmpty()) {
            filled = corrected(filled, asked);
        }
        int last = filled - 1;
        while (last > 0 && conditions.over(states[last - 1])) {
            last--;
        }
        this.over = conditions.over(states[last]);
        this.steps = last + 1;
        this.end = over ? times[last] : asked;
        times[steps] = end;
        this.now = asked;
    }

    public static TimeLedger of(Story story, Conditions conditions, Instant now) {
        return new TimeLedger(story, conditions, now);
    }

    private static long seconds(Instant at) {
        return at.getEpochSecond() * 1000;
    }

    /** What was told as it was told: a happening counts from when it occurred, but never before the one before it. */
    private int told(long asked) {
        int step = 0;
        long at = Long.MIN_VALUE;
        int state = 0;
        String queue = null;
        boolean distributor = false;
        List<Story.Happening> happenings = story.happenings();
        for (int i = 0; i < happenings.size(); i++) {
            Story.Happening next = happenings.get(i);
            long occurred = Math.max(at, seconds(next.at()));
            if (occurred > asked) {
                break;
            }
            at = occurred;
            String name = next.state();
            state = name == null ? state : conditions.state(name);
            queue = next.queue() == null ? queue : next.queue();
            distributor = next.throughDistributor() == null ? distributor : next.throughDistributor();
            times[step] = at;
            states[step] = state;
            happened[step] = i;
            queues[step] = queue;
            throughDistributor[step] = distributor;
            step++;
        }
        return step;
    }

    /** Lays the late truths over what was told; a later one wins over an earlier one. */
    private int corrected(int told, long asked) {
        int filled = told;
        for (Story.Corrected late : story.corrections()) {
            long from = Math.max(times[0], seconds(late.since()));
            long to = late.until() == null ? ends(late, told) : Math.min(asked, seconds(late.until()));
            if (from >= to || from > asked) {
                continue;
            }
            filled = cut(from, filled);
            if (to <= asked) {
                filled = cut(to, filled);
            }
            int state = conditions.state(late.state());
            for (int i = 0; i < filled; i++) {
                if (times[i] >= from && times[i] < to && !conditions.over(states[i])) {
                    states[i] = state;
                }
            }
        }
        return filled;
    }

    /** When the flow next says where the ticket is, after the late truth was entered; never while it does not. */
    private long ends(Story.Corrected late, int told) {
        List<Story.Happening> happenings = story.happenings();
        long at = Long.MIN_VALUE;
        for (int i = 0; i < told; i++) {
            Story.Happening next = happenings.get(i);
            at = Math.max(at, seconds(next.at()));
            boolean moves = next.state() != null || next.occasion() == Occasion.CUSTOMER_WROTE;
            if (i >= late.after() && moves) {
                return at;
            }
        }
        return Long.MAX_VALUE;
    }

    /** Makes sure that a step begins at {@code at}. */
    private int cut(long at, int filled) {
        int i = 0;
        while (i < filled && times[i] < at) {
            i++;
        }
        if (i < filled && times[i] == at || i == 0) {
            return filled;
        }
        int moved = filled - i;
        System.arraycopy(times, i, times, i + 1, moved);
        System.arraycopy(states, i, states, i + 1, moved);
        System.arraycopy(happened, i, happened, i + 1, moved);
        System.arraycopy(queues, i, queues, i + 1, moved);
        System.arraycopy(throughDistributor, i, throughDistributor, i + 1, moved);
        times[i] = at;
        states[i] = states[i - 1];
        happened[i] = -1;
        queues[i] = queues[i - 1];
        throughDistributor[i] = throughDistributor[i - 1];
        return filled + 1;
    }

    public Instant start() {
        return Instant.ofEpochMilli(times[0]);
    }

    /** The closing, or now. */
    public Instant end() {
        return Instant.ofEpochMilli(end);
    }

    /** Whether the ticket is over, so that nothing counts any more. */
    public boolean over() {
        return over;
    }

    private Owner owner(int step) {
        Owner owner = conditions.owner(states[step]);
        return owner == Owner.THIRD_PARTY && throughDistributor[step] ? Owner.DISTRIBUTOR : owner;
    }

    /** Open time before each step, once for each calendar. */
    private long[] open(Calendar calendar) {
        return open.computeIfAbsent(calendar, fresh -> fresh.openBefore(times, steps + 1));
    }

    /** The time of each owner; the sum is the time from receipt to the end, to the second. */
    public Map<Owner, Duration> sums() {
        long[] open = open(story.hours());
        long[] sums = new long[Owner.values().length];
        for (int i = 0; i < steps; i++) {
            long held = open[i + 1] - open[i];
            sums[owner(i).ordinal()] += held;
            sums[Owner.OUTSIDE_HOURS.ordinal()] += times[i + 1] - times[i] - held;
        }
        Map<Owner, Duration> told = new EnumMap<>(Owner.class);
        for (Owner owner : Owner.values()) {
            told.put(owner, Duration.ofMillis(sums[owner.ordinal()]));
        }
        return told;
    }

    /** The desk's part of the time by queue; a dash where no queue was known yet. */
    public Map<String, Duration> deskByQueue() {
        long[] open = open(story.hours());
        Map<String, Duration> sums = new TreeMap<>();
        for (int i = 0; i < steps; i++) {
            String queue = queues[i];
            if (owner(i) == Owner.PARTNER_DESK && open[i + 1] > open[i]) {
                sums.merge(queue == null ? "-" : queue, Duration.ofMillis(open[i + 1] - open[i]), Duration::plus);
            }
        }
        return sums;
    }

    /** The desk's part of the time by level; a dash where the table names none. */
    public Map<String, Duration> deskByLevel() {
        long[] open = open(story.hours());
        Map<String, Duration> sums = new TreeMap<>();
        for (int i = 0; i < steps; i++) {
            if (owner(i) == Owner.PARTNER_DESK && open[i + 1] > open[i]) {
                sums.merge(level(states[i]), Duration.ofMillis(open[i + 1] - open[i]), Duration::plus);
            }
        }
        return sums;
    }

    private String level(int state) {
        String level = conditions.level(state);
        return level.isEmpty() ? "-" : level;
    }

    /** A stretch of time that belongs to one owner; the desk's has a level, and mostly a queue. */
    public record Segment(
            Instant from,
            Instant to,
            Owner owner,
            String state,
            @Nullable String queue,
            @Nullable String level) {

        public Duration length() {
            return Duration.between(from, to);
        }
    }

    /** The segments without gap or overlap, from receipt to the end. */
    public List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            Instant from = Instant.ofEpochMilli(times[i]);
            Instant to = Instant.ofEpochMilli(times[i + 1]);
            int state = states[i];
            Instant at = from;
            for (Calendar.Stretch open : story.hours().stretches(from, to)) {
                add(segments, at, open.from(), Owner.OUTSIDE_HOURS, state, queues[i]);
                add(segments, open.from(), open.to(), owner(i), state, queues[i]);
                at = open.to();
            }
            add(segments, at, to, Owner.OUTSIDE_HOURS, state, queues[i]);
        }
        return segments;
    }

    private void add(
            List<Segment> segments, Instant from, Instant to, Owner owner, int inState, @Nullable String queue) {
        if (!from.isBefore(to)) {
            return;
        }
        boolean desk = owner == Owner.PARTNER_DESK;
        String state = conditions.name(inState);
        Segment fresh = new Segment(from, to, owner, state, desk ? queue : null, desk ? level(inState) : null);
        Segment last = segments.isEmpty() ? null : segments.getLast();
        if (last != null
                && last.owner() == owner
                && last.state().equals(state)
                && java.util.Objects.equals(last.queue(), fresh.queue())) {
            segments.set(segments.size() - 1, new Segment(last.from(), to, owner, state, fresh.queue(), fresh.level()));
        } else {
            segments.add(fresh);
        }
    }

    /** The rounds of every clock that was promised, in the order of the promises, each clock's latest round last. */
    public List<Round> rounds() {
        List<Round> rounds = new ArrayList<>();
        for (Story.Promise promise : story.promises()) {
            rounds(promise, rounds, false);
        }
        return rounds;
    }

    /** The current round of each clock. */
    public List<Round> clocks() {
        List<Round> latest = new ArrayList<>();
        for (Story.Promise promise : story.promises()) {
            rounds(promise, latest, true);
        }
        return latest;
    }

    private void rounds(Story.Promise promise, List<Round> rounds, boolean latestOnly) {
        int number = 0;
        int from = -1;
        int endedFrom = -1;
        int endedAt = -1;
        for (int i = 0; i < steps; i++) {
            Effect effect = effect(promise, i);
            if (effect == Effect.RESET) {
                if (from >= 0 && !latestOnly) {
                    rounds.add(round(promise, number, from, i, true));
                }
                from = i;
                number++;
            } else if (effect == Effect.STOP && from >= 0) {
                if (latestOnly) {
                    endedFrom = from;
                    endedAt = i;
                } else {
                    rounds.add(round(promise, number, from, i, true));
                }
                from = -1;
            }
        }
        if (from >= 0) {
            rounds.add(round(promise, number, from, steps, false));
        } else if (endedFrom >= 0) {
            rounds.add(round(promise, number, endedFrom, endedAt, true));
        }
    }

    /** What happens at the step's beginning does to the clock. */
    private Effect effect(Story.Promise promise, int step) {
        int index = happened[step];
        if (index < 0) {
            return Effect.NONE;
        }
        Effect effect = conditions.on(story.happenings().get(index).occasion(), promise.kind());
        if (promise.queue() == null || effect != Effect.RESET) {
            return effect;
        }
        // a queue's own clock starts when the ticket comes into that queue, and ends when it leaves it
        return promise.queue().equals(queues[step]) ? Effect.RESET : Effect.STOP;
    }

    private Round round(Story.Promise promise, int number, int from, int to, boolean ended) {
        int last = to;
        while (!ended && last > from && conditions.in(states[last - 1], promise.kind()) == Effect.STOP) {
            last--;
        }
        boolean stopped = ended || last < to;
        boolean running = !stopped && conditions.in(states[to - 1], promise.kind()) == Effect.RUN;
        int since = last;
        while (since > from + 1
                && conditions.in(states[since - 1], promise.kind()) == Effect.PAUSE
                && conditions.in(states[since - 2], promise.kind()) == Effect.PAUSE) {
            since--;
        }
        return new Round(
                promise,
                number,
                times[from],
                now,
                Arrays.copyOfRange(times, from, last + 1),
                Arrays.copyOfRange(states, from, Math.max(last, from + 1)),
                last - from,
                times[last],
                running,
                !stopped && !running,
                times[Math.max(from, since - 1)],
                conditions,
                Arrays.copyOfRange(open(promise.calendar()), from, last + 1));
    }
}
