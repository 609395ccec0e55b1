package dev.signalbox.messaging;

import dev.signalbox.ticket.Page;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lists the events that wait, the one that ends first before the others. */
@Component
public class ParkedEvents {

    private final JdbcClient jdbc;

    ParkedEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Page<ParkedEvent> page(int page, int size) {
        List<ParkedEvent> items = jdbc.sql("""
                        select * from inbox where result = 'PARKED' order by park_until, id
                        offset :offset rows fetch next :size rows only""")
                .param("offset", (long) page * size)
                .param("size", size)
                .query((row, i) -> {
                    Long ticket = row.getObject("ticket", Long.class);
                    return new ParkedEvent(
                            row.getString("source"),
                            row.getString("event_id"),
                            row.getString("type"),
                            row.getString("subject"),
                            ticket == null ? null : ticket.toString(),
                            row.getString("waits_for"),
                            row.getObject("received_at", OffsetDateTime.class).toInstant(),
                            instant(row.getObject("park_until", OffsetDateTime.class)));
                })
                .list();
        long total = jdbc.sql("select count(*) from inbox where result = 'PARKED'")
                .query(Long.class)
                .single();
        return new Page<>(items, page, size, total);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime found) {
        return found == null ? null : found.toInstant();
    }
}
