package dev.signalbox.web.frame;

import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** How a due time looks: overdue, soon, fine or held, told by shape and words as well as by colour. */
@Component
public class ClockFace {

    /** What is due within this burns. */
    public static final Duration SOON = Duration.ofHours(1);

    public static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final Words words;

    ClockFace(Clock clock, Words words) {
        this.clock = clock;
        this.words = words;
    }

    /** What the page shows of a clock. */
    public record Face(String look, String text, String title) {}

    public Face of(Ticket ticket) {
        if (ticket.state().isOver()) {
            return new Face("held", words.of("clock.ended"), "");
        }
        Instant due = ticket.dueAt();
        if (due == null) {
            return new Face("held", words.of("clock.none"), "");
        }
        String title = TIME.format(due);
        if (TicketState.held().contains(ticket.state())) {
            return new Face("held", words.of("clock.held"), title);
        }
        Duration left = Duration.between(clock.instant(), due);
        if (left.isNegative()) {
            return new Face("over", words.of("clock.over", span(left.negated())), title);
        }
        return new Face(left.compareTo(SOON) < 0 ? "soon" : "fine", words.of("clock.left", span(left)), title);
    }

    /** A duration as people say it: "12 m", "3 h 5 m", "2 d 4 h". */
    public static String span(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + " d" + (time.toHoursPart() > 0 ? " " + time.toHoursPart() + " h" : "");
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h" + (time.toMinutesPart() > 0 ? " " + time.toMinutesPart() + " m" : "");
        }
        return time.toMinutes() + " m";
    }
}
