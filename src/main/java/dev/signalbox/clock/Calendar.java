package dev.signalbox.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When somebody works, in versions that follow each other. A pure value: what it answers depends on nothing but its
 * versions. The periods are laid out once for the years asked about, so that asking is a search in an array.
 */
public final class Calendar {

    private static final int FIRST_YEAR = 1990;
    private static final int LAST_YEAR = 2260;
    private static final Calendar ALWAYS = new Calendar(List.of(CalendarVersion.plain(ServiceHours.always())));

    private static final Map<ServiceHours, Calendar> OF_HOURS = new ConcurrentHashMap<>();

    private final List<CalendarVersion> versions;
    private final boolean always;
    private volatile @Nullable Layout layout;

    private Calendar(List<CalendarVersion> versions) {
        this.versions = versions;
        this.always = versions.stream().allMatch(CalendarVersion::aroundTheClock);
    }

    /** Every hour of every day. */
    public static Calendar always() {
        return ALWAYS;
    }

    /** The same hours are one calendar, laid out once; contracts differ in few hours. */
    public static Calendar of(ServiceHours hours) {
        return hours.aroundTheClock()
                ? ALWAYS
                : OF_HOURS.computeIfAbsent(hours, one -> new Calendar(List.of(CalendarVersion.plain(one))));
    }

    /** The versions in any order; the earliest holds for the time before it, too. */
    public static Calendar of(List<CalendarVersion> versions) {
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("Expected a calendar of at least one version, found none");
        }
        return new Calendar(versions.stream()
                .sorted(Comparator.comparing(
                        CalendarVersion::validFrom, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList());
    }

    public boolean aroundTheClock() {
        return always;
    }

    /** The zone of the version in force at {@code at}. */
    public ZoneId zone(Instant at) {
        return version(at).zone();
    }

    public boolean open(Instant at) {
        return openMillis(at.toEpochMilli(), at.toEpochMilli() + 1) > 0;
    }

    /** How much of the time between the two counts. */
    public Duration between(Instant from, Instant to) {
        return Duration.ofMillis(openMillis(from.toEpochMilli(), to.toEpochMilli()));
    }

    /**
     * The instant at which {@code open} time has passed since {@code from}; for none at all the next moment that counts.
     * A target that ends with a period is due when it closes, not when the next one opens.
     */
    public Instant after(Instant from, Duration open) {
        if (open.isNegative()) {
            throw new IllegalArgumentException("Expected a target of no time or more, found " + open);
        }
        if (always) {
            return from.plus(open);
        }
        long fine = from.toEpochMilli();
        return Instant.ofEpochMilli(after(fine, open.toMillis())).plusNanos(from.getNano() % 1_000_000);
    }

    long openMillis(long from, long to) {
        if (from >= to) {
            return 0;
        }
        if (always) {
            return to - from;
        }
        Layout known = covering(from, to);
        return known.openBefore(to) - known.openBefore(from);
    }

    /** Open time before each of the first {@code count} rising instants, counted from one start for all of them. */
    long[] openBefore(long[] rising, int count) {
        long[] open = new long[count];
        if (always) {
            System.arraycopy(rising, 0, open, 0, count);
            return open;
        }
        Layout known = covering(rising[0], rising[count - 1]);
        int period = known.firstEndingAfter(rising[0]);
        for (int i = 0; i < count; i++) {
            while (period < known.closes.length && known.closes[period] <= rising[i]) {
                period++;
            }
            open[i] = known.openBefore(rising[i], period);
        }
        return open;
    }

    long after(long from, long open) {
        if (always) {
            return from + open;
        }
        Layout known = covering(from, from);
        while (true) {
            long found = known.after(from, open);
            if (found != Long.MIN_VALUE) {
                return found;
            }
            if (known.lastYear >= LAST_YEAR) {
                throw new IllegalArgumentException(
                        "Expected a target before the year " + LAST_YEAR + ", found " + Duration.ofMillis(open));
            }
            known = grown(known, known.firstYear, Math.min(LAST_YEAR, known.lastYear * 2 - known.firstYear + 1));
        }
    }

    /** The periods that touch the time from {@code from} to {@code to}, cut to it. */
    public List<Stretch> stretches(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return List.of();
        }
        if (always) {
            return List.of(new Stretch(from, to));
        }
        Layout known = covering(from.toEpochMilli(), to.toEpochMilli());
        List<Stretch> found = new ArrayList<>();
        for (int i = known.firstEndingAfter(from.toEpochMilli()); i < known.opens.length; i++) {
            if (known.opens[i] >= to.toEpochMilli()) {
                break;
            }
            Instant opens = Instant.ofEpochMilli(known.opens[i]);
            Instant closes = Instant.ofEpochMilli(known.closes[i]);
            found.add(new Stretch(opens.isBefore(from) ? from : opens, closes.isAfter(to) ? to : closes));
        }
        return found;
    }

    /** A stretch of time. */
    public record Stretch(Instant from, Instant to) {

        public Duration length() {
            return Duration.between(from, to);
        }
    }

    /** Why nobody works on that day; empty where the week has no hours for it. */
    Optional<String> closedFor(LocalDate day, Instant near, Locale locale, String otherwise) {
        return version(near).closedFor(day, locale, otherwise);
    }

    private CalendarVersion version(Instant at) {
        CalendarVersion found = versions.getFirst();
        for (CalendarVersion next : versions) {
            LocalDate from = next.validFrom();
            if (from != null && !at.isBefore(from.atStartOfDay(next.zone()).toInstant())) {
                found = next;
            }
        }
        return found;
    }

    private Layout covering(long from, long to) {
        Layout known = layout;
        if (known != null && known.covers(from, to)) {
            return known;
        }
        int first = year(from) - 1;
        int last = year(to) + 1;
        return grown(
                known,
                known == null ? first : Math.min(first, known.firstYear),
                known == null ? last : Math.max(last, known.lastYear));
    }

    private static int year(long at) {
        int year = Instant.ofEpochMilli(at).atZone(ZoneOffset.UTC).getYear();
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new IllegalArgumentException(
                    "Expected a time between the years " + FIRST_YEAR + " and " + LAST_YEAR + ", found one in " + year);
        }
        return year;
    }

    // Two threads may lay out the same years at once; both get the same, and one of them is kept
    private Layout grown(@Nullable Layout before, int firstYear, int lastYear) {
        Layout fresh = lay(Math.max(firstYear, FIRST_YEAR - 1), lastYear);
        layout = fresh;
        return fresh;
    }

    private Layout lay(int firstYear, int lastYear) {
        List<long[]> found = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            CalendarVersion version = versions.get(i);
            long begins = i == 0 ? Long.MIN_VALUE : start(version);
            long ends = i + 1 == versions.size() ? Long.MAX_VALUE : start(versions.get(i + 1));
            lay(version, begins, ends, firstYear, lastYear, found);
        }
        return new Layout(firstYear, lastYear, found);
    }

    private static long start(CalendarVersion version) {
        LocalDate from = version.validFrom();
        return from == null
                ? Long.MIN_VALUE
                : from.atStartOfDay(version.zone()).toInstant().toEpochMilli();
    }

    private static void lay(
            CalendarVersion version, long begins, long ends, int firstYear, int lastYear, List<long[]> found) {
        ZoneId zone = version.zone();
        for (int year = firstYear; year <= lastYear; year++) {
            Map<LocalDate, String> holidays = version.holidaysOf(year);
            LocalDate day = LocalDate.of(year, 1, 1);
            for (int left = Year.of(year).length(); left > 0; left--, day = day.plusDays(1)) {
                for (Period period : version.periods(day, holidays)) {
                    add(
                            found,
                            Math.max(begins, at(day, period.opens(), zone)),
                            Math.min(
                                    ends,
                                    period.endsAtMidnight()
                                            ? at(day.plusDays(1), LocalTime.MIDNIGHT, zone)
                                            : at(day, period.closes(), zone)));
                }
            }
        }
    }

    // Compared as instants: a local time within the changed hour does not exist, or exists twice. Two periods that
    // touch, or that the skipped hour pushes into each other, are one
    private static void add(List<long[]> found, long opens, long closes) {
        long[] last = found.isEmpty() ? null : found.getLast();
        if (last != null && opens <= last[1]) {
            last[1] = Math.max(last[1], closes);
        } else if (opens < closes) {
            found.add(new long[] {opens, closes});
        }
    }

    private static long at(LocalDate day, LocalTime time, ZoneId zone) {
        return day.atTime(time).atZone(zone).toInstant().toEpochMilli();
    }

    /** All periods of some years, and how much open time lies before each. */
    private static final class Layout {

        private static final long MARGIN = Duration.ofDays(3).toMillis();

        private final int firstYear;
        private final int lastYear;
        private final long from;
        private final long to;
        private final long[] opens;
        private final long[] closes;
        private final long[] before;

        Layout(int firstYear, int lastYear, List<long[]> found) {
            this.firstYear = firstYear;
            this.lastYear = lastYear;
            this.from = at(LocalDate.of(firstYear, 1, 1), LocalTime.MIDNIGHT, ZoneOffset.UTC) + MARGIN;
            this.to = at(LocalDate.of(lastYear + 1, 1, 1), LocalTime.MIDNIGHT, ZoneOffset.UTC) - MARGIN;
            this.opens = found.stream().mapToLong(two -> two[0]).toArray();
            this.closes = found.stream().mapToLong(two -> two[1]).toArray();
            this.before = new long[opens.length + 1];
            for (int i = 0; i < opens.length; i++) {
                before[i + 1] = before[i] + closes[i] - opens[i];
            }
        }

        boolean covers(long one, long other) {
            return one >= from && other < to;
        }

        int firstEndingAfter(long at) {
            int found = Arrays.binarySearch(closes, at);
            return found >= 0 ? found + 1 : -found - 1;
        }

        long openBefore(long at) {
            return openBefore(at, firstEndingAfter(at));
        }

        long openBefore(long at, int i) {
            return before[i] + (i < opens.length && at > opens[i] ? at - opens[i] : 0);
        }

        /** {@code Long.MIN_VALUE} where that is after the years laid out. */
        long after(long start, long open) {
            int i = firstEndingAfter(start);
            long left = open;
            long at = start;
            for (; i < opens.length; i++) {
                at = Math.max(start, opens[i]);
                if (left <= closes[i] - at) {
                    return at + left < to ? at + left : Long.MIN_VALUE;
                }
                if (i + 1 < opens.length && at == opens[i]) {
                    // whole periods are skipped by a search in the sums
                    int found = Arrays.binarySearch(before, before[i] + left);
                    int next = found >= 0 ? found - 1 : -found - 2;
                    if (next > i && next < opens.length) {
                        left -= before[next] - before[i];
                        i = next - 1;
                        continue;
                    }
                }
                left -= closes[i] - at;
            }
            return Long.MIN_VALUE;
        }
    }
}
