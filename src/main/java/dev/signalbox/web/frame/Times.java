package dev.signalbox.web.frame;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Times as pages show and read them: in the viewer's zone, and in UTC until the browser has told it. */
@Component
public class Times {

    private static final Form MOMENT = Form.of("d MMM yyyy HH:mm z", "d. M. yyyy HH:mm z");
    private static final Form BRIEF = Form.of("d MMM HH:mm", "d. M. HH:mm");
    private static final Form DAY = Form.of("d MMM yyyy", "d. M. yyyy");
    private static final Form ELSEWHERE = Form.of("d MMM HH:mm z", "d. M. HH:mm z");
    private static final DateTimeFormatter MINUTE = formatter("uuuu-MM-dd HH:mm z");
    private static final DateTimeFormatter SECOND = formatter("uuuu-MM-dd HH:mm:ss z");
    private static final String EXAMPLE = "2026-11-23 07:30";

    /** 26 Nov 2026 15:30 CET. */
    public static String moment(Instant at) {
        return MOMENT.told(at.atZone(zone()));
    }

    /** 26 Nov 15:30. */
    public static String brief(Instant at) {
        return BRIEF.told(at.atZone(zone()));
    }

    /** 26 Nov 2026; the days that contracts and plans name are days of UTC, whoever reads them. */
    public static String day(Instant at) {
        return DAY.told(at.atZone(ZoneOffset.UTC));
    }

    /** 2026-11-26 15:30 CET, for columns that are read from top to bottom. */
    public String minute(Instant at) {
        return MINUTE.format(at.atZone(zone()));
    }

    /** 2026-11-26 15:30:08 CET. */
    public String second(Instant at) {
        return SECOND.format(at.atZone(zone()));
    }

    /** The moment at another place, null where clocks there read the same. */
    static @Nullable String elsewhere(Instant at, @Nullable ZoneId place) {
        return place == null
                        || place.getRules()
                                .getOffset(at)
                                .equals(zone().getRules().getOffset(at))
                ? null
                : ELSEWHERE.told(at.atZone(place));
    }

    /** What somebody typed, "2026-11-23 07:30" in the viewer's zone, as RFC 3339; anything else as it was typed. */
    public static String read(String typed) {
        try {
            return LocalDateTime.parse(typed.replace(' ', 'T'))
                    .atZone(zone())
                    .toInstant()
                    .toString();
        } catch (DateTimeParseException other) {
            return typed;
        }
    }

    public static String example() {
        return EXAMPLE;
    }

    /** The viewer's zone by its name in the time zone database, such as Europe/Prague. */
    public static String zoneName() {
        return zone().getId();
    }

    private static ZoneId zone() {
        return LocaleContextHolder.getTimeZone().toZoneId();
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /** One way to write a time, in either language. */
    private record Form(DateTimeFormatter english, DateTimeFormatter czech) {

        static Form of(String english, String czech) {
            return new Form(formatter(english), formatter(czech));
        }

        String told(ZonedDateTime at) {
            boolean inCzech = LocaleContextHolder.getLocale().getLanguage().equals("cs");
            return (inCzech ? czech : english).format(at);
        }
    }
}
