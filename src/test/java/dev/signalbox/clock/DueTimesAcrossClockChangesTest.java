package dev.signalbox.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random starts and targets around the days on which the clocks change, in zones that change them differently. */
class DueTimesAcrossClockChangesTest {

    private static final long SEED = Long.getLong("signalbox.seed", System.nanoTime());
    private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

    private final Random random = new Random(SEED);

    @BeforeAll
    static void tellTheSeed() {
        System.out.println("DueTimesAcrossClockChangesTest seed " + SEED + " (repeat with -Dsignalbox.seed)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Prague", "America/New_York", "Australia/Lord_Howe", "America/Santiago"})
    void theDueTimeIsWhereCountingOpenMinutesOneByOneArrives(String zone) {
        for (int i = 0; i < 60; i++) {
            ServiceHours hours = someHours(ZoneId.of(zone));
            Instant from = nearAClockChange(hours.zone());
            int minutes = 1 + random.nextInt(2_000);

            assertThat(DueTimes.due(from, Duration.ofMinutes(minutes), hours))
                    .as("seed %d: %d min from %s within %s", SEED, minutes, from, hours)
                    .isEqualTo(counted(from, minutes, hours));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Prague", "America/New_York", "Australia/Lord_Howe", "America/Santiago"})
    void twoTargetsInARowAreDueWhenTheirSumIs(String zone) {
        for (int i = 0; i < 500; i++) {
            ServiceHours hours = someHours(ZoneId.of(zone));
            Instant from = nearAClockChange(hours.zone());
            Duration one = Duration.ofSeconds(1 + random.nextInt(200_000));
            Duration other = Duration.ofSeconds(1 + random.nextInt(200_000));

            assertThat(DueTimes.due(DueTimes.due(from, one, hours), other, hours))
                    .as("seed %d: %s and %s from %s within %s", SEED, one, other, from, hours)
                    .isEqualTo(DueTimes.due(from, one.plus(other), hours));
        }
    }

    @Test
    void aDeskThatOpensInTheHourThatIsSkippedOpensAfterIt() {
        ServiceHours nights =
                new ServiceHours(ZoneId.of("Europe/Prague"), EVERY_DAY, LocalTime.of(2, 30), LocalTime.of(6, 0));
        Instant skipped = Instant.parse("2026-03-29T01:00:00Z");

        // 02:30 does not exist that night; it is told as 03:30
        assertThat(DueTimes.within(skipped.plusSeconds(29 * 60), nights)).isFalse();
        assertThat(DueTimes.within(skipped.plusSeconds(30 * 60), nights)).isTrue();
        assertThat(DueTimes.due(skipped, Duration.ZERO, nights)).isEqualTo("2026-03-29T01:30:00Z");
    }

    @Test
    void aDeskThatOpensInTheHourThatComesTwiceStaysOpenThroughBoth() {
        ServiceHours nights =
                new ServiceHours(ZoneId.of("Europe/Prague"), EVERY_DAY, LocalTime.of(2, 30), LocalTime.of(6, 0));
        Instant secondTwoFifteen = Instant.parse("2026-10-25T01:15:00Z");

        assertThat(DueTimes.within(secondTwoFifteen, nights)).isTrue();
        assertThat(DueTimes.due(secondTwoFifteen, Duration.ofMinutes(1), nights))
                .isEqualTo("2026-10-25T01:16:00Z");
    }

    /** Slow and plain: minute by minute, asking only whether the desk is open. */
    private static Instant counted(Instant from, int minutes, ServiceHours hours) {
        Instant at = from;
        for (int left = minutes; left > 0; at = at.plusSeconds(60)) {
            left -= DueTimes.within(at, hours) ? 1 : 0;
        }
        return at;
    }

    private ServiceHours someHours(ZoneId zone) {
        int opens = random.nextInt(20 * 4);
        int closes = opens + 1 + random.nextInt(24 * 4 - opens - 1);
        Set<DayOfWeek> days = random.nextBoolean() ? EVERY_DAY : EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.MONDAY);
        return new ServiceHours(zone, days, quarter(opens), quarter(closes));
    }

    private static LocalTime quarter(int count) {
        return LocalTime.MIDNIGHT.plusMinutes(15L * count);
    }

    /** On the full minute, so that counting by minutes is exact. */
    private Instant nearAClockChange(ZoneId zone) {
        Instant after = Instant.parse("2020-01-01T00:00:00Z").plusSeconds(random.nextInt(10 * 365) * 86_400L);
        ZoneOffsetTransition change = zone.getRules().nextTransition(after);
        return change.getInstant().plusSeconds((random.nextInt(4 * 1440) - 2 * 1440) * 60L);
    }
}
