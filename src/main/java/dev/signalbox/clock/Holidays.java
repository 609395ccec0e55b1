package dev.signalbox.clock;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.LocalDate;
import java.time.Year;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Public holidays by country and region, such as {@code CZ}, {@code DE-BY} or {@code US-NY}. */
final class Holidays {

    /** The languages in which the library has the names of holidays. */
    private static final Set<String> NAMED_IN = Set.of("en", "de", "fr", "nl", "pt", "sv", "el");

    private static final Map<String, Map<LocalDate, String>> FOUND = new ConcurrentHashMap<>();

    private Holidays() {}

    static boolean known(String code) {
        String[] parts = code.toLowerCase(Locale.ROOT).split("-");
        if (!code.equals(code.toUpperCase(Locale.ROOT))
                || parts[0].length() != 2
                || !HolidayManager.getSupportedCalendarCodes().contains(parts[0].toUpperCase(Locale.ROOT))) {
            return false;
        }
        CalendarHierarchy place =
                HolidayManager.getInstance(ManagerParameters.create(parts[0])).getCalendarHierarchy();
        for (int i = 1; i < parts.length; i++) {
            place = place.getChildren().get(parts[i]);
            if (place == null) {
                return false;
            }
        }
        return true;
    }

    /** The year's holidays of the place, with the key of each one's name. */
    static Map<LocalDate, String> of(String code, int year) {
        return FOUND.computeIfAbsent(code + " " + year, fresh -> look(code, year));
    }

    private static Map<LocalDate, String> look(String code, int year) {
        String[] parts = code.toLowerCase(Locale.ROOT).split("-");
        Map<LocalDate, String> days = new TreeMap<>();
        HolidayManager.getInstance(ManagerParameters.create(parts[0]))
                .getHolidays(Year.of(year), HolidayType.PUBLIC_HOLIDAY, Arrays.copyOfRange(parts, 1, parts.length))
                .forEach(day -> days.put(day.getDate(), day.getPropertiesKey()));
        return days;
    }

    /** The name in {@code locale}'s language, empty where the library has none in it. */
    static String name(String code, LocalDate day, Locale locale) {
        if (!NAMED_IN.contains(locale.getLanguage())) {
            return "";
        }
        String[] parts = code.toLowerCase(Locale.ROOT).split("-");
        return HolidayManager.getInstance(ManagerParameters.create(parts[0]))
                .getHolidays(day, day, HolidayType.PUBLIC_HOLIDAY, Arrays.copyOfRange(parts, 1, parts.length))
                .stream()
                .map(holiday -> holiday.getDescription(locale))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
