package dev.signalbox.messaging;

import dev.signalbox.messaging.EventResult.Fate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers for anybody what became of an event. */
@Component
class Explanations {

    private final JdbcClient jdbc;

    Explanations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Explanation> find(String source, String id) {
        return jdbc.sql("""
                        select i.*, (select d.id from dead_letter d where d.source = i.source
                          and d.event_id = i.event_id order by d.at desc fetch first 1 rows only) as letter
                        from inbox i where i.source = :source and i.event_id = :id""")
                .param("source", source)
                .param("id", id)
                .query((row, i) -> explained(row))
                .optional();
    }

    private static Explanation explained(ResultSet row) throws SQLException {
        Fate fate = Fate.valueOf(row.getString("result"));
        Long ticket = row.getObject("ticket", Long.class);
        String number = ticket == null ? null : ticket.toString();
        String step = row.getString("step");
        String reason = row.getString("reason");
        String waitsFor = row.getString("waits_for");
        Instant until = instant(row, "park_until");
        int duplicates = row.getInt("duplicates");
        String letter = row.getString("letter");
        return new Explanation(
                row.getString("source"),
                row.getString("event_id"),
                row.getString("type"),
                fate,
                sentence(fate, number, step, reason, waitsFor, until, duplicates),
                number,
                step,
                reason,
                waitsFor,
                until,
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getString("transport"),
                duplicates,
                instant(row, "last_seen_at"),
                fate == Fate.APPLIED ? null : letter,
                mend(fate, reason, waitsFor, letter));
    }

    private static String sentence(
            Fate fate,
            @Nullable String ticket,
            @Nullable String step,
            @Nullable String reason,
            @Nullable String waitsFor,
            @Nullable Instant until,
            int duplicates) {
        String again = duplicates == 0
                ? ""
                : " It came %d more %s and was applied once.".formatted(duplicates, duplicates == 1 ? "time" : "times");
        String of = ticket == null ? "" : " to ticket " + ticket;
        return switch (fate) {
            case APPLIED -> "Applied%s%s.".formatted(of, step == null ? "" : ", which is then " + step) + again;
            case DUPLICATE -> "It came before and was applied then.";
            case PARKED ->
                ticket == null
                        ? "Parked until %s: no ticket was requested under its subject yet.".formatted(until)
                        : "Parked until %s: ticket %s does not wait for %s yet.".formatted(until, ticket, waitsFor);
            case EXPIRED -> "Expired: %s.".formatted(told(reason));
            case IGNORED -> "Ignored: %s".formatted(told(reason)) + again;
            case REJECTED -> "Rejected at the edge: %s".formatted(told(reason));
            case DEAD -> "It could not be applied: %s".formatted(told(reason));
        };
    }

    private static @Nullable String mend(
            Fate fate, @Nullable String reason, @Nullable String waitsFor, @Nullable String letter) {
        String replay = letter == null ? "send it again" : "replay dead letter " + letter;
        return switch (fate) {
            case APPLIED, DUPLICATE, IGNORED -> null;
            case PARKED ->
                "ticket.requested".equals(waitsFor)
                        ? "Send the ticket.requested with this subject; it is applied by itself then."
                        : "Nothing: it is applied as soon as the ticket waits for " + waitsFor + ".";
            case EXPIRED ->
                "ticket.requested".equals(waitsFor)
                        ? "Send the ticket.requested with this subject, then " + replay + "."
                        : "Bring the ticket to where it waits for the event, then " + replay + ".";
            case REJECTED ->
                "Mend what the reason names, in the event or in the data it speaks of, then " + replay + ".";
            case DEAD ->
                told(reason).toLowerCase(Locale.ROOT).contains("race")
                        ? "Nothing is wrong with it: " + replay + "."
                        : "Mend the flow or the data that the reason names, then " + replay + ".";
        };
    }

    private static String told(@Nullable String reason) {
        return reason == null ? "no reason was kept." : reason;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime found = row.getObject(column, OffsetDateTime.class);
        return found == null ? null : found.toInstant();
    }
}
