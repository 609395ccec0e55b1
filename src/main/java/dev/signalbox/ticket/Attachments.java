package dev.signalbox.ticket;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All files that came with messages, in the database, so that every node has them and a backup holds them. */
@Component
public class Attachments {

    private static final String READABLE = """
            select a.id, a.ticket, a.message, a.name, a.bytes, a.created_at from attachment a
            join message m on m.id = a.message where a.ticket = :ticket""";

    private final JdbcClient jdbc;
    private final Clock clock;

    Attachments(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    public void add(TicketNumber ticket, String messageId, List<NewAttachment> files) {
        for (NewAttachment file : files) {
            jdbc.sql("""
                    insert into attachment (id, ticket, message, name, bytes, content, created_at)
                    values (:id, :ticket, :message, :name, :bytes, :content, :now)""")
                    .param("id", UUID.randomUUID().toString())
                    .param("ticket", ticket.value())
                    .param("message", messageId)
                    .param("name", file.name())
                    .param("bytes", file.content().length)
                    .param("content", file.content())
                    .param("now", Tickets.at(clock.instant()))
                    .update();
        }
    }

    /** The files of a ticket; for its customer those alone whose message it may read. */
    public List<Attachment> of(TicketNumber ticket, boolean publicOnly) {
        return jdbc.sql(READABLE + shown(publicOnly) + " order by a.number")
                .param("ticket", ticket.value())
                .query((row, i) -> attachment(row))
                .list();
    }

    public Optional<Attachment> find(TicketNumber ticket, String id, boolean publicOnly) {
        return jdbc.sql(READABLE + shown(publicOnly) + " and a.id = :id")
                .param("ticket", ticket.value())
                .param("id", id)
                .query((row, i) -> attachment(row))
                .optional();
    }

    public byte[] content(Attachment attachment) {
        return jdbc.sql("select content from attachment where id = :id")
                .param("id", attachment.id())
                .query((row, i) -> row.getBytes("content"))
                .single();
    }

    private static String shown(boolean publicOnly) {
        return publicOnly ? " and m.visibility = 'PUBLIC' and not m.withheld and not m.held" : "";
    }

    private static Attachment attachment(ResultSet row) throws SQLException {
        return new Attachment(
                row.getString("id"),
                new TicketNumber(row.getLong("ticket")),
                row.getString("message"),
                row.getString("name"),
                row.getInt("bytes"),
                Tickets.instant(row, "created_at"));
    }
}
