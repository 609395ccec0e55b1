package dev.signalbox.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.clock.Story.Corrected;
import dev.signalbox.clock.Story.Happening;
import dev.signalbox.clock.Story.Promise;
import dev.signalbox.decision.ShippedConditions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What help desks get wrong year after year; what is done about warnings has its own test on the running product. */
class KnownBugsOfTheFieldTest {

    private static final Calendar HOURS =
            Calendar.of(ServiceHours.business(ZoneId.of("Europe/Prague"), LocalTime.of(9, 0), LocalTime.of(17, 0)));
    private static final Instant MONDAY_9 = Instant.parse("2026-11-23T08:00:00Z");

    private final List<Happening> happenings =
            new ArrayList<>(List.of(new Happening(MONDAY_9, Occasion.OPENED, "RECEIVED", null, null)));
    private final List<Corrected> corrections = new ArrayList<>();

    @Test
    void nothingIsBreachedWhileTheCustomerHasTheMove() {
        state("AWAITING_CUSTOMER", 1);

        Round resolution = clock(ClockKind.RESOLUTION, 4, after(200));

        assertThat(resolution.breached()).isFalse();
        assertThat(resolution.left()).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void aPauseThatBeginsInTheLastSecondIsNoBreach() {
        state("AWAITING_CUSTOMER", 4);

        assertThat(clock(ClockKind.RESOLUTION, 4, after(30)).breached()).isFalse();

        state("DIAGNOSING", 30);
        assertThat(clock(ClockKind.RESOLUTION, 4, after(30)).breached()).isFalse();
        assertThat(clock(ClockKind.RESOLUTION, 4, after(30).plusSeconds(1)).breached())
                .isTrue();
    }

    @Test
    void anUpdateTargetNeverOverrulesTheFirstResponse() {
        Round alone = clock(ClockKind.RESPONSE, 2, after(1));
        happenings.add(Happening.of(after(1), Occasion.CUSTOMER_WROTE));
        happenings.add(new Happening(after(1), Occasion.QUEUE_CHANGED, null, "one", null));

        assertThat(clock(ClockKind.RESPONSE, 2, after(3)).due()).isEqualTo(alone.due());
        assertThat(clock(ClockKind.RESPONSE, 2, after(3)).breached()).isTrue();

        happenings.add(Happening.of(after(4), Occasion.CUSTOMER_TOLD));
        happenings.add(Happening.of(after(5), Occasion.CUSTOMER_TOLD));
        Round response = clock(ClockKind.RESPONSE, 2, after(6));
        assertThat(response.end()).isEqualTo(after(4));
        assertThat(response.breached()).isTrue();
        Round update = clock(ClockKind.UPDATE, 2, after(6));
        assertThat(update.number()).isEqualTo(3);
        assertThat(update.due()).isEqualTo(after(7));
    }

    @Test
    void aChangeOfPriorityKeepsWhatWasPaused() {
        state("AWAITING_CUSTOMER", 1);
        state("DIAGNOSING", 3);

        Round before = clock(ClockKind.RESOLUTION, 4, after(4));
        Round changed = clock(ClockKind.RESOLUTION, 2, after(4));

        assertThat(before.used()).isEqualTo(Duration.ofHours(2));
        assertThat(changed.used()).isEqualTo(before.used());
        assertThat(changed.due()).isEqualTo(after(4));
        assertThat(clock(ClockKind.RESOLUTION, 4, after(4)).due()).isEqualTo(before.due());
    }

    @Test
    void aResponseSentBeforeTheTicketWasClassifiedCounts() {
        happenings.add(Happening.of(after(1), Occasion.CUSTOMER_TOLD));

        // the target is known only now, from the severity; the response was there before
        Round response = clock(ClockKind.RESPONSE, 2, after(7));

        assertThat(response.end()).isEqualTo(after(1));
        assertThat(response.breached()).isFalse();
    }

    @Test
    void twoPeriodsADayAreTwoPeriods() {
        CalendarVersion shifts = CalendarVersion.read(
                        null,
                        ZoneId.of("Europe/Prague"),
                        List.of("Mon-Fri 08:00-12:00", "Mon-Fri 13:00-17:00"),
                        List.of(),
                        List.of(),
                        (field, expected, found) -> {
                            throw new AssertionError(expected);
                        })
                .orElseThrow();

        assertThat(Calendar.of(List.of(shifts)).between(MONDAY_9, MONDAY_9.plus(Duration.ofDays(1))))
                .isEqualTo(Duration.ofHours(8));
    }

    @Test
    void aLateTruthTakesABreachBack() {
        Instant now = after(5);
        assertThat(clock(ClockKind.RESOLUTION, 4, now).breached()).isTrue();

        corrections.add(new Corrected(after(1), null, "AWAITING_CUSTOMER", happenings.size()));

        Round corrected = clock(ClockKind.RESOLUTION, 4, now);
        assertThat(corrected.breached()).isFalse();
        assertThat(corrected.used()).isEqualTo(Duration.ofHours(1));
        assertThat(corrected.pausedSince()).isEqualTo(after(1));
    }

    @Test
    void microsoftsClockKnowsNoPauseOfOurs() {
        happenings.add(Happening.of(after(1), Occasion.CASE_FILED));
        state("AWAITING_MICROSOFT", 1);
        corrections.add(new Corrected(after(2), after(4), "AWAITING_CUSTOMER", 2));

        Round microsoft = clock(ClockKind.MICROSOFT, 4, after(3));
        assertThat(microsoft.due()).isEqualTo(after(5));

        happenings.add(Happening.of(after(4), Occasion.MICROSOFT_ANSWERED));
        assertThat(clock(ClockKind.MICROSOFT, 4, after(9)).end()).isEqualTo(after(4));
    }

    private void state(String state, long hours) {
        happenings.add(Happening.of(after(hours), state));
    }

    private static Instant after(long hours) {
        return MONDAY_9.plus(Duration.ofHours(hours));
    }

    private Round clock(ClockKind kind, long hours, Instant now) {
        Promise promise = new Promise(
                kind, null, Duration.ofHours(hours), kind == ClockKind.MICROSOFT ? Calendar.always() : HOURS);
        return TimeLedger.of(new Story(HOURS, happenings, corrections, List.of(promise)), ShippedConditions.get(), now)
                .clocks()
                .getFirst();
    }
}
