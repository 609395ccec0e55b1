package dev.signalbox.mail;

import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** All mails: one row for each message and contact, or page and account, claimed by one sender at a time. */
@Component
public class Mails {

    /** Longer than any sending takes, so that a row that is still being sent then was left behind. */
    private static final Duration LEFT_BEHIND = Duration.ofMinutes(10);

    private static final int LONGEST_REASON = 2000;
    private static final String LEFT =
            "Handed to the mail server, whose answer nobody heard; look there, and send it again by hand if it is missing";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Audit audit;

    Mails(JdbcClient jdbc, Clock clock, Audit audit) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.audit = audit;
    }

    /** Mails, the newest first. */
    public Page<Mail> page(MailFilter filter, int page, int size) {
        List<Mail> items = jdbc.sql("select * from mail_out" + where(filter)
                        + " order by number desc offset :offset rows fetch next :size rows only")
                .params(params(filter))
                .param("offset", (long) page * size)
                .param("size", size)
                .query((row, i) -> mail(row))
                .list();
        long total = jdbc.sql("select count(*) from mail_out" + where(filter))
                .params(params(filter))
                .query(Long.class)
                .single();
        return new Page<>(items, page, size, total);
    }

    public Optional<Mail> find(String id) {
        return jdbc.sql("select * from mail_out where id = :id")
                .param("id", id)
                .query((row, i) -> mail(row))
                .optional();
    }

    /** How many mails are in each state, and how many of those being sent were left behind. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Mail.State state : Mail.State.values()) {
            counts.put(state.name(), 0L);
        }
        jdbc.sql("select state, count(*) as mails from mail_out group by state")
                .query((row, i) -> counts.put(row.getString("state"), row.getLong("mails")))
                .list();
        counts.put(
                "UNKNOWN",
                jdbc.sql("""
                        select count(*) from mail_out
                        where state = 'SENDING' and (reason is not null or handed_at < :old)""")
                        .param("old", at(clock.instant().minus(LEFT_BEHIND)))
                        .query(Long.class)
                        .single());
        return counts;
    }

    /**
     * Queues a mail once more by somebody's order, under the Message-ID it had.
     *
     * @throws NotToResend where it was sent, is queued, or is being sent right now
     */
    @Transactional
    public Mail resend(String id) {
        Mail before = find(id).orElseThrow(() -> new IllegalStateException("Expected mail " + id + " to exist"));
        boolean may =
                before.unknown() || before.state() == Mail.State.FAILED || before.state() == Mail.State.SUPPRESSED;
        boolean moved = may
                && jdbc.sql("""
                        update mail_out set state = 'QUEUED', attempts = 0, reason = null, handed_at = null,
                          next_at = :now, queued_at = :now
                        where id = :id and state = :state""")
                                .param("now", at(clock.instant()))
                                .param("id", id)
                                .param("state", before.state().name())
                                .update()
                        == 1;
        if (!moved) {
            throw new NotToResend(before);
        }
        audit.keep(Change.of("mail.resent", "mail", id)
                .of(before.partnerId(), before.customerId())
                .from(Map.of(
                        "state", before.unknown() ? "UNKNOWN" : before.state().name())));
        return find(id).orElse(before);
    }

    void add(
            Ticket ticket,
            String message,
            @Nullable String contact,
            String headerId,
            Mail.State state,
            @Nullable String reason) {
        Instant now = clock.instant();
        jdbc.sql("""
                insert into mail_out (id, message, contact, ticket, partner_id, customer_id, header_id, state, reason,
                  next_at, created_at, queued_at, sent_at)
                values (:id, :message, :contact, :ticket, :partner, :customer, :header, :state, :reason, :next, :now,
                  :now, :sent)""")
                .param("id", UUID.randomUUID().toString())
                .param("message", message)
                .param("contact", contact)
                .param("ticket", ticket.number().value())
                .param("partner", ticket.partnerId())
                .param("customer", ticket.customerId())
                .param("header", headerId)
                .param("state", state.name())
                .param("reason", reason)
                .param("next", state == Mail.State.QUEUED ? at(now) : null)
                .param("now", at(now))
                .param("sent", state == Mail.State.SENT ? at(now) : null)
                .update();
    }

    /** The same for an entry of the timeline that pages {@code account}. */
    void addPage(Ticket ticket, int entry, String account, String headerId, Mail.State state, @Nullable String reason) {
        Instant now = clock.instant();
        jdbc.sql("""
                insert into mail_out (id, account, entry, ticket, partner_id, customer_id, header_id, state, reason,
                  next_at, created_at, queued_at, sent_at)
                values (:id, :account, :entry, :ticket, :partner, :customer, :header, :state, :reason, :next, :now,
                  :now, :sent)""")
                .param("id", UUID.randomUUID().toString())
                .param("account", account)
                .param("entry", entry)
                .param("ticket", ticket.number().value())
                .param("partner", ticket.partnerId())
                .param("customer", ticket.customerId())
                .param("header", headerId)
                .param("state", state.name())
                .param("reason", reason)
                .param("next", state == Mail.State.QUEUED ? at(now) : null)
                .param("now", at(now))
                .param("sent", state == Mail.State.SENT ? at(now) : null)
                .update();
    }

    /**
     * Ids of mails to send now. Pages come first and wait for nothing; of the others the first of each ticket only, so
     * that a customer reads them in order.
     */
    List<String> due(int most) {
        return jdbc.sql("""
                        select m.id from mail_out m
                        where m.state = 'QUEUED' and m.next_at <= :now and (m.account is not null or not exists (
                          select 1 from mail_out e
                          where e.ticket = m.ticket and e.number < m.number and e.state = 'QUEUED'
                          and e.account is null))
                        order by case when m.account is null then 1 else 0 end, m.number
                        fetch next :most rows only""")
                .param("now", at(clock.instant()))
                .param("most", most)
                .query(String.class)
                .list();
    }

    /** Makes the mail this sender's; empty where another one was first. */
    Optional<Mail> claim(String id) {
        int mine =
                jdbc.sql("""
                        update mail_out set state = 'SENDING', attempts = attempts + 1, handed_at = :now, reason = null
                        where id = :id and state = 'QUEUED'""").param("now", at(clock.instant())).param("id", id).update();
        return mine == 1 ? find(id) : Optional.empty();
    }

    void sent(String id) {
        jdbc.sql("update mail_out set state = 'SENT', sent_at = :now, reason = null, next_at = null where id = :id")
                .param("now", at(clock.instant()))
                .param("id", id)
                .update();
    }

    /** Ends a mail that can or must not be sent. */
    void end(Mail mail, Mail.State state, String reason) {
        jdbc.sql("""
                update mail_out set state = :state, reason = :reason, next_at = null
                where id = :id and state = :found""")
                .param("state", state.name())
                .param("reason", cut(reason))
                .param("id", mail.id())
                .param("found", mail.state().name())
                .update();
    }

    /** Nobody knows whether the server took it, so it is never sent again by itself. */
    void unknown(String id, String reason) {
        jdbc.sql("update mail_out set reason = :reason where id = :id")
                .param("reason", cut(LEFT + " (" + reason + ")"))
                .param("id", id)
                .update();
    }

    /** Puts {@code mail}, as it was found, back to be tried at {@code next}. */
    void again(Mail mail, Instant next, String reason) {
        jdbc.sql("""
                update mail_out set state = 'QUEUED', next_at = :next, reason = :reason, attempts = :attempts
                where id = :id and state = :state""")
                .param("next", at(next))
                .param("reason", cut(reason))
                .param("attempts", attemptsOf(mail))
                .param("id", mail.id())
                .param("state", mail.state().name())
                .update();
    }

    /** Tries of {@code mail}, this one included; claiming counted it already. */
    static int attemptsOf(Mail mail) {
        return mail.state() == Mail.State.SENDING ? mail.attempts() : mail.attempts() + 1;
    }

    /** The Message-IDs of what went to the customer before {@code mail}, oldest first. */
    List<String> before(Mail mail) {
        return jdbc.sql("""
                        select header_id from mail_out
                        where ticket = :ticket and account is null and state in ('SENT', 'SENDING')
                        and header_id <> :own and number <
                          (select number from mail_out where id = :id)
                        order by number""")
                .param("ticket", mail.ticket().value())
                .param("own", mail.headerId())
                .param("id", mail.id())
                .query(String.class)
                .list();
    }

    /** The ticket of the newest of our mails among these Message-IDs. */
    Optional<TicketNumber> ticketOf(List<String> headerIds) {
        return headerIds.isEmpty()
                ? Optional.empty()
                : jdbc
                        .sql(
                                "select ticket from mail_out where header_id in (:ids) and account is null order by number desc")
                        .param("ids", headerIds)
                        .query(Long.class)
                        .list()
                        .stream()
                        .findFirst()
                        .map(TicketNumber::new);
    }

    private static String where(MailFilter filter) {
        StringBuilder where = new StringBuilder(" where 1 = 1");
        if (filter.partnerId() != null) {
            where.append(" and partner_id = :partner");
        }
        if (filter.state() != null) {
            where.append(" and state = :state");
        }
        if (filter.ticket() != null) {
            where.append(" and ticket = :ticket");
        }
        return where.toString();
    }

    private static Map<String, Object> params(MailFilter filter) {
        Map<String, Object> params = new LinkedHashMap<>();
        if (filter.partnerId() != null) {
            params.put("partner", filter.partnerId());
        }
        if (filter.state() != null) {
            params.put("state", filter.state().name());
        }
        if (filter.ticket() != null) {
            params.put("ticket", filter.ticket().value());
        }
        return params;
    }

    private Mail mail(ResultSet row) throws SQLException {
        Mail.State state = Mail.State.valueOf(row.getString("state"));
        Instant handed = instant(row, "handed_at");
        String reason = row.getString("reason");
        boolean unknown = state == Mail.State.SENDING
                && (reason != null
                        || handed != null && handed.isBefore(clock.instant().minus(LEFT_BEHIND)));
        return new Mail(
                row.getString("id"),
                row.getString("message"),
                row.getString("contact"),
                row.getString("account"),
                row.getObject("entry", Integer.class),
                new TicketNumber(row.getLong("ticket")),
                row.getString("partner_id"),
                row.getString("customer_id"),
                row.getString("header_id"),
                state,
                unknown,
                unknown && reason == null ? LEFT : reason,
                row.getInt("attempts"),
                instant(row, "next_at"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("queued_at", OffsetDateTime.class).toInstant(),
                instant(row, "sent_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime found = row.getObject(column, OffsetDateTime.class);
        return found == null ? null : found.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static String cut(String reason) {
        String shown = reason.replace('\u0000', '\uFFFD');
        return shown.length() > LONGEST_REASON ? shown.substring(0, LONGEST_REASON - 1) + "…" : shown;
    }
}
