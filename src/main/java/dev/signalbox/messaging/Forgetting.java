package dev.signalbox.messaging;

import dev.signalbox.ticket.Messages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes a person out of what came in: payloads that name it are removed, so that sending them again brings nobody back.
 * That an event came, and what became of it, stays.
 */
@Component
public class Forgetting {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Forgetting(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** How many payloads were removed. */
    @Transactional
    public int forget(Set<String> words) {
        int removed = 0;
        for (Kept kept :
                kept("select id, payload, original_headers as headers, reason from inbox where payload is not null")) {
            if (names(words, kept)) {
                removed += jdbc.sql("""
                        update inbox set payload = null, original = null, original_headers = null, result = 'EXPIRED',
                          park_until = null, reason = :reason
                        where id = :id and result = 'PARKED'""")
                        .param("reason", "It was erased with a person it named")
                        .param("id", Long.valueOf(kept.id()))
                        .update();
            }
        }
        for (Kept kept : kept("select id, payload, headers, reason from dead_letter where payload is not null")) {
            if (names(words, kept)) {
                removed += jdbc.sql("""
                        update dead_letter set payload = null, headers = '[]', reason = :reason where id = :id""")
                        .param("reason", Messages.without(words, kept.reason()))
                        .param("id", kept.id())
                        .update();
            }
        }
        // a reason quotes what was found
        for (String word : words) {
            for (Kept told : jdbc.sql("""
                            select id, null as payload, null as headers, reason from inbox
                            where reason is not null and lower(reason) like :word escape '!'""")
                    .param(
                            "word",
                            "%"
                                    + word.toLowerCase(java.util.Locale.ROOT)
                                            .replace("!", "!!")
                                            .replace("%", "!%")
                                            .replace("_", "!_")
                                    + "%")
                    .query((row, i) -> new Kept(row.getString(1), null, null, row.getString(4)))
                    .list()) {
                jdbc.sql("update inbox set reason = :reason where id = :id")
                        .param("reason", Messages.without(words, told.reason()))
                        .param("id", Long.valueOf(told.id()))
                        .update();
            }
        }
        return removed;
    }

    private record Kept(
            String id, byte @Nullable [] payload, @Nullable String headers, String reason) {}

    private List<Kept> kept(String sql) {
        return jdbc.sql(sql)
                .query((row, i) -> new Kept(
                        row.getString("id"),
                        row.getBytes("payload"),
                        row.getString("headers"),
                        String.valueOf(row.getString("reason"))))
                .list();
    }

    private boolean names(Set<String> words, Kept kept) {
        StringBuilder text = new StringBuilder(kept.reason());
        if (kept.payload() != null) {
            String raw = new String(kept.payload(), StandardCharsets.UTF_8);
            text.append('\n').append(raw);
            try {
                // escapes of JSON hide letters
                text.append('\n').append(json.writeValueAsString(json.readTree(raw)));
            } catch (JacksonException none) {
                // the raw text must do
            }
        }
        if (kept.headers() != null) {
            for (Outbox.Header header : json.readValue(kept.headers(), new TypeReference<List<Outbox.Header>>() {})) {
                byte[] value = header.value();
                text.append('\n').append(value == null ? "" : new String(value, StandardCharsets.UTF_8));
            }
        }
        String all = text.toString();
        return !Messages.without(words, all).equals(all);
    }
}
