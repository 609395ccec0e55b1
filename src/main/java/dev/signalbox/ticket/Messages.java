package dev.signalbox.ticket;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is written about tickets. The timeline names a message by its id only. */
@Component
public class Messages {

    /** What stands where a person was. */
    public static final String ERASED = "[erased]";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Tickets tickets;

    Messages(JdbcClient jdbc, Clock clock, Tickets tickets) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.tickets = tickets;
    }

    /** Keeps the message and tells the timeline. */
    public String add(
            TicketNumber ticket,
            Message.Visibility visibility,
            Message.Direction direction,
            String author,
            String body) {
        String id = keep(ticket, visibility, direction, author, body, false);
        tell(ticket, id, visibility, direction, author);
        return id;
    }

    /** Keeps a message that nobody hears of until it is released. */
    public String hold(
            TicketNumber ticket,
            Message.Visibility visibility,
            Message.Direction direction,
            String author,
            String body) {
        return keep(ticket, visibility, direction, author, body, true);
    }

    /** A message that is still held. */
    public Optional<Message> held(String id) {
        return jdbc.sql("select * from message where id = :id and held")
                .param("id", id)
                .query((row, i) -> message(row))
                .optional();
    }

    /** Lets a held message be a message from now on, and tells the timeline. */
    public void release(Message held) {
        jdbc.sql("update message set held = false, created_at = :now where id = :id")
                .param("now", Tickets.at(clock.instant()))
                .param("id", held.id())
                .update();
        tell(held.ticket(), held.id(), held.visibility(), held.direction(), held.author());
    }

    /** Takes a held message away, with its files. */
    public void drop(Message held) {
        jdbc.sql("delete from attachment where message in (select id from message where id = :id and held)")
                .param("id", held.id())
                .update();
        jdbc.sql("delete from message where id = :id and held")
                .param("id", held.id())
                .update();
    }

    private void tell(
            TicketNumber ticket, String id, Message.Visibility visibility, Message.Direction direction, String author) {
        tickets.record(
                ticket,
                TimelineType.MESSAGE_ADDED,
                Map.of(
                        "messageId",
                        id,
                        "visibility",
                        visibility.name(),
                        "direction",
                        direction.name(),
                        "automatic",
                        author.equals(Message.ITSELF)),
                Map.of());
    }

    /** Keeps the request's own words; {@code ticket.received} tells of them already. */
    public String describe(TicketNumber ticket, String author, String body) {
        String id = keep(ticket, Message.Visibility.PUBLIC, Message.Direction.INBOUND, author, body, false);
        tickets.describedBy(ticket, id);
        return id;
    }

    /** Keeps from the ticket's customer what was written so far: it was another customer's. */
    public void withhold(TicketNumber ticket) {
        jdbc.sql("update message set withheld = true where ticket = :ticket")
                .param("ticket", ticket.value())
                .update();
    }

    public List<Message> of(TicketNumber ticket, boolean publicOnly) {
        return jdbc.sql("select * from message where ticket = :ticket and not held"
                        + (publicOnly ? " and visibility = 'PUBLIC' and not withheld" : "")
                        + " order by created_at, id")
                .param("ticket", ticket.value())
                .query((row, i) -> message(row))
                .list();
    }

    public Optional<Message> find(String id) {
        return jdbc.sql("select * from message where id = :id")
                .param("id", id)
                .query((row, i) -> message(row))
                .optional();
    }

    /**
     * Blanks what a person wrote about a customer's tickets, takes the files away that came with it, and blanks the words that name the person wherever others wrote
     * them.
     *
     * @param authors the ids and words that the person's own messages bear
     */
    public int erase(String customerId, Set<String> authors, Set<String> words) {
        List<Message> all = jdbc.sql("""
                        select m.* from message m join ticket t on t.number = m.ticket
                        where t.customer_id = :customer""")
                .param("customer", customerId)
                .query((row, i) -> message(row))
                .list();
        int changed = 0;
        for (Message message : all) {
            boolean own = authors.contains(message.author());
            String body = own ? ERASED : without(words, message.body());
            String author = words.contains(message.author()) ? ERASED : message.author();
            if (own) {
                jdbc.sql("delete from attachment where message = :id")
                        .param("id", message.id())
                        .update();
            }
            if (!body.equals(message.body()) || !author.equals(message.author())) {
                changed += jdbc.sql("update message set body = :body, author = :author where id = :id")
                        .param("body", body)
                        .param("author", author)
                        .param("id", message.id())
                        .update();
            }
        }
        return changed;
    }

    /** The text without these words, however they are written. */
    public static String without(Set<String> words, String text) {
        String clean = text;
        for (String word : words) {
            clean = Pattern.compile(Pattern.quote(word), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(clean)
                    .replaceAll(Matcher.quoteReplacement(ERASED));
        }
        return clean;
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getString("id"),
                new TicketNumber(row.getLong("ticket")),
                Message.Visibility.valueOf(row.getString("visibility")),
                Message.Direction.valueOf(row.getString("direction")),
                row.getString("author"),
                row.getString("body"),
                Tickets.instant(row, "created_at"));
    }

    private String keep(
            TicketNumber ticket,
            Message.Visibility visibility,
            Message.Direction direction,
            String author,
            String body,
            boolean held) {
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        jdbc.sql("""
                insert into message (id, ticket, visibility, direction, author, body, created_at, held)
                values (:id, :ticket, :visibility, :direction, :author, :body, :now, :held)""")
                .param("held", held)
                .param("id", id)
                .param("ticket", ticket.value())
                .param("visibility", visibility.name())
                .param("direction", direction.name())
                .param("author", author)
                .param("body", body)
                .param("now", Tickets.at(now))
                .update();
        return id;
    }
}
