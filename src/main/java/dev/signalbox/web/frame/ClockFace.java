package dev.signalbox.web.frame;

import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How a due time looks: overdue, soon, fine or held, told by shape and words as well as by colour. */
@Component
public class ClockFace {

    /** What is due within this burns. */
    public static final Duration SOON = Duration.ofHours(1);

    private final Clock clock;
    private final Words words;

    ClockFace(Clock clock, Words words) {
        this.clock = clock;
        this.words = words;
    }

    /** What the page shows of a clock. */
    public record Face(String look, String text, String title) {}

    /** The clock of a ticket whose customer's place is not asked for. */
    public Face of(Ticket ticket) {
        return of(ticket, null);
    }

    /** @param place the customer's zone, whose time is told beside the viewer's where it differs */
    public Face of(Ticket ticket, @Nullable ZoneId place) {
        if (ticket.state().isOver()) {
            return new Face("held", words.of("clock.ended"), "");
        }
        Instant due = ticket.dueAt();
        if (due == null) {
            return new Face("held", words.of("clock.none"), "");
        }
        String title = both(due, place);
        if (TicketState.held().contains(ticket.state())) {
            return new Face("held", words.of("clock.held"), title);
        }
        Duration left = Duration.between(clock.instant(), due);
        if (left.isNegative()) {
            return new Face("over", words.of("clock.over", span(left.negated())), title);
        }
        return new Face(left.compareTo(SOON) < 0 ? "soon" : "fine", words.of("clock.left", span(left)), title);
    }

    /** A moment in the viewer's zone, and in the customer's where that differs. */
    public String both(Instant at, @Nullable ZoneId place) {
        String there = Times.elsewhere(at, place);
        return there == null ? Times.moment(at) : words.of("time.there", Times.moment(at), there);
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
