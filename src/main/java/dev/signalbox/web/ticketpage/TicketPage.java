package dev.signalbox.web.ticketpage;

import dev.signalbox.web.frame.ClockFace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ticket page shows. */
record TicketPage(
        String number,
        String title,
        String customer,
        boolean ofCustomer,
        @Nullable String severity,
        String severityLook,
        ClockFace.Face clock,
        List<Pair> facts,
        List<Stop> line,
        List<Entry> timeline,
        List<Step> tasks,
        List<Pair> clocks,
        String waiting,
        List<Option> acts,
        List<Tied> related,
        @Nullable String outage,
        @Nullable String statusLink,
        boolean mayRate,
        int rating,
        boolean mayWrite,
        boolean mayWithdraw,
        boolean mayReopen,
        boolean mayAcknowledge) {

    /** Another ticket and what ties it to this one. */
    record Tied(String tie, String number, String title, String state, boolean mayMerge) {}

    record Pair(String label, String value) {}

    /** A station of the line: {@code done}, {@code at}, {@code off} (not on this ticket's way) or empty. */
    record Stop(String label, String look) {}

    record Entry(
            String look,
            String at,
            String when,
            String time,
            @Nullable String initials,
            @Nullable String who,
            String kind,
            @Nullable String body,
            @Nullable Why why,
            List<File> files) {

        /** The same, with the moment told otherwise. */
        Entry told(String moment) {
            return new Entry(look, at, moment, time, initials, who, kind, body, why, files);
        }
    }

    record File(String id, String name, String size) {}

    /** A decision in the words of its table; the id leads to its nearest alternative. */
    record Why(String id, String answer, List<String> rules, List<Pair> inputs) {}

    /** What helps with a step; {@code kind} is text, link or copy (to be taken over into a portal). */
    record Help(String label, String value, String kind) {}

    record Step(
            String id,
            String name,
            String owner,
            List<Help> context,
            List<Field> fields,
            boolean mayClaim,
            boolean mayRelease) {}

    /** A field of a form; {@code kind} is line, area, choice, check or rows. */
    record Field(
            String key,
            String label,
            String kind,
            boolean required,
            @Nullable String value,
            @Nullable String hint,
            List<Option> options,
            List<List<Cell>> rows,
            List<String> problems) {}

    record Option(String value, String label) {}

    record Cell(String key, String label, String value, String hint) {}
}
