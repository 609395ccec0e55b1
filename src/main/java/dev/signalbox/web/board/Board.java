package dev.signalbox.web.board;

import dev.signalbox.web.frame.ClockFace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the lead's board shows. */
record Board(
        List<Figure> figures,
        List<Burning> burning,
        List<Work> approvals,
        List<Work> unassigned,
        List<Desk> desks,
        List<Plan> plans,
        List<Outage> outages,
        List<Person> people) {

    /** A number that tells how the desk stands; {@code look} is over, soon or fine. */
    record Figure(String label, long value, String look) {}

    record Burning(
            String number,
            String title,
            @Nullable String severity,
            String severityLook,
            ClockFace.Face clock,
            String customer,
            String owner) {}

    /** An open task; {@code hint} says since when it waits. */
    record Work(String id, String number, String name, String title, String hint, ClockFace.Face clock) {}

    /** What somebody carries; {@code share} of the busiest, in hundredths. */
    record Desk(String who, String account, long open, long late, int share) {}

    record Plan(String partner, String name, String balance, String look, String until) {}

    record Outage(String id, String title, String service, long held) {}

    record Person(String account, String name) {}
}
