package dev.signalbox.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalendarTest {

    private static final ZoneId PRAGUE = ZoneId.of("Europe/Prague");

    @Test
    void aVersionHoldsFromItsDateOn() {
        Calendar calendar = Calendar.of(List.of(
                version(LocalDate.of(2027, 1, 1), List.of("Mon-Fri 08:00-16:00"), List.of(), List.of()),
                version(null, List.of("Mon-Fri 09:00-17:00"), List.of(), List.of())));

        assertThat(calendar.open(Instant.parse("2026-12-31T07:30:00Z"))).isFalse();
        assertThat(calendar.open(Instant.parse("2027-01-04T07:30:00Z"))).isTrue();
        assertThat(calendar.after(Instant.parse("2026-12-31T15:00:00Z"), Duration.ofHours(2)))
                .isEqualTo("2027-01-01T08:00:00Z");
    }

    @Test
    void holidaysOfACountryAndOfARegionAreClosed() {
        Calendar czech = Calendar.of(List.of(version(null, List.of("Mon-Sun 00:00-24:00"), List.of("CZ"), List.of())));
        Calendar bavaria =
                Calendar.of(List.of(version(null, List.of("Mon-Sun 00:00-24:00"), List.of("DE-BY"), List.of())));

        // 17 November is a Czech holiday, 6 January a Bavarian one
        assertThat(czech.open(Instant.parse("2026-11-17T12:00:00Z"))).isFalse();
        assertThat(czech.open(Instant.parse("2026-01-06T12:00:00Z"))).isTrue();
        assertThat(bavaria.open(Instant.parse("2026-01-06T12:00:00Z"))).isFalse();
        assertThat(bavaria.open(Instant.parse("2026-11-17T12:00:00Z"))).isTrue();
    }

    @Test
    void aDayOfItsOwnComesBeforeWeekAndHoliday() {
        Calendar calendar = Calendar.of(List.of(version(
                null,
                List.of("Mon-Fri 09:00-17:00"),
                List.of("CZ"),
                List.of("2026-11-17 10:00-12:00", "2026-11-17 13:00-14:00", "11-18 closed Company day"))));

        assertThat(calendar.between(Instant.parse("2026-11-17T00:00:00Z"), Instant.parse("2026-11-18T00:00:00Z")))
                .isEqualTo(Duration.ofHours(3));
        assertThat(calendar.open(Instant.parse("2026-11-18T11:00:00Z"))).isFalse();
        assertThat(calendar.open(Instant.parse("2027-11-18T11:00:00Z"))).isFalse();
        assertThat(calendar.open(Instant.parse("2026-11-19T11:00:00Z"))).isTrue();
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertThat(problems(List.of("Mon-Fri 09:00-12:00", "Tue 11:00-15:00"), List.of(), List.of()))
                .containsExactly("hours: periods apart from each other, Tue 09:00-12:00 and 11:00-15:00");
        assertThat(problems(List.of("Mon 09:00-09:30"), List.of(), List.of()))
                .containsExactly("hours: at least one working hour a week, 30 minutes");
        assertThat(problems(List.of(), List.of(), List.of()))
                .containsExactly("hours: at least one working hour a week, none");
        assertThat(problems(List.of("Mon 17:00-09:00"), List.of(), List.of()))
                .first()
                .asString()
                .startsWith("hours: periods such as");
        assertThat(problems(List.of("Mon-Fri 09:00-17:00"), List.of("XX", "DE-XX", "cz"), List.of()))
                .hasSize(3);
        assertThat(problems(List.of("Mon-Fri 09:00-17:00"), List.of(), List.of("2026-02-30 closed", "24 Dec closed")))
                .hasSize(2);
    }

    @Test
    void nightsAndWholeDaysRunThroughMidnight() {
        Calendar nights = Calendar.of(
                List.of(version(null, List.of("Mon-Sun 22:00-24:00", "Mon-Sun 00:00-06:00"), List.of(), List.of())));

        assertThat(nights.stretches(Instant.parse("2026-11-23T20:00:00Z"), Instant.parse("2026-11-24T10:00:00Z")))
                .containsExactly(new Calendar.Stretch(
                        Instant.parse("2026-11-23T21:00:00Z"), Instant.parse("2026-11-24T05:00:00Z")));
    }

    private static CalendarVersion version(
            LocalDate from, List<String> hours, List<String> holidays, List<String> ownDays) {
        return CalendarVersion.read(from, PRAGUE, hours, holidays, ownDays, (field, expected, found) -> {
                    throw new AssertionError(field + ": " + expected + ", " + found);
                })
                .orElseThrow();
    }

    private static List<String> problems(List<String> hours, List<String> holidays, List<String> ownDays) {
        List<String> problems = new ArrayList<>();
        CalendarVersion.read(
                null,
                PRAGUE,
                hours,
                holidays,
                ownDays,
                (field, expected, found) -> problems.add(field + ": " + expected + ", " + found));
        return problems;
    }
}
