package dev.signalbox.clock;

import dev.signalbox.clock.Story.Corrected;
import dev.signalbox.clock.Story.Happening;
import dev.signalbox.clock.Story.Promise;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Random calendars and stories, all on full minutes, so that counting minute by minute is exact. */
final class Dice {

    private static final List<String> ZONES = List.of(
            "Europe/Prague",
            "America/New_York",
            "Australia/Sydney",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "Pacific/Chatham",
            "America/Santiago",
            "UTC");
    private static final List<String> PLACES = List.of("CZ", "DE-BY", "US-NY", "AU-NSW");
    private static final List<String> OPEN = List.of(
            "RECEIVED",
            "DIAGNOSING",
            "PARTNER_RESOLVING",
            "AWAITING_CUSTOMER",
            "LINKED_TO_OUTAGE",
            "WITH_THIRD_PARTY",
            "ESCALATION_PREPARING",
            "AWAITING_MICROSOFT",
            "MICROSOFT_NEEDS_INFO",
            "SOLUTION_PROPOSED",
            "RESOLVED");
    private static final List<String> WAITING =
            List.of("AWAITING_CUSTOMER", "AWAITING_MICROSOFT", "WITH_THIRD_PARTY", "DIAGNOSING");

    private static final List<Occasion> LATER = java.util.Arrays.stream(Occasion.values())
            .filter(occasion -> occasion != Occasion.OPENED)
            .toList();

    private final Random random;

    Dice(long seed) {
        this.random = new Random(seed);
    }

    int upTo(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A version whose periods begin and end outside the hours in which clocks change, which have a test of their own. */
    CalendarVersion version(LocalDate validFrom) {
        Map<DayOfWeek, List<Period>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.getValue() < 5 || random.nextInt(4) == 0) {
                week.put(day, periods());
            }
        }
        Map<LocalDate, CalendarVersion.Day> own = new TreeMap<>();
        return new CalendarVersion(
                validFrom,
                ZoneId.of(oneOf(ZONES)),
                week,
                random.nextBoolean() ? List.of() : List.of(oneOf(PLACES)),
                own,
                Map.of());
    }

    Calendar calendar() {
        return switch (random.nextInt(5)) {
            case 0 -> Calendar.always();
            case 1 -> Calendar.of(List.of(version(null), version(LocalDate.of(2026, 1 + upTo(12), 1 + upTo(28)))));
            default -> Calendar.of(List.of(version(null)));
        };
    }

    private List<Period> periods() {
        List<Period> periods = new ArrayList<>();
        int at = 4 * 60 + upTo(5 * 60);
        for (int left = 1 + upTo(3); left > 0 && at < 23 * 60; left--) {
            int end = Math.min(24 * 60, at + 30 + upTo(6 * 60));
            periods.add(period(at, end));
            at = end + 15 + upTo(120);
        }
        return periods;
    }

    static Period period(int from, int to) {
        return new Period(
                java.time.LocalTime.MIDNIGHT.plusMinutes(from), java.time.LocalTime.MIDNIGHT.plusMinutes(to % 1440));
    }

    /** Near a change of the clocks, a leap day, the end of a year, or anywhere. */
    Instant start(ZoneId zone) {
        Instant anywhere = Instant.parse("2024-01-02T00:00:00Z").plus(upTo(4 * 365 * 1440), ChronoUnit.MINUTES);
        Instant near =
                switch (random.nextInt(4)) {
                    case 0 -> {
                        ZoneOffsetTransition change = zone.getRules().nextTransition(anywhere);
                        yield change == null ? anywhere : change.getInstant();
                    }
                    case 1 -> Instant.parse("2028-02-29T00:00:00Z");
                    case 2 ->
                        LocalDate.of(2024 + upTo(4), 12, 31)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant();
                    default -> anywhere;
                };
        return near.minus(upTo(3 * 1440), ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
    }

    Story story(Calendar hours, int most) {
        Instant at = start(hours.zone(Instant.parse("2026-01-01T00:00:00Z")));
        List<Happening> happenings = new ArrayList<>();
        happenings.add(new Happening(at, Occasion.OPENED, "RECEIVED", null, null));
        for (int left = upTo(most); left > 0; left--) {
            at = at.plus(upTo(600), ChronoUnit.MINUTES);
            happenings.add(
                    switch (random.nextInt(5)) {
                        case 0 -> Happening.of(at, oneOf(LATER));
                        case 1 -> new Happening(at, Occasion.QUEUE_CHANGED, null, oneOf(List.of("one", "two")), null);
                        case 2 -> new Happening(at, Occasion.STATE_CHANGED, oneOf(OPEN), null, random.nextBoolean());
                        default -> Happening.of(at, oneOf(OPEN));
                    });
        }
        if (random.nextInt(3) == 0) {
            happenings.add(Happening.of(at.plus(upTo(300), ChronoUnit.MINUTES), "CLOSED"));
        }
        List<Corrected> corrections = new ArrayList<>();
        for (int left = upTo(3); left > 0; left--) {
            Instant since = happenings.getFirst().at().plus(upTo(3000), ChronoUnit.MINUTES);
            corrections.add(new Corrected(
                    since,
                    random.nextBoolean() ? null : since.plus(1 + upTo(500), ChronoUnit.MINUTES),
                    oneOf(WAITING),
                    upTo(happenings.size() + 1)));
        }
        return new Story(hours, happenings, corrections, promises(hours));
    }

    private List<Promise> promises(Calendar hours) {
        return List.of(
                new Promise(ClockKind.RESPONSE, null, Duration.ofMinutes(15 + upTo(300)), hours),
                new Promise(ClockKind.UPDATE, null, Duration.ofMinutes(60 + upTo(600)), hours),
                new Promise(ClockKind.RESOLUTION, null, Duration.ofMinutes(120 + upTo(3000)), hours),
                new Promise(ClockKind.DESK, "one", Duration.ofMinutes(60 + upTo(600)), calendar()),
                new Promise(ClockKind.MICROSOFT, null, Duration.ofMinutes(60 + upTo(480)), Calendar.always()));
    }

    Instant now(Story story) {
        return story.happenings().getLast().at().plus(upTo(5000) - 500L, ChronoUnit.MINUTES);
    }
}
