package dev.signalbox.clock;

import java.text.MessageFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A due time in words a customer accepts: which stretches count, how much of each was paused and for whom, what is
 * skipped, and where that ends.
 */
public final class Explanation {

    private static final int MOST_PERIODS = 6;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter EXACT_TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Round round;
    private final Calendar calendar;
    private final ZoneId zone;
    private final Locale locale;
    private final ResourceBundle texts;
    private final Instant to;
    private final DateTimeFormatter day;

    private Explanation(Round round, Locale wanted) {
        this.round = round;
        this.calendar = round.promise().calendar();
        this.texts = ResourceBundle.getBundle(
                "explaining",
                wanted,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        Locale found = texts.getLocale();
        this.locale = found.getLanguage().isEmpty() ? Locale.ENGLISH : found;
        Instant paused = round.pausedSince();
        this.to = paused == null || round.breached() ? round.due() : paused;
        this.zone = calendar.zone(to);
        long days = ChronoUnit.DAYS.between(date(round.start()), date(to));
        this.day = DateTimeFormatter.ofPattern(text(days > 5 ? "day.date" : "day"), locale);
    }

    /** In the language of {@code locale} where we have it, otherwise in English. */
    public static String of(Round round, Locale locale) {
        return new Explanation(round, locale).told();
    }

    private String told() {
        List<String> parts = new ArrayList<>();
        List<Calendar.Stretch> stretches = calendar.stretches(round.start(), to);
        if (calendar.aroundTheClock()) {
            parts.add(text("around-the-clock"));
        } else if (!calendar.open(round.start())) {
            parts.add(text("starts", moment(round.start())));
        }
        int most = stretches.size() > MOST_PERIODS ? 2 : stretches.size();
        for (int i = 0; i < most; i++) {
            if (i > 0) {
                parts.add(skipped(stretches.get(i - 1), stretches.get(i)));
            }
            parts.add(counted(stretches.get(i)));
        }
        if (most < stretches.size()) {
            int resumes = stretches.size() - 2;
            parts.add(more(stretches.subList(most, resumes)));
            parts.add(counted(stretches.get(resumes)));
            parts.add(skipped(stretches.get(resumes), stretches.getLast()));
            parts.add(counted(stretches.getLast()));
        }
        parts.add(ending());
        Instant end = round.end();
        if (end != null) {
            parts.add(text("done", moment(end)));
        }
        return text("target", span(round.target())) + ": " + String.join("; ", parts);
    }

    private String ending() {
        Instant since = round.pausedSince();
        Owner owner = round.pausedFor();
        if (since == null || owner == null || round.breached()) {
            return text("due", moment(round.due()), place());
        }
        return text("stands-still", moment(since), waiting(owner), span(round.left()), place());
    }

    private String counted(Calendar.Stretch stretch) {
        Map<Owner, Duration> paused = paused(stretch);
        Duration all = sum(paused);
        if (all.equals(stretch.length()) && paused.size() == 1) {
            return text(
                    "all-paused",
                    range(stretch),
                    text("paused.all", waiting(paused.keySet().iterator().next())));
        }
        String length = span(stretch.length()) + clockChange(stretch);
        return paused.isEmpty()
                ? text("counts", range(stretch), length)
                : text("counts.paused", range(stretch), length, pausedTold(paused));
    }

    private String more(List<Calendar.Stretch> stretches) {
        Map<Owner, Duration> paused = new EnumMap<>(Owner.class);
        Duration length = Duration.ZERO;
        for (Calendar.Stretch one : stretches) {
            length = length.plus(one.length());
            paused(one).forEach((owner, time) -> paused.merge(owner, time, Duration::plus));
        }
        String until = moment(stretches.getLast().to());
        return paused.isEmpty()
                ? text("more", stretches.size(), until, span(length))
                : text("more.paused", stretches.size(), until, span(length), pausedTold(paused));
    }

    private String pausedTold(Map<Owner, Duration> paused) {
        return paused.entrySet().stream()
                .map(one -> text("paused", span(one.getValue()), waiting(one.getKey())))
                .collect(Collectors.joining(" " + text("and") + " "));
    }

    private static Duration sum(Map<Owner, Duration> times) {
        return times.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    private Map<Owner, Duration> paused(Calendar.Stretch stretch) {
        Map<Owner, Duration> paused = new EnumMap<>(Owner.class);
        for (Round.Piece piece : round.pieces()) {
            Instant from = piece.from().isBefore(stretch.from()) ? stretch.from() : piece.from();
            Instant until = piece.to().isAfter(stretch.to()) ? stretch.to() : piece.to();
            if (!piece.counts() && from.isBefore(until)) {
                paused.merge(piece.owner(), Duration.between(from, until), Duration::plus);
            }
        }
        return paused;
    }

    private String skipped(Calendar.Stretch before, Calendar.Stretch after) {
        LocalDate last = date(before.to().minusMillis(1));
        LocalDate next = date(after.from());
        if (last.equals(next)) {
            return text("skipped", text("break"));
        }
        Set<String> what = new LinkedHashSet<>();
        for (LocalDate day = last.plusDays(1); day.isBefore(next); day = day.plusDays(1)) {
            boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
            what.add(calendar.closedFor(day, before.to(), locale, text("holiday"))
                    .orElse(text(weekend ? "weekend" : "closed")));
        }
        return text("skipped", what.isEmpty() ? text("night") : listed(List.copyOf(what)));
    }

    private String listed(List<String> names) {
        int last = names.size() - 1;
        return last == 0
                ? names.getFirst()
                : String.join(", ", names.subList(0, last)) + " " + text("and") + " " + names.get(last);
    }

    /** "Mon 15:30–17:30"; the end of the day is 24:00. */
    private String range(Calendar.Stretch stretch) {
        LocalDate from = date(stretch.from());
        ZonedDateTime end = stretch.to().atZone(zone);
        if (end.toLocalDate().equals(from)) {
            return moment(stretch.from()) + "–" + time(stretch.to());
        }
        boolean midnight = end.toLocalTime().equals(java.time.LocalTime.MIDNIGHT)
                && end.toLocalDate().equals(from.plusDays(1));
        return moment(stretch.from()) + "–" + (midnight ? "24:00" : moment(stretch.to()));
    }

    private String clockChange(Calendar.Stretch stretch) {
        int before = zone.getRules().getOffset(stretch.from()).getTotalSeconds();
        int after = zone.getRules().getOffset(stretch.to()).getTotalSeconds();
        return before == after ? "" : text(before < after ? "forward" : "back");
    }

    private String moment(Instant at) {
        return day.format(at.atZone(zone)) + " " + time(at);
    }

    private String time(Instant at) {
        return (at.getEpochSecond() % 60 == 0 ? TIME : EXACT_TIME).format(at.atZone(zone));
    }

    private LocalDate date(Instant at) {
        return at.atZone(zone).toLocalDate();
    }

    private String place() {
        String id = zone.getId();
        return id.equals("Z") ? "UTC" : id.substring(id.lastIndexOf('/') + 1).replace('_', ' ');
    }

    private String waiting(Owner owner) {
        String name = "waiting." + owner;
        return text(owner == Owner.CUSTOMER && !round.kind().promisedToCustomer() ? name + ".inside" : name);
    }

    private String span(Duration time) {
        List<String> parts = new ArrayList<>();
        if (time.toHours() > 0) {
            parts.add(text("hours", time.toHours()));
        }
        if (time.toMinutesPart() > 0 || time.toSeconds() == 0) {
            parts.add(text("minutes", time.toMinutesPart()));
        }
        if (time.toSecondsPart() > 0) {
            parts.add(text("seconds", time.toSecondsPart()));
        }
        return String.join(" ", parts);
    }

    private String text(String name, @Nullable Object... arguments) {
        Object[] plain = new Object[arguments.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = String.valueOf(arguments[i]);
        }
        return new MessageFormat(texts.getString(name), locale).format(plain);
    }
}
