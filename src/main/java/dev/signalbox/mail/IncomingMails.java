package dev.signalbox.mail;

import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All mail that was read: one row for each, however often it is read. */
@Component
public class IncomingMails {

    private static final int LONGEST_SENDER = 320;
    private static final int LONGEST_SUBJECT = 1000;
    private static final int LONGEST_REASON = 2000;

    private final JdbcClient jdbc;
    private final Clock clock;

    IncomingMails(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Which mails to show; null leaves a field open. */
    public record Filter(
            @Nullable String partnerId, @Nullable TicketNumber ticket, IncomingMail.@Nullable State state) {}

    /** Mails, the newest first. */
    public Page<IncomingMail> page(Filter filter, int page, int size) {
        Map<String, Object> params = new LinkedHashMap<>();
        List<String> conditions = new ArrayList<>(List.of("1 = 1"));
        if (filter.partnerId() != null) {
            conditions.add("partner_id = :partner");
            params.put("partner", filter.partnerId());
        }
        if (filter.ticket() != null) {
            conditions.add("ticket = :ticket");
            params.put("ticket", filter.ticket().value());
        }
        if (filter.state() != null) {
            conditions.add("state = :state");
            params.put("state", filter.state().name());
        }
        String where = " where " + String.join(" and ", conditions);
        List<IncomingMail> items = jdbc.sql("select * from mail_in" + where
                        + " order by number desc offset :offset rows fetch next :size rows only")
                .params(params)
                .param("offset", (long) page * size)
                .param("size", size)
                .query((row, i) -> mail(row))
                .list();
        long total = jdbc.sql("select count(*) from mail_in" + where)
                .params(params)
                .query(Long.class)
                .single();
        return new Page<>(items, page, size, total);
    }

    public Optional<IncomingMail> find(String id) {
        return jdbc.sql("select * from mail_in where id = :id")
                .param("id", id)
                .query((row, i) -> mail(row))
                .optional();
    }

    /** Keeps what became of the mail, in place of what became of it before. */
    void keep(
            Incoming mail,
            @Nullable Ticket ticket,
            @Nullable String contact,
            IncomingMail.State state,
            @Nullable String reason) {
        jdbc.sql("delete from mail_in where event_id = :event")
                .param("event", mail.eventId())
                .update();
        Instant sent = mail.sentAt();
        jdbc.sql("""
                insert into mail_in (id, event_id, header_id, ticket, partner_id, customer_id, contact, state, reason,
                  sender, subject, body, attachments, sent_at, read_at)
                values (:id, :event, :header, :ticket, :partner, :customer, :contact, :state, :reason, :sender, :subject,
                  :body, :attachments, :sent, :now)""")
                .param("id", UUID.randomUUID().toString())
                .param("event", mail.eventId())
                .param("header", mail.headerId())
                .param("ticket", ticket == null ? null : ticket.number().value())
                .param("partner", ticket == null ? null : ticket.partnerId())
                .param("customer", ticket == null ? null : ticket.customerId())
                .param("contact", contact)
                .param("state", state.name())
                .param("reason", reason == null ? null : cut(reason, LONGEST_REASON))
                .param("sender", cut(String.join(", ", mail.senders()), LONGEST_SENDER))
                .param("subject", cut(mail.subject(), LONGEST_SUBJECT))
                .param("body", mail.text())
                .param("attachments", mail.attachments().size())
                .param("sent", sent == null ? null : sent.atOffset(ZoneOffset.UTC))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Replies by mail to the ticket within the last hour. */
    int lately(TicketNumber ticket) {
        return jdbc.sql("select count(*) from mail_in where ticket = :ticket and state = 'REPLY' and read_at > :since")
                .param("ticket", ticket.value())
                .param("since", clock.instant().minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .single();
    }

    /** Takes the words away from mails that were kept long enough; what became of them stays. */
    void forget(Duration keepFor) {
        jdbc.sql("""
                update mail_in set sender = null, subject = null, body = null, header_id = null
                where read_at < :before and (sender is not null or body is not null)""")
                .param("before", clock.instant().minus(keepFor).atOffset(ZoneOffset.UTC))
                .update();
    }

    long count(IncomingMail.State state) {
        return jdbc.sql("select count(*) from mail_in where state = :state")
                .param("state", state.name())
                .query(Long.class)
                .single();
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest - 1) + "…" : text;
    }

    private static IncomingMail mail(ResultSet row) throws SQLException {
        Long ticket = row.getObject("ticket", Long.class);
        OffsetDateTime sent = row.getObject("sent_at", OffsetDateTime.class);
        return new IncomingMail(
                row.getString("id"),
                row.getString("event_id"),
                ticket == null ? null : new TicketNumber(ticket),
                row.getString("partner_id"),
                row.getString("customer_id"),
                row.getString("contact"),
                IncomingMail.State.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("sender"),
                row.getString("subject"),
                row.getString("body"),
                row.getInt("attachments"),
                sent == null ? null : sent.toInstant(),
                row.getObject("read_at", OffsetDateTime.class).toInstant());
    }
}
