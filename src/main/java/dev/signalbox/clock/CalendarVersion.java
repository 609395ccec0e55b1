package dev.signalbox.clock;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a calendar says from a date on: the week's periods, the places whose holidays are kept, and days of its own,
 * which come before both.
 *
 * @param validFrom the first day it holds for, null for ever before
 * @param yearly own days that return every year
 */
public record CalendarVersion(
        @Nullable LocalDate validFrom,
        ZoneId zone,
        Map<DayOfWeek, List<Period>> week,
        List<String> holidays,
        Map<LocalDate, Day> own,
        Map<MonthDay, Day> yearly) {

    private static final Pattern WEEKLY =
            Pattern.compile("(?<from>[A-Za-z]{3})(?:-(?<to>[A-Za-z]{3}))? +(?<period>[0-9:]{5}-[0-9:]{5})");
    private static final Pattern OWN = Pattern.compile(
            "(?<date>(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2}) +(?<period>closed|[0-9:]{5}-[0-9:]{5})(?: +(?<name>.{1,60}))?");
    private static final Pattern PERIOD =
            Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)");

    static final String HOURS_EXPECTED = "periods such as Mon-Fri 09:00-12:00, two or more a day where you like";
    static final String OWN_EXPECTED =
            "days such as 2026-12-24 closed Christmas Eve, 12-31 09:00-12:00 for every year's";

    /** A day that is not as the week has it: its periods, none where it is closed, and its name. */
    public record Day(@Nullable String name, List<Period> periods) {}

    /** One day of the week as {@code Mon}; for the texts that calendars are written in. */
    private static final Map<String, DayOfWeek> DAYS = Arrays.stream(DayOfWeek.values())
            .collect(Collectors.toMap(day -> day.name().substring(0, 3), day -> day));

    /** Monday to Friday, or some other days, between two times. */
    static CalendarVersion plain(ServiceHours hours) {
        Map<DayOfWeek, List<Period>> week = new EnumMap<>(DayOfWeek.class);
        hours.days().forEach(day -> week.put(day, List.of(new Period(hours.opens(), hours.closes()))));
        return new CalendarVersion(null, hours.zone(), week, List.of(), Map.of(), Map.of());
    }

    /**
     * Reads a version from the texts people write.
     *
     * @param wrong told each field that does not fit, with what was expected there
     * @return empty where something did not fit
     */
    public static Optional<CalendarVersion> read(
            @Nullable LocalDate validFrom,
            ZoneId zone,
            List<String> hours,
            List<String> holidays,
            List<String> ownDays,
            Wrong wrong) {
        List<String> before = new ArrayList<>();
        Wrong noted = (field, expected, found) -> {
            before.add(field);
            wrong.accept(field, expected, found);
        };
        Map<DayOfWeek, List<Period>> week = week(hours, noted);
        Map<LocalDate, Day> own = new TreeMap<>();
        Map<MonthDay, Day> yearly = new TreeMap<>();
        for (String text : ownDays) {
            Matcher read = OWN.matcher(text);
            if (!read.matches() || !ownDay(read, own, yearly)) {
                noted.accept("ownDays", OWN_EXPECTED, text);
            }
        }
        BiConsumer<Object, Day> apart = (date, day) -> overlapping(day.periods())
                .ifPresent(two -> noted.accept("ownDays", "periods apart from each other", date + " " + two));
        own.forEach(apart);
        yearly.forEach(apart);
        for (String place : holidays) {
            if (!Holidays.known(place)) {
                noted.accept("holidays", "a country or region such as CZ or DE-BY", place);
            }
        }
        return before.isEmpty()
                ? Optional.of(new CalendarVersion(validFrom, zone, week, List.copyOf(holidays), own, yearly))
                : Optional.empty();
    }

    /** Told what does not fit. */
    @FunctionalInterface
    public interface Wrong {
        void accept(String field, String expected, String found);
    }

    private static Map<DayOfWeek, List<Period>> week(List<String> hours, Wrong wrong) {
        Map<DayOfWeek, List<Period>> week = new EnumMap<>(DayOfWeek.class);
        for (String text : hours) {
            Matcher read = WEEKLY.matcher(text);
            Optional<Period> period = read.matches() ? period(read.group("period")) : Optional.empty();
            DayOfWeek from = period.isPresent() ? day(read.group("from")) : null;
            DayOfWeek to = period.isEmpty() ? null : read.group("to") == null ? from : day(read.group("to"));
            if (from == null || to == null) {
                wrong.accept("hours", HOURS_EXPECTED, text);
                continue;
            }
            for (DayOfWeek day = from; ; day = day.plus(1)) {
                week.computeIfAbsent(day, fresh -> new ArrayList<>()).add(period.get());
                if (day == to) {
                    break;
                }
            }
        }
        int minutes = 0;
        for (Map.Entry<DayOfWeek, List<Period>> day : week.entrySet()) {
            day.getValue().sort(null);
            overlapping(day.getValue())
                    .ifPresent(two ->
                            wrong.accept("hours", "periods apart from each other", name(day.getKey()) + " " + two));
            minutes += day.getValue().stream().mapToInt(Period::minutes).sum();
        }
        if (minutes < 60) {
            wrong.accept("hours", "at least one working hour a week", minutes == 0 ? "none" : minutes + " minutes");
        }
        return week;
    }

    private static boolean ownDay(Matcher read, Map<LocalDate, Day> own, Map<MonthDay, Day> yearly) {
        boolean closed = read.group("period").equals("closed");
        Optional<Period> period = period(read.group("period"));
        if (!closed && period.isEmpty()) {
            return false;
        }
        Day day = new Day(read.group("name"), period.map(List::of).orElse(List.of()));
        String date = read.group("date");
        try {
            if (date.length() == 5) {
                yearly.merge(MonthDay.parse("--" + date), day, CalendarVersion::both);
            } else {
                own.merge(LocalDate.parse(date), day, CalendarVersion::both);
            }
            return true;
        } catch (java.time.DateTimeException noDate) {
            return false;
        }
    }

    private static Day both(Day one, Day other) {
        List<Period> periods = new ArrayList<>(one.periods());
        periods.addAll(other.periods());
        periods.sort(null);
        return new Day(one.name() == null ? other.name() : one.name(), periods);
    }

    private static Optional<String> overlapping(List<Period> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).overlaps(sorted.get(i - 1))) {
                return Optional.of(sorted.get(i - 1) + " and " + sorted.get(i));
            }
        }
        return Optional.empty();
    }

    private static Optional<Period> period(String text) {
        Matcher read = PERIOD.matcher(text);
        if (!read.matches()) {
            return Optional.empty();
        }
        String[] ends = text.split("-");
        var opens = java.time.LocalTime.parse(ends[0]);
        var closes = ends[1].equals("24:00") ? java.time.LocalTime.MIDNIGHT : java.time.LocalTime.parse(ends[1]);
        return closes.equals(java.time.LocalTime.MIDNIGHT) || opens.isBefore(closes)
                ? Optional.of(new Period(opens, closes))
                : Optional.empty();
    }

    private static @Nullable DayOfWeek day(String text) {
        return DAYS.get(text.toUpperCase(Locale.ROOT));
    }

    private static String name(DayOfWeek day) {
        return day.name().charAt(0) + day.name().substring(1, 3).toLowerCase(Locale.ROOT);
    }

    /** Whether it is open all the time, holidays included. */
    boolean aroundTheClock() {
        return holidays.isEmpty()
                && own.isEmpty()
                && yearly.isEmpty()
                && week.size() == 7
                && week.values().stream().allMatch(List.of(Period.WHOLE_DAY)::equals);
    }

    /** The holidays of a year at all its places. */
    Map<LocalDate, String> holidaysOf(int year) {
        Map<LocalDate, String> days = new LinkedHashMap<>();
        holidays.forEach(place -> Holidays.of(place, year).keySet().forEach(day -> days.putIfAbsent(day, place)));
        return days;
    }

    List<Period> periods(LocalDate day, Map<LocalDate, String> holidays) {
        Day special = own.get(day);
        if (special == null && !yearly.isEmpty()) {
            special = yearly.get(MonthDay.from(day));
        }
        if (special != null) {
            return special.periods();
        }
        return holidays.containsKey(day) ? List.of() : week.getOrDefault(day.getDayOfWeek(), List.of());
    }

    /** Why the day is closed: a name, or nothing where it simply is no day of work. */
    Optional<String> closedFor(LocalDate day, Locale locale, String otherwise) {
        Day special = own.getOrDefault(day, yearly.get(MonthDay.from(day)));
        if (special != null) {
            return Optional.of(special.name() == null ? otherwise : special.name());
        }
        if (week.getOrDefault(day.getDayOfWeek(), List.of()).isEmpty()) {
            return Optional.empty();
        }
        return holidays.stream()
                .filter(place -> Holidays.of(place, day.getYear()).containsKey(day))
                .findFirst()
                .map(place -> Holidays.name(place, day, locale))
                .map(name -> name.isEmpty() ? otherwise : name);
    }
}
