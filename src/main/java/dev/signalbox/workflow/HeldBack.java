package dev.signalbox.workflow;

import dev.signalbox.ticket.Attachments;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.NewAttachment;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.WrongState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What staff orders and may undo for a moment: a reply to the customer, a withdrawal. Until then it is a row and nothing
 * else, so no event and no mail leaves; a node that dies leaves it to the next round of any node.
 */
@Component
@EnableConfigurationProperties(HeldBack.Settings.class)
public class HeldBack {

    private static final Logger LOG = LoggerFactory.getLogger(HeldBack.class);
    private static final int MOST = 100;

    private final JdbcClient jdbc;
    private final Tickets tickets;
    private final Messages messages;
    private final Attachments attachments;
    private final Workflow workflow;
    private final Races races;
    private final Settings settings;
    private final Clock clock;

    HeldBack(
            JdbcClient jdbc,
            Tickets tickets,
            Messages messages,
            Attachments attachments,
            Workflow workflow,
            Races races,
            Settings settings,
            Clock clock) {
        this.jdbc = jdbc;
        this.tickets = tickets;
        this.messages = messages;
        this.attachments = attachments;
        this.workflow = workflow;
        this.races = races;
        this.settings = settings;
        this.clock = clock;
    }

    /** How long a reply and a withdrawal can be undone; zero lets both happen at once. */
    @ConfigurationProperties("signalbox.desk")
    record Settings(@DefaultValue("PT10S") Duration undo) {}

    /** What is held back. */
    public enum Kind {
        REPLY,
        WITHDRAW
    }

    /**
     * Something that waits.
     *
     * @param words the reply's, or the withdrawal's reason
     * @param failed why it could not happen when its time came; then it waits for whoever ordered it
     */
    public record Held(
            String id,
            TicketNumber ticket,
            Kind kind,
            String actor,
            Instant dueAt,
            @Nullable String words,
            @Nullable String failed) {}

    /** Orders a reply to the customer, in the caller's transaction. */
    public void reply(TicketNumber number, String body, List<NewAttachment> files) {
        open(number);
        String message = messages.hold(
                number,
                Message.Visibility.PUBLIC,
                Message.Direction.OUTBOUND,
                Occasion.current().actor(),
                body);
        attachments.add(number, message, files);
        hold(number, Kind.REPLY, message);
    }

    /** Orders that the ticket be withdrawn, in the caller's transaction. */
    public void withdraw(TicketNumber number, @Nullable String reason) {
        open(number);
        String message = reason == null || reason.isBlank()
                ? null
                : messages.hold(
                        number,
                        Message.Visibility.INTERNAL,
                        Message.Direction.INSIDE,
                        Occasion.current().actor(),
                        reason);
        hold(number, Kind.WITHDRAW, message);
    }

    private void open(TicketNumber number) {
        Ticket ticket = tickets.get(number);
        if (ticket.state().isOver()) {
            throw new WrongState(number, ticket.state(), TicketState.open());
        }
    }

    private void hold(TicketNumber number, Kind kind, @Nullable String message) {
        Occasion occasion = Occasion.current();
        String id = UUID.randomUUID().toString();
        jdbc.sql("""
                insert into held_back (id, ticket, kind, message, actor, source, due_at)
                values (:id, :ticket, :kind, :message, :actor, :source, :due)""")
                .param("id", id)
                .param("ticket", number.value())
                .param("kind", kind.name())
                .param("message", message)
                .param("actor", occasion.actor())
                .param("source", occasion.causeSource())
                .param("due", at(clock.instant().plus(settings.undo())))
                .update();
        if (settings.undo().isZero()) {
            let(id);
        }
    }

    /** What waits on a ticket, the oldest first. */
    public List<Held> of(TicketNumber number) {
        return jdbc.sql("select * from held_back where ticket = :ticket order by due_at, id")
                .param("ticket", number.value())
                .query((row, i) -> held(row))
                .list();
    }

    /** Takes back what this account ordered, in the caller's transaction; empty where it has happened already. */
    public Optional<Held> undo(TicketNumber number, String id, String account) {
        Optional<Held> mine = of(number).stream()
                .filter(held -> held.id().equals(id) && held.actor().equals(account))
                .findFirst();
        Optional<String> message = messageOf(id);
        if (mine.isEmpty() || !take(id)) {
            return Optional.empty();
        }
        message.flatMap(messages::held).ifPresent(messages::drop);
        return mine;
    }

    /** Lets happen what nobody took back in time. */
    @Scheduled(fixedDelayString = "${signalbox.desk.undo-look-every:PT1S}")
    void letDue() {
        try {
            for (String id : jdbc.sql("""
                            select id from held_back where due_at <= :now and failed is null
                            order by due_at, id fetch next :most rows only""")
                    .param("now", at(clock.instant()))
                    .param("most", MOST)
                    .query(String.class)
                    .list()) {
                letOrSayWhy(id);
            }
        } catch (RuntimeException passing) {
            LOG.warn("What is held back comes again: {}", passing.toString());
        }
    }

    private void letOrSayWhy(String id) {
        try {
            races.settle(() -> {
                let(id);
                return id;
            });
        } catch (WrongState | Refused refused) {
            String why = String.valueOf(refused.getMessage());
            jdbc.sql("update held_back set failed = :why where id = :id")
                    .param("why", why.substring(0, Math.min(2_000, why.length())))
                    .param("id", id)
                    .update();
        } catch (RuntimeException passing) {
            // the others are not to wait for it
            LOG.warn("What is held back as {} comes again", id, passing);
        }
    }

    /** Row and deed are one transaction: whoever deletes the row does it, once. */
    private void let(String id) {
        Optional<Row> row = row(id);
        if (row.isEmpty()) {
            return;
        }
        tickets.lock(row.get().held().ticket());
        if (!take(id)) {
            return;
        }
        Held held = row.get().held();
        Optional<Message> message = messageOf(row.get()).flatMap(messages::held);
        new Occasion(held.actor(), row.get().source(), held.id(), null).during(() -> {
            switch (held.kind()) {
                case REPLY -> message.ifPresent(workflow::release);
                case WITHDRAW -> {
                    message.ifPresent(messages::drop);
                    workflow.withdraw(held.ticket(), message.map(Message::body).orElse(null));
                }
            }
            return id;
        });
    }

    private boolean take(String id) {
        return jdbc.sql("delete from held_back where id = :id").param("id", id).update() == 1;
    }

    private record Row(
            Held held, @Nullable String message, @Nullable String source) {}

    private Optional<Row> row(String id) {
        return jdbc.sql("select * from held_back where id = :id")
                .param("id", id)
                .query((row, i) -> new Row(held(row), row.getString("message"), row.getString("source")))
                .optional();
    }

    private Optional<String> messageOf(String id) {
        return row(id).flatMap(HeldBack::messageOf);
    }

    private static Optional<String> messageOf(Row row) {
        return Optional.ofNullable(row.message());
    }

    private Held held(ResultSet row) throws SQLException {
        String message = row.getString("message");
        return new Held(
                row.getString("id"),
                new TicketNumber(row.getLong("ticket")),
                Kind.valueOf(row.getString("kind")),
                row.getString("actor"),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                message == null
                        ? null
                        : messages.held(message).map(Message::body).orElse(null),
                row.getString("failed"));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
