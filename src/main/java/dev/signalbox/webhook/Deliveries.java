package dev.signalbox.webhook;

import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.messaging.Published;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.TicketNumber;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What each webhook is to be told, and what became of it. Of one webhook the events of one ticket are told in their
 * order; whoever works on one has a lease, so that another node goes on where it was killed.
 */
@Component
public class Deliveries {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Clock clock;
    private final WebhookSettings settings;
    private final CourierBell bell;

    Deliveries(JdbcClient jdbc, Audit audit, Clock clock, WebhookSettings settings, CourierBell bell) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
        this.settings = settings;
        this.bell = bell;
    }

    /** A delivery that this node may work on for a minute. */
    record Claimed(
            long number, String id, String webhook, String type, byte[] payload, int attempts, Instant firstAt) {}

    void add(Webhook webhook, Published event) {
        jdbc.sql("""
                insert into webhook_delivery (id, webhook, event_id, type, lane, ticket, payload, state, queued_at, next_at)
                values (:id, :webhook, :event, :type, :lane, :ticket, :payload, 'QUEUED', :now, :now)""")
                .param("id", UUID.randomUUID().toString())
                .param("webhook", webhook.id())
                .param("event", event.id())
                .param("type", event.type())
                .param("lane", event.subject())
                .param("ticket", event.ticket() == null ? null : event.ticket().value())
                .param("payload", event.structured())
                .param("now", now())
                .update();
        bell.ringAfterCommit();
    }

    /** The webhooks that have something to be told now. */
    List<String> due() {
        return jdbc.sql("""
                        select distinct d.webhook from webhook_delivery d join webhook w on w.id = d.webhook
                        where w.active and d.state = 'QUEUED' and d.next_at <= :now""").param("now", now()).query(String.class).list();
    }

    /** Takes the oldest of each ticket that nobody else works on. */
    @Transactional
    public List<Claimed> claim(String webhook, int most) {
        List<Claimed> claimed = jdbc.sql("""
                        select d.number, d.id, d.webhook, d.type, d.payload, d.attempts, d.first_at
                        from webhook_delivery d
                        where d.webhook = :webhook and d.state = 'QUEUED' and d.next_at <= :now
                          and (d.leased_until is null or d.leased_until < current_timestamp)
                          and not exists (select 1 from webhook_delivery e where e.webhook = d.webhook
                            and e.lane = d.lane and e.state = 'QUEUED' and e.number < d.number)
                        order by d.number fetch next :most rows only for update skip locked""")
                .param("webhook", webhook)
                .param("now", now())
                .param("most", most)
                .query((row, i) -> {
                    OffsetDateTime first = row.getObject("first_at", OffsetDateTime.class);
                    return new Claimed(
                            row.getLong("number"),
                            row.getString("id"),
                            row.getString("webhook"),
                            row.getString("type"),
                            row.getBytes("payload"),
                            row.getInt("attempts"),
                            first == null ? clock.instant() : first.toInstant());
                })
                .list();
        for (Claimed one : claimed) {
            jdbc.sql("""
                    update webhook_delivery set leased_until = current_timestamp + interval '1' minute, first_at = :first
                    where number = :number""")
                    .param("first", one.firstAt().atOffset(ZoneOffset.UTC))
                    .param("number", one.number())
                    .update();
        }
        return claimed;
    }

    /** Keeps the attempt, and what follows from it. */
    @Transactional
    public Delivery.State settle(Claimed one, Outlet.Answer answer, Duration took) {
        Instant now = clock.instant();
        int attempt = one.attempts() + 1;
        jdbc.sql("""
                insert into webhook_attempt (delivery, attempt, at, status, millis, reason, answer)
                select number, :attempt, :at, :status, :millis, :reason, :answer from webhook_delivery
                where number = :number and attempts < :attempt""")
                .param("attempt", attempt)
                .param("at", now.atOffset(ZoneOffset.UTC))
                .param("status", answer.status())
                .param("millis", (int) took.toMillis())
                .param("reason", cut(answer.reason()))
                .param("answer", answer.body())
                .param("number", one.number())
                .update();
        Instant end = one.firstAt().plus(settings.giveUpAfter());
        boolean gone = Integer.valueOf(410).equals(answer.status());
        Delivery.State state = answer.taken()
                ? Delivery.State.DELIVERED
                : gone || !now.isBefore(end) ? Delivery.State.DEAD : Delivery.State.QUEUED;
        Duration pause = pause(attempt, answer.retryAfter());
        // the last attempt is made when the time is over, not before
        Instant next = now.plus(pause).isAfter(end) && now.isBefore(end) ? end : now.plus(pause);
        jdbc.sql("""
                update webhook_delivery set state = :state, reason = :reason, attempts = :attempt, next_at = :next,
                  leased_until = null, ended_at = :ended
                where number = :number and state = 'QUEUED' and attempts < :attempt""")
                .param("state", state.name())
                .param("reason", cut(answer.reason()))
                .param("attempt", attempt)
                .param("next", next.atOffset(ZoneOffset.UTC))
                .param("ended", state == Delivery.State.QUEUED ? null : now.atOffset(ZoneOffset.UTC))
                .param("number", one.number())
                .update();
        return state;
    }

    /** Doubles with each attempt up to an hour, a random half of it, so that many do not come again together. */
    static Duration pause(int attempt, Duration wanted) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 12));
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            pause = LONGEST_PAUSE;
        }
        Duration jittered = Duration.ofMillis((long) (pause.toMillis()
                * (0.5 + java.util.concurrent.ThreadLocalRandom.current().nextDouble(0.5))));
        Duration asked = wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted;
        return asked.compareTo(jittered) > 0 ? asked : jittered;
    }

    /** Tells an event again that has ended, in its place before the later ones of its ticket. */
    @Transactional
    public Delivery resend(Webhook webhook, Delivery delivery) {
        int queued =
                jdbc.sql("""
                        update webhook_delivery set state = 'QUEUED', first_at = null, next_at = :now, ended_at = null,
                          reason = null where id = :id and state <> 'QUEUED' and payload is not null""").param("now", now()).param("id", delivery.id()).update();
        if (queued == 0) {
            throw new NotToRepeat(delivery);
        }
        audit.keep(Change.of("webhook.delivery-resent", "webhooks", webhook.id())
                .of(webhook.partnerId(), null)
                .to(java.util.Map.of("delivery", delivery.id())));
        bell.ringAfterCommit();
        return find(webhook, delivery.id()).orElseThrow();
    }

    public Optional<Delivery> find(Webhook webhook, String id) {
        return jdbc.sql("select * from webhook_delivery where webhook = :webhook and id = :id")
                .param("webhook", webhook.id())
                .param("id", id)
                .query(Deliveries::delivery)
                .optional();
    }

    /** The newest first. */
    public Page<Delivery> page(
            Webhook webhook, Delivery.@Nullable State state, @Nullable TicketNumber ticket, int page, int size) {
        String where = " from webhook_delivery where webhook = :webhook"
                + (state == null ? "" : " and state = :state")
                + (ticket == null ? "" : " and ticket = :ticket");
        JdbcClient.StatementSpec items = jdbc.sql(
                        "select *" + where + " order by number desc offset :offset rows fetch next :size rows only")
                .param("offset", (long) page * size)
                .param("size", size);
        return new Page<>(
                with(items, webhook, state, ticket).query(Deliveries::delivery).list(),
                page,
                size,
                with(jdbc.sql("select count(*)" + where), webhook, state, ticket)
                        .query(Long.class)
                        .single());
    }

    private static JdbcClient.StatementSpec with(
            JdbcClient.StatementSpec statement,
            Webhook webhook,
            Delivery.@Nullable State state,
            @Nullable TicketNumber ticket) {
        JdbcClient.StatementSpec filled = statement.param("webhook", webhook.id());
        if (state != null) {
            filled = filled.param("state", state.name());
        }
        return ticket == null ? filled : filled.param("ticket", ticket.value());
    }

    public List<Delivery.Attempt> attempts(Delivery delivery) {
        return jdbc.sql("""
                        select a.* from webhook_attempt a join webhook_delivery d on d.number = a.delivery
                        where d.id = :id order by a.attempt""")
                .param("id", delivery.id())
                .query((row, i) -> new Delivery.Attempt(
                        row.getInt("attempt"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getObject("status", Integer.class),
                        row.getInt("millis"),
                        row.getString("reason"),
                        row.getString("answer")))
                .list();
    }

    /** How many wait to be told, and since when the oldest does. */
    Waiting waiting() {
        return jdbc.sql("select count(*), min(queued_at) from webhook_delivery where state = 'QUEUED'")
                .query((row, i) -> {
                    OffsetDateTime oldest = row.getObject(2, OffsetDateTime.class);
                    return new Waiting(
                            row.getLong(1),
                            oldest == null ? Duration.ZERO : Duration.between(oldest.toInstant(), clock.instant()));
                })
                .single();
    }

    record Waiting(long deliveries, Duration oldest) {}

    /** Payloads and answers leave after a while, and in the end the rows too. */
    @Transactional
    public void forget() {
        OffsetDateTime payloads = clock.instant().minus(settings.keepPayloads()).atOffset(ZoneOffset.UTC);
        jdbc.sql("""
                update webhook_attempt set answer = null where answer is not null and at < :before
                and delivery in (select number from webhook_delivery where ended_at < :before)""").param("before", payloads).update();
        jdbc.sql("update webhook_delivery set payload = null where payload is not null and ended_at < :before")
                .param("before", payloads)
                .update();
        OffsetDateTime rows = clock.instant().minus(settings.keepLog()).atOffset(ZoneOffset.UTC);
        jdbc.sql("delete from webhook_attempt where delivery in"
                        + " (select number from webhook_delivery where ended_at < :before)")
                .param("before", rows)
                .update();
        jdbc.sql("delete from webhook_delivery where ended_at < :before")
                .param("before", rows)
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static @Nullable String cut(@Nullable String reason) {
        return reason == null || reason.length() <= 500 ? reason : reason.substring(0, 499) + "…";
    }

    private static Delivery delivery(ResultSet row, int i) throws SQLException {
        Delivery.State state = Delivery.State.valueOf(row.getString("state"));
        Long ticket = row.getObject("ticket", Long.class);
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Delivery(
                row.getString("id"),
                row.getString("webhook"),
                row.getString("event_id"),
                row.getString("type"),
                ticket == null ? null : ticket.toString(),
                state,
                row.getString("reason"),
                row.getInt("attempts"),
                row.getObject("queued_at", OffsetDateTime.class).toInstant(),
                state == Delivery.State.QUEUED
                        ? row.getObject("next_at", OffsetDateTime.class).toInstant()
                        : null,
                ended == null ? null : ended.toInstant(),
                row.getBytes("payload") != null);
    }
}
