package dev.signalbox.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.clock.Story.Corrected;
import dev.signalbox.clock.Story.Happening;
import dev.signalbox.clock.Story.Promise;
import dev.signalbox.decision.ShippedConditions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds for every story, calendar, zone and day, tried on random ones. */
class TimeLedgerPropertiesTest {

    private static final long SEED = Long.getLong("signalbox.seed", System.nanoTime());
    private static final int ROUNDS = Integer.getInteger("signalbox.rounds", 200);
    private static final Conditions CONDITIONS = ShippedConditions.get();

    @BeforeAll
    static void tellTheSeed() {
        System.out.println("TimeLedgerPropertiesTest seed " + SEED + " (repeat with -Dsignalbox.seed)");
    }

    @Test
    void theOwnersTimesSumToTheWallTimeToTheSecond() {
        each(ROUNDS, (dice, what) -> {
            Story story = dice.story(dice.calendar(), 40);
            TimeLedger ledger = TimeLedger.of(story, CONDITIONS, dice.now(story));

            Duration wall = Duration.between(ledger.start(), ledger.end());
            assertThat(sum(ledger.sums().values())).as(what).isEqualTo(wall);
            assertThat(sum(ledger.deskByQueue().values()))
                    .as(what)
                    .isEqualTo(ledger.sums().get(Owner.PARTNER_DESK));
            assertThat(sum(ledger.deskByLevel().values()))
                    .as(what)
                    .isEqualTo(ledger.sums().get(Owner.PARTNER_DESK));
            Instant at = ledger.start();
            Map<Owner, Duration> again = new EnumMap<>(Owner.class);
            for (TimeLedger.Segment segment : ledger.segments()) {
                assertThat(segment.from()).as(what).isEqualTo(at);
                again.merge(segment.owner(), segment.length(), Duration::plus);
                at = segment.to();
            }
            assertThat(at).as(what).isEqualTo(ledger.end());
            ledger.sums().forEach((owner, time) -> assertThat(again.getOrDefault(owner, Duration.ZERO))
                    .as(what)
                    .isEqualTo(time));
        });
    }

    /** The slow way: minute by minute, one state, one question to the week, one sum more. */
    @Test
    void computedFromScratchEqualsKeptStepByStep() {
        each(ROUNDS / 4, (dice, what) -> {
            CalendarVersion version = dice.version(null);
            Story story = withoutCorrections(dice.story(Calendar.of(List.of(version)), 25));
            Instant now = dice.now(story);
            TimeLedger ledger = TimeLedger.of(story, CONDITIONS, now);

            Map<Owner, Duration> kept = new EnumMap<>(Owner.class);
            Duration resolution = Duration.ZERO;
            Map<Integer, Map<LocalDate, String>> holidays = new java.util.HashMap<>();
            for (Instant at = ledger.start(); at.isBefore(ledger.end()); at = at.plusSeconds(60)) {
                int state = stateAt(story, at);
                ZonedDateTime local = at.atZone(version.zone());
                boolean open = version
                        .periods(local.toLocalDate(), holidays.computeIfAbsent(local.getYear(), version::holidaysOf))
                        .stream()
                        .anyMatch(period -> within(period, local.toLocalTime()));
                Owner owner = open ? owner(story, state, at) : Owner.OUTSIDE_HOURS;
                kept.merge(owner, Duration.ofMinutes(1), Duration::plus);
                if (open && CONDITIONS.in(state, ClockKind.RESOLUTION) == Effect.RUN) {
                    resolution = resolution.plusMinutes(1);
                }
            }

            ledger.sums().forEach((owner, time) -> assertThat(time)
                    .as("%s, %s", what, owner)
                    .isEqualTo(kept.getOrDefault(owner, Duration.ZERO)));
            assertThat(used(ledger, ClockKind.RESOLUTION)).as(what).isEqualTo(resolution);
        });
    }

    @Test
    void lookingEarlierAndGoingOnEqualsLookingOnce() {
        each(ROUNDS, (dice, what) -> {
            Story story = withoutCorrections(dice.story(dice.calendar(), 30));
            Instant later = dice.now(story);
            Instant earlier = story.happenings().getFirst().at().plusSeconds(dice.upTo(200_000));
            if (earlier.isAfter(later)) {
                return;
            }
            TimeLedger first = TimeLedger.of(story, CONDITIONS, earlier);
            TimeLedger whole = TimeLedger.of(story, CONDITIONS, later);

            Map<Owner, Duration> until = new EnumMap<>(Owner.class);
            for (TimeLedger.Segment segment : whole.segments()) {
                Instant to = segment.to().isAfter(earlier) ? earlier : segment.to();
                if (segment.from().isBefore(to)) {
                    until.merge(segment.owner(), Duration.between(segment.from(), to), Duration::plus);
                }
            }
            first.sums().forEach((owner, time) -> assertThat(until.getOrDefault(owner, Duration.ZERO))
                    .as(what)
                    .isEqualTo(time));
        });
    }

    @Test
    void aPauseNeverShortensWhatIsLeft() {
        each(ROUNDS, (dice, what) -> {
            Story story = dice.story(dice.calendar(), 20);
            Instant now = dice.now(story);
            Instant since = story.happenings().getFirst().at().plusSeconds(60L * dice.upTo(4_000));
            List<Corrected> corrections = new ArrayList<>(story.corrections());
            corrections.add(
                    new Corrected(since, since.plusSeconds(60L * (1 + dice.upTo(2_000))), "AWAITING_CUSTOMER", 0));
            Story paused = new Story(story.hours(), story.happenings(), corrections, story.promises());

            List<Round> before = TimeLedger.of(story, CONDITIONS, now).clocks();
            List<Round> after = TimeLedger.of(paused, CONDITIONS, now).clocks();
            assertThat(after).hasSameSizeAs(before);
            for (int i = 0; i < before.size(); i++) {
                if (!before.get(i).kind().ours()) {
                    continue; // Microsoft's clock knows no pause of ours
                }
                assertThat(after.get(i).left())
                        .as(what)
                        .isGreaterThanOrEqualTo(before.get(i).left());
                assertThat(after.get(i).due())
                        .as(what)
                        .isAfterOrEqualTo(before.get(i).due());
            }
        });
    }

    @Test
    void aLongerCalendarNeverMakesADueTimeLater() {
        each(ROUNDS, (dice, what) -> {
            CalendarVersion shorter = dice.version(null);
            Map<java.time.DayOfWeek, List<Period>> week = new EnumMap<>(shorter.week());
            java.time.DayOfWeek day = java.time.DayOfWeek.of(1 + dice.upTo(7));
            week.put(day, List.of(Period.WHOLE_DAY));
            CalendarVersion longer = new CalendarVersion(
                    null, shorter.zone(), week, dice.upTo(2) == 0 ? shorter.holidays() : List.of(), Map.of(), Map.of());
            Calendar one = Calendar.of(List.of(shorter));
            Calendar other = Calendar.of(List.of(longer));
            Story story = dice.story(one, 20);
            Story same = new Story(
                    other,
                    story.happenings(),
                    story.corrections(),
                    story.promises().stream()
                            .map(promise -> promise.calendar() == one
                                    ? new Promise(promise.kind(), promise.queue(), promise.target(), other)
                                    : promise)
                            .toList());
            Instant now = dice.now(story);

            List<Round> before = TimeLedger.of(story, CONDITIONS, now).clocks();
            List<Round> after = TimeLedger.of(same, CONDITIONS, now).clocks();
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i).due())
                        .as(what)
                        .isBeforeOrEqualTo(before.get(i).due());
            }
        });
    }

    @Test
    void changingTheSeverityBackAndForthChangesNothing() {
        each(ROUNDS, (dice, what) -> {
            Story story = dice.story(dice.calendar(), 30);
            Instant now = dice.now(story);
            String before = told(TimeLedger.of(story, CONDITIONS, now));
            Story other =
                    with(story, promise -> promise.target().multipliedBy(3).dividedBy(2));
            Story back = with(other, promise -> promise.target().multipliedBy(2).dividedBy(3));

            assertThat(sumsOf(TimeLedger.of(other, CONDITIONS, now)))
                    .as(what)
                    .isEqualTo(sumsOf(TimeLedger.of(story, CONDITIONS, now)));
            if (back.promises().equals(story.promises())) {
                assertThat(told(TimeLedger.of(back, CONDITIONS, now))).as(what).isEqualTo(before);
            }
            // what was used does not depend on how much was promised
            assertThat(TimeLedger.of(other, CONDITIONS, now).clocks())
                    .extracting(Round::used)
                    .as(what)
                    .isEqualTo(TimeLedger.of(story, CONDITIONS, now).clocks().stream()
                            .map(Round::used)
                            .toList());
        });
    }

    @Test
    void aDueTimeIsWhereTheUsedTimeReachesTheTarget() {
        each(ROUNDS, (dice, what) -> {
            Story story = dice.story(dice.calendar(), 20);
            Instant now = dice.now(story);
            for (Round round : TimeLedger.of(story, CONDITIONS, now).clocks()) {
                if (round.breached() && round.end() == null) {
                    TimeLedger then = TimeLedger.of(story, CONDITIONS, round.due());
                    assertThat(then.clocks().stream()
                                    .filter(same -> same.promise() == round.promise())
                                    .findFirst()
                                    .map(Round::used))
                            .as("%s, %s", what, round.kind())
                            .contains(round.target());
                }
                assertThat(round.when(round.target().dividedBy(2))).as(what).isBeforeOrEqualTo(round.due());
            }
        });
    }

    private interface Try {
        void with(Dice dice, String what);
    }

    private static void each(int rounds, Try one) {
        for (int i = 0; i < rounds; i++) {
            one.with(new Dice(SEED + i), "seed " + SEED + ", round " + i);
        }
    }

    private static Story withoutCorrections(Story story) {
        return new Story(story.hours(), story.happenings(), List.of(), story.promises());
    }

    private static Story with(Story story, java.util.function.Function<Promise, Duration> target) {
        return new Story(
                story.hours(),
                story.happenings(),
                story.corrections(),
                story.promises().stream()
                        .map(promise ->
                                new Promise(promise.kind(), promise.queue(), target.apply(promise), promise.calendar()))
                        .toList());
    }

    private static boolean within(Period period, LocalTime time) {
        return !time.isBefore(period.opens()) && (period.endsAtMidnight() || time.isBefore(period.closes()));
    }

    private static int stateAt(Story story, Instant at) {
        String state = "RECEIVED";
        for (Happening happening : story.happenings()) {
            if (!happening.at().isAfter(at) && happening.state() != null) {
                state = happening.state();
            }
        }
        return CONDITIONS.state(state);
    }

    private static Owner owner(Story story, int state, Instant at) {
        boolean distributor = false;
        for (Happening happening : story.happenings()) {
            if (!happening.at().isAfter(at) && happening.throughDistributor() != null) {
                distributor = happening.throughDistributor();
            }
        }
        Owner owner = CONDITIONS.owner(state);
        return owner == Owner.THIRD_PARTY && distributor ? Owner.DISTRIBUTOR : owner;
    }

    private static Duration used(TimeLedger ledger, ClockKind kind) {
        return ledger.clocks().stream()
                .filter(round -> round.kind() == kind)
                .findFirst()
                .orElseThrow()
                .used();
    }

    private static Duration sum(Iterable<Duration> times) {
        Duration sum = Duration.ZERO;
        for (Duration one : times) {
            sum = sum.plus(one);
        }
        return sum;
    }

    private static String sumsOf(TimeLedger ledger) {
        return ledger.sums() + " " + ledger.segments();
    }

    private static String told(TimeLedger ledger) {
        StringBuilder told = new StringBuilder(sumsOf(ledger));
        for (Round round : ledger.rounds()) {
            told.append(round.kind())
                    .append(round.due())
                    .append(round.used())
                    .append(round.breached())
                    .append(Explanation.of(round, java.util.Locale.ENGLISH));
        }
        return told.toString();
    }
}
