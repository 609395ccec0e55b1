package dev.signalbox.messaging;

import dev.signalbox.messaging.EventResult.Fate;
import dev.signalbox.ticket.TicketNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** One row for each event that came in, whatever became of it; unique by source and id for ever. */
@Component
class InboxRows {

    private static final int LONGEST_TYPE = 120;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    InboxRows(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * An event that waits, as its row keeps it.
     *
     * @param came how it came; null where an older version of the product parked it
     */
    record Parked(
            long id,
            InboundEvent event,
            @Nullable Arrival came,
            @Nullable Long ticket,
            @Nullable String waitsFor) {}

    Optional<EventResult> find(String source, String id) {
        return jdbc.sql("select type, result, ticket, reason, park_until from inbox"
                        + " where source = :source and event_id = :id")
                .param("source", source)
                .param("id", id)
                .query((row, i) -> {
                    OffsetDateTime until = row.getObject("park_until", OffsetDateTime.class);
                    Long ticket = row.getObject("ticket", Long.class);
                    return new EventResult(
                            source,
                            id,
                            row.getString("type"),
                            Fate.valueOf(row.getString("result")),
                            ticket == null ? null : ticket.toString(),
                            row.getString("reason"),
                            until == null ? null : until.toInstant());
                })
                .optional();
    }

    void cameAgain(String source, String id) {
        jdbc.sql("""
                update inbox set duplicates = duplicates + 1, last_seen_at = :now
                where source = :source and event_id = :id""")
                .param("now", at(clock.instant()))
                .param("source", source)
                .param("id", id)
                .update();
    }

    void remove(String source, String id) {
        jdbc.sql("delete from inbox where source = :source and event_id = :id")
                .param("source", source)
                .param("id", id)
                .update();
    }

    /** Keeps what became of an event; its payload only while it waits, since nobody else needs it again. */
    void keep(InboundEvent event, Arrival arrival, EventResult became, @Nullable String waitsFor) {
        Instant now = clock.instant();
        Instant until = became.until();
        boolean waits = became.result() == Fate.PARKED;
        jdbc.sql("""
                insert into inbox (source, event_id, type, subject, transport, received_at, occurred_at, result, reason,
                  ticket, step, park_until, waits_for, payload, original_headers, original, record_key, topic,
                  topic_partition, topic_offset)
                values (:source, :id, :type, :subject, :transport, :now, :occurred, :result, :reason, :ticket,
                  (select t.state from ticket t where t.number = :ticket), :until, :waits, :payload, :headers, :original,
                  :key, :topic, :partition, :offset)""")
                .param("source", event.source())
                .param("id", event.id())
                .param(
                        "type",
                        event.type().length() > LONGEST_TYPE ? event.type().substring(0, LONGEST_TYPE) : event.type())
                .param("subject", event.subject())
                .param("transport", arrival.transport())
                .param("now", at(now))
                .param("occurred", at(event.time() == null ? now : event.time()))
                .param("result", became.result().name())
                .param("reason", became.reason())
                .param("ticket", became.ticket() == null ? null : Long.valueOf(became.ticket()))
                .param("until", until == null ? null : at(until))
                .param("waits", waitsFor)
                .param("payload", waits ? json.writeValueAsBytes(event.data()) : null)
                .param("headers", waits ? json.writeValueAsString(arrival.headers()) : null)
                .param("original", waits ? arrival.payload() : null)
                .param("key", waits ? arrival.key() : null)
                .param("topic", waits ? arrival.topic() : null)
                .param("partition", waits ? arrival.partition() : null)
                .param("offset", waits ? arrival.offset() : null)
                .update();
    }

    /** What waited is decided, or waits for something else now. */
    void settle(InboundEvent event, EventResult became, @Nullable String waitsFor) {
        Instant until = became.until();
        jdbc.sql("""
                update inbox set result = :result, reason = :reason, ticket = :ticket, park_until = :until,
                  waits_for = :waits, step = (select t.state from ticket t where t.number = :ticket),
                  payload = case when :result = 'PARKED' then payload else null end,
                  original = case when :result = 'PARKED' then original else null end,
                  original_headers = case when :result = 'PARKED' then original_headers else null end
                where source = :source and event_id = :id""")
                .param("result", became.result().name())
                .param("reason", became.reason())
                .param("ticket", became.ticket() == null ? null : Long.valueOf(became.ticket()))
                .param("until", until == null ? null : at(until))
                .param("waits", waitsFor)
                .param("source", event.source())
                .param("id", event.id())
                .update();
    }

    /** All that waits for this ticket, known by its number or its reference, in the order it came. */
    List<Parked> parkedFor(TicketNumber ticket) {
        return jdbc.sql("""
                        select * from inbox where result = 'PARKED' and (ticket = :ticket or (ticket is null
                          and subject in (:number, (select t.external_reference from ticket t where t.number = :ticket))))
                        order by id""")
                .param("ticket", ticket.value())
                .param("number", ticket.toString())
                .query((row, i) -> parked(row))
                .list();
    }

    Optional<Parked> parked(long id) {
        return jdbc.sql("select * from inbox where id = :id and result = 'PARKED'")
                .param("id", id)
                .query((row, i) -> parked(row))
                .optional();
    }

    /** It waits for more than its ticket's request. */
    void belongsTo(long id, TicketNumber ticket, String waitsFor) {
        jdbc.sql("update inbox set ticket = :ticket, waits_for = :waits where id = :id")
                .param("ticket", ticket.value())
                .param("waits", waitsFor)
                .param("id", id)
                .update();
    }

    boolean anyParked(TicketNumber ticket, String type) {
        return jdbc.sql("select count(*) from inbox where ticket = :ticket and result = 'PARKED' and type = :type")
                        .param("ticket", ticket.value())
                        .param("type", type)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** What waited too long, at most {@code most}; each for one node only. */
    List<Parked> late(int most) {
        return jdbc.sql("""
                        select * from inbox where result = 'PARKED' and park_until <= :now order by id
                        fetch next :most rows only for update skip locked""")
                .param("now", at(clock.instant()))
                .param("most", most)
                .query((row, i) -> parked(row))
                .list();
    }

    /**
     * Tickets that now wait for, or are, what some event is parked for. Only a race or a crash leaves such a ticket
     * behind: its own transaction wakes what waits for it.
     */
    List<TicketNumber> overslept(int most) {
        return jdbc.sql("""
                        select distinct t.number from inbox i join ticket t
                          on t.number = i.ticket or (i.ticket is null and t.external_reference = i.subject)
                        where i.result = 'PARKED' and (i.ticket is null or exists (
                          select 1 from process_wait w where w.ticket = i.ticket and w.message = i.waits_for))
                        order by t.number fetch next :most rows only""").param("most", most).query(Long.class).list().stream()
                .map(TicketNumber::new)
                .toList();
    }

    private Parked parked(ResultSet row) throws SQLException {
        return new Parked(
                row.getLong("id"),
                new InboundEvent(
                        row.getString("source"),
                        row.getString("event_id"),
                        row.getString("type"),
                        row.getString("subject"),
                        row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                        json.readTree(row.getBytes("payload")),
                        List.of()),
                came(row),
                row.getObject("ticket", Long.class),
                row.getString("waits_for"));
    }

    private @Nullable Arrival came(ResultSet row) throws SQLException {
        String headers = row.getString("original_headers");
        return headers == null
                ? null
                : new Arrival(
                        row.getString("transport"),
                        row.getString("topic"),
                        row.getObject("topic_partition", Integer.class),
                        row.getObject("topic_offset", Long.class),
                        row.getBytes("record_key"),
                        json.readValue(headers, new TypeReference<List<Outbox.Header>>() {}),
                        row.getBytes("original"),
                        null,
                        null);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
