package dev.signalbox.web.api;

import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.TicketNumber;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Remembers which request came under which key, so that a repeated one gives the same ticket. */
@Component
class Idempotency {

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    Idempotency(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** The key where it can be one; null is none. */
    static @Nullable String readable(@Nullable String key) {
        if (key != null && (key.isBlank() || key.length() > 200)) {
            throw new Refused("Idempotency-Key", "1 to 200 characters", key);
        }
        return key;
    }

    Optional<TicketNumber> find(String account, String key, JsonNode body) {
        readable(key);
        var before = jdbc.sql(
                        "select body_hash, ticket from idempotency where account = :account and idempotency_key = :k")
                .param("account", account)
                .param("k", key)
                .query((row, i) -> Map.entry(row.getString(1), row.getLong(2)))
                .optional();
        if (before.isPresent() && !before.get().getKey().equals(hash(body))) {
            throw new Refused("Idempotency-Key", "the body that came with this key before", "another body");
        }
        return before.map(kept -> new TicketNumber(kept.getValue()));
    }

    void keep(String account, String key, JsonNode body, TicketNumber ticket) {
        jdbc.sql("""
                insert into idempotency (account, idempotency_key, body_hash, ticket, at)
                values (:account, :k, :hash, :ticket, :at)""")
                .param("account", account)
                .param("k", key)
                .param("hash", hash(body))
                .param("ticket", ticket.value())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private String hash(JsonNode body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(body)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256", missing);
        }
    }
}
