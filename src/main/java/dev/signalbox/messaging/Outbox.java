package dev.signalbox.messaging;

import dev.signalbox.ticket.PartnerEvent;
import dev.signalbox.ticket.PerTransaction;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TimelineEntry;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is to be sent, written in the transaction that caused it. A ticket's row lock is held while its rows are
 * written, so that ascending ids are the order of each ticket.
 */
@Component
class Outbox {

    private static final URI SOURCE = URI.create("/signalbox");
    private static final int MOST_BYTES = 16 * 1024 * 1024;
    private static final JsonFormat CLOUD_EVENT = new JsonFormat();

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final PerTransaction<Relay.Bell> ringing;

    Outbox(JdbcClient jdbc, JsonMapper json, Clock clock, Relay.Bell bell, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.events = events;
        this.ringing = new PerTransaction<>(() -> bell, Relay.Bell::ring);
    }

    @EventListener
    void on(TimelineEntry entry) {
        String ticket = entry.ticket().toString();
        Map<String, Object> data = new LinkedHashMap<>(entry.data());
        data.put("actor", entry.actor());
        CloudEvent event = CloudEventBuilder.v1()
                .withId(ticket + "-" + entry.sequence())
                .withSource(SOURCE)
                .withType(Schemas.PREFIX + entry.type().wireName() + ".v1")
                .withSubject(ticket)
                .withTime(entry.occurredAt().atOffset(ZoneOffset.UTC))
                .withExtension("sequence", Integer.toString(entry.sequence()))
                .withData("application/json", json.writeValueAsBytes(data))
                .build();
        byte[] structured = CLOUD_EVENT.serialize(event);
        put(Topics.TICKET_EVENTS, bytes(ticket), structured(), structured);
        events.publishEvent(new Published(
                event.getId(),
                entry.type().wireName(),
                event.getType(),
                ticket,
                entry.ticket(),
                null,
                null,
                structured));
    }

    /** Tells what concerns no single ticket. */
    @EventListener
    void on(PartnerEvent told) {
        CloudEvent event = CloudEventBuilder.v1()
                .withId(UUID.randomUUID().toString())
                .withSource(SOURCE)
                .withType(Schemas.PREFIX + told.type() + ".v1")
                .withSubject(told.subject())
                .withTime(clock.instant().atOffset(ZoneOffset.UTC))
                .withData("application/json", json.writeValueAsBytes(told.data()))
                .build();
        byte[] structured = CLOUD_EVENT.serialize(event);
        put(Topics.PARTNER_EVENTS, bytes(told.subject()), structured(), structured);
        events.publishEvent(new Published(
                event.getId(),
                told.type(),
                event.getType(),
                told.subject(),
                Optional.ofNullable(text(told, "ticket"))
                        .flatMap(TicketNumber::parse)
                        .orElse(null),
                text(told, "partnerId"),
                text(told, "customerId"),
                structured));
    }

    private static @Nullable String text(PartnerEvent told, String field) {
        Object value = told.data().get(field);
        return value == null ? null : value.toString();
    }

    void put(String topic, byte @Nullable [] key, List<Header> headers, byte @Nullable [] payload) {
        jdbc.sql("insert into outbox (topic, record_key, headers, payload) values (:topic, :key, :headers, :payload)")
                .param("topic", topic)
                .param("key", key)
                .param("headers", json.writeValueAsString(headers))
                .param("payload", payload)
                .update();
        ringing.get();
    }

    /** The oldest rows, as many as fit into memory together; one at least. */
    List<Row> oldest(int most) {
        return jdbc.sql("""
                        select * from (
                          select o.*, sum(coalesce(octet_length(o.payload), 0)) over (order by o.id) as bytes
                          from (select * from outbox order by id fetch first :most rows only) o) sized
                        where bytes <= :room or bytes = coalesce(octet_length(payload), 0) order by id""")
                .param("most", most)
                .param("room", MOST_BYTES)
                .query((row, i) -> new Row(
                        row.getLong("id"),
                        row.getString("topic"),
                        row.getBytes("record_key"),
                        json.readValue(row.getString("headers"), new TypeReference<List<Header>>() {}),
                        row.getBytes("payload")))
                .list();
    }

    /** Takes the row's payload away and says how long it was; its other headers stay. */
    void lighten(Row row) {
        byte[] payload = row.payload();
        List<Header> headers = new ArrayList<>(row.headers());
        headers.add(Header.of("signalbox-payload-bytes", String.valueOf(payload == null ? 0 : payload.length)));
        jdbc.sql("update outbox set payload = null, headers = :headers where id = :id")
                .param("headers", json.writeValueAsString(headers))
                .param("id", row.id())
                .update();
    }

    void sent(List<Long> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql("delete from outbox where id in (:ids)").param("ids", ids).update();
        }
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Header> structured() {
        return List.of(Header.of("content-type", JsonFormat.CONTENT_TYPE + "; charset=UTF-8"));
    }

    /** One record that waits to be sent. */
    record Row(long id, String topic, byte @Nullable [] key, List<Header> headers, byte @Nullable [] payload) {}

    /** A record's header; the value is kept as base64, since it may be any bytes. */
    record Header(String name, @Nullable String base64) {

        static Header of(String name, String value) {
            return of(name, value.getBytes(StandardCharsets.UTF_8));
        }

        static Header of(String name, byte @Nullable [] value) {
            return new Header(name, value == null ? null : Base64.getEncoder().encodeToString(value));
        }

        byte @Nullable [] value() {
            return base64 == null ? null : Base64.getDecoder().decode(base64);
        }
    }
}
