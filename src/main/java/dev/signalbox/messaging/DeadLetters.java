package dev.signalbox.messaging;

import dev.signalbox.ticket.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What could not be read or applied: kept with original bytes and headers, and published on the dead-letter topic. */
@Component
public class DeadLetters {

    private static final int LONGEST_REASON = 2000;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final Outbox outbox;

    DeadLetters(JdbcClient jdbc, JsonMapper json, Clock clock, Outbox outbox) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.outbox = outbox;
    }

    void keep(Arrival arrival, @Nullable InboundEvent event, String reason) {
        if (arrival.deadLetter() != null) {
            // it is kept already
            return;
        }
        String id = UUID.randomUUID().toString();
        String cut = cut(reason);
        jdbc.sql("""
                insert into dead_letter (id, source, event_id, transport, topic, topic_partition, topic_offset, reason,
                  headers, payload, at)
                values (:id, :source, :event, :transport, :topic, :partition, :offset, :reason, :headers, :payload, :at)
                """)
                .param("id", id)
                .param("source", event == null ? null : event.source())
                .param("event", event == null ? null : event.id())
                .param("transport", arrival.transport())
                .param("topic", arrival.topic())
                .param("partition", arrival.partition())
                .param("offset", arrival.offset())
                .param("reason", cut)
                .param("headers", json.writeValueAsString(arrival.headers()))
                .param("payload", arrival.payload())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        if (arrival.topic() != null) {
            List<Outbox.Header> headers = new ArrayList<>(arrival.headers());
            headers.add(Outbox.Header.of("signalbox-reason", cut));
            headers.add(Outbox.Header.of("signalbox-dead-letter", id));
            headers.add(Outbox.Header.of("kafka_dlt-original-topic", arrival.topic()));
            headers.add(Outbox.Header.of("kafka_dlt-original-partition", String.valueOf(arrival.partition())));
            headers.add(Outbox.Header.of("kafka_dlt-original-offset", String.valueOf(arrival.offset())));
            headers.add(Outbox.Header.of("kafka_dlt-exception-message", cut));
            outbox.put(Topics.INBOUND_DEAD, arrival.key(), headers, arrival.payload());
        }
    }

    public Page<DeadLetter> page(int page, int size) {
        List<DeadLetter> items = jdbc.sql("""
                        select * from dead_letter order by at desc, id
                        offset :offset rows fetch next :size rows only""")
                .param("offset", (long) page * size)
                .param("size", size)
                .query((row, i) -> deadLetter(row))
                .list();
        long total =
                jdbc.sql("select count(*) from dead_letter").query(Long.class).single();
        return new Page<>(items, page, size, total);
    }

    public Optional<DeadLetter> find(String id) {
        return jdbc.sql("select * from dead_letter where id = :id")
                .param("id", id)
                .query((row, i) -> deadLetter(row))
                .optional();
    }

    Optional<Arrival> arrival(String id) {
        return jdbc.sql("select * from dead_letter where id = :id")
                .param("id", id)
                .query((row, i) -> new Arrival(
                        row.getString("transport"),
                        null,
                        null,
                        null,
                        null,
                        json.readValue(row.getString("headers"), new TypeReference<List<Outbox.Header>>() {}),
                        row.getBytes("payload"),
                        id,
                        null))
                .optional();
    }

    void replayed(String id, String result) {
        jdbc.sql("update dead_letter set replayed_at = :at, replay_result = :result where id = :id")
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("result", result)
                .param("id", id)
                .update();
    }

    static String cut(String reason) {
        String shown = reason.replace('\u0000', '\uFFFD');
        return shown.length() > LONGEST_REASON ? shown.substring(0, LONGEST_REASON - 1) + "…" : shown;
    }

    private static DeadLetter deadLetter(ResultSet row) throws SQLException {
        OffsetDateTime replayed = row.getObject("replayed_at", OffsetDateTime.class);
        return new DeadLetter(
                row.getString("id"),
                row.getString("source"),
                row.getString("event_id"),
                row.getString("transport"),
                row.getString("topic"),
                row.getObject("topic_partition", Integer.class),
                row.getObject("topic_offset", Long.class),
                row.getString("reason"),
                row.getBytes("payload"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                replayed == null ? null : replayed.toInstant(),
                row.getString("replay_result"));
    }
}
