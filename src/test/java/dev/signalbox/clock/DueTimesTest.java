package dev.signalbox.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DueTimesTest {

    private static final ZoneId PRAGUE = ZoneId.of("Europe/Prague");
    private static final ServiceHours BUSINESS =
            ServiceHours.business(PRAGUE, LocalTime.of(9, 0), LocalTime.of(17, 30));

    @Test
    void aroundTheClockEveryMinuteCounts() {
        Instant from = Instant.parse("2026-11-21T22:00:00Z");

        assertThat(DueTimes.due(from, Duration.ofHours(4), ServiceHours.always()))
                .isEqualTo("2026-11-22T02:00:00Z");
    }

    @Test
    void aTargetGoesOnTheNextMorning() {
        Instant monday1530 = Instant.parse("2026-11-23T14:30:00Z");

        assertThat(DueTimes.due(monday1530, Duration.ofHours(4), BUSINESS)).isEqualTo("2026-11-24T10:00:00Z");
    }

    @Test
    void theWeekendDoesNotCount() {
        Instant friday1700 = Instant.parse("2026-11-20T16:00:00Z");

        assertThat(DueTimes.due(friday1700, Duration.ofHours(1), BUSINESS)).isEqualTo("2026-11-23T08:30:00Z");
    }

    @Test
    void outsideTheHoursTheCountBeginsAtTheNextOpening() {
        Instant sunday = Instant.parse("2026-11-22T12:00:00Z");

        assertThat(DueTimes.due(sunday, Duration.ofMinutes(30), BUSINESS)).isEqualTo("2026-11-23T08:30:00Z");
    }

    @Test
    void theDayThatDaylightSavingShortensIsAsLongAsItIs() {
        ServiceHours nights = new ServiceHours(
                PRAGUE, java.util.EnumSet.allOf(java.time.DayOfWeek.class), LocalTime.of(1, 0), LocalTime.of(5, 0));
        Instant before = Instant.parse("2026-03-28T23:30:00Z");

        // 01:00 to 05:00 lasts three hours in the night the clocks go forward
        assertThat(DueTimes.due(before, Duration.ofHours(3), nights)).isEqualTo("2026-03-29T03:00:00Z");
    }

    @Test
    void aLaterStartIsNeverDueEarlierAndALongerTargetNeverSooner() {
        long seed = new Random().nextLong();
        System.out.println("DueTimesTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Instant from = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(365 * 24 * 3600));
            Duration target = Duration.ofMinutes(random.nextInt(5_000));
            Instant due = DueTimes.due(from, target, BUSINESS);

            assertThat(DueTimes.due(from.plusSeconds(random.nextInt(90_000)), target, BUSINESS))
                    .isAfterOrEqualTo(due);
            assertThat(DueTimes.due(from, target.plusMinutes(random.nextInt(600)), BUSINESS))
                    .isAfterOrEqualTo(due);
            assertThat(due).isAfterOrEqualTo(from.plus(target).minusSeconds(1));
        }
    }

    @Test
    void aDueTimeIsExplainedInPlainWords() {
        Instant monday1530 = Instant.parse("2026-11-23T14:30:00Z");
        Instant sunday = Instant.parse("2026-11-22T12:00:00Z");

        assertThat(DueTimes.explain(monday1530, Duration.ofHours(4), BUSINESS))
                .isEqualTo("Due Tue 24 Nov 11:00: 4 h of service time (Mon to Fri 09:00 to 17:30 (Europe/Prague)),"
                        + " counted from Mon 23 Nov 15:30");
        assertThat(DueTimes.explain(sunday, Duration.ofMinutes(30), BUSINESS))
                .startsWith("Due Mon 23 Nov 09:30: 30 min of service time")
                .endsWith("counted from the next opening, Mon 23 Nov 09:00, as it came outside these hours");
    }

    @Test
    void theClosingMomentIsOutside() {
        assertThat(DueTimes.within(Instant.parse("2026-11-23T16:29:59Z"), BUSINESS))
                .isTrue();
        assertThat(DueTimes.within(Instant.parse("2026-11-23T16:30:00Z"), BUSINESS))
                .isFalse();
        assertThat(DueTimes.within(Instant.parse("2026-11-22T12:00:00Z"), BUSINESS))
                .isFalse();
    }

    @Test
    void hoursThatCannotBeAreRefusedWithWhatWasFound() {
        assertThatThrownBy(() -> ServiceHours.business(PRAGUE, LocalTime.of(17, 0), LocalTime.of(9, 0)))
                .hasMessageContaining("17:00 to 09:00");
    }
}
