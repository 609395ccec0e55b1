package dev.signalbox.access;

import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Systems that send events, and their tokens: kept as digests, expiring, several at a time so that they can rotate. */
@Component
public class ServiceAccounts {

    private static final String PREFIX = "sbx_";
    /** How exactly the last use of a token is kept. */
    private static final Duration USE_KEPT_EACH = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final Audit audit;
    private final Clock clock;

    ServiceAccounts(JdbcClient jdbc, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    /** A token as it is shown: never its secret. */
    public record Token(
            String id,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant usedAt,
            @Nullable Instant revokedAt) {}

    /** A token just made, with the secret that is told this once. */
    public record Issued(String id, String secret, Instant expiresAt) {}

    public Optional<ServiceAccount> find(String id) {
        return jdbc.sql("select * from service_account where id = :id")
                .param("id", id)
                .query((row, i) -> account(row))
                .optional();
    }

    /** The accounts that list {@code source}, active or not. */
    public List<ServiceAccount> behind(String source) {
        return all().stream().filter(account -> account.lists(source)).toList();
    }

    public boolean any() {
        return all().stream().anyMatch(ServiceAccount::active);
    }

    private List<ServiceAccount> all() {
        return jdbc.sql("select * from service_account order by id")
                .query((row, i) -> account(row))
                .list();
    }

    /** The active account that {@code secret} is a valid token of. */
    public Optional<ServiceAccount> byToken(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return jdbc.sql("""
                        select a.*, t.id as token, t.used_at from service_token t
                        join service_account a on a.id = t.account
                        where t.digest = :digest and t.revoked_at is null and t.expires_at > :now and a.active""")
                .param("digest", Secrets.digest(secret))
                .param("now", at(now))
                .query((row, i) -> {
                    OffsetDateTime used = row.getObject("used_at", OffsetDateTime.class);
                    if (used == null || used.toInstant().plus(USE_KEPT_EACH).isBefore(now)) {
                        used(row.getString("token"), now);
                    }
                    return account(row);
                })
                .optional();
    }

    private void used(String token, Instant now) {
        jdbc.sql("update service_token set used_at = :now where id = :id")
                .param("now", at(now))
                .param("id", token)
                .update();
    }

    /** Makes one more token; those before stay good until they expire or are revoked. */
    @Transactional
    public Issued issue(ServiceAccount account, Duration lasts) {
        String id = UUID.randomUUID().toString();
        String secret = PREFIX + Secrets.token();
        Instant now = clock.instant();
        Instant expires = now.plus(lasts);
        jdbc.sql("""
                insert into service_token (id, account, digest, created_at, expires_at)
                values (:id, :account, :digest, :now, :expires)""")
                .param("id", id)
                .param("account", account.id())
                .param("digest", Secrets.digest(secret))
                .param("now", at(now))
                .param("expires", at(expires))
                .update();
        audit.keep(Change.of("service-token.issued", "service-accounts", account.id())
                .of(account.partnerId(), null)
                .to(Map.of("token", id, "expiresAt", expires.toString())));
        return new Issued(id, secret, expires);
    }

    /** Ends the token at once; false where the account has no such token. */
    @Transactional
    public boolean revoke(ServiceAccount account, String token) {
        boolean ended = jdbc.sql("""
                        update service_token set revoked_at = :now
                        where id = :id and account = :account and revoked_at is null""")
                        .param("now", at(clock.instant()))
                        .param("id", token)
                        .param("account", account.id())
                        .update()
                == 1;
        if (ended) {
            audit.keep(Change.of("service-token.revoked", "service-accounts", account.id())
                    .of(account.partnerId(), null)
                    .to(Map.of("token", token)));
        }
        return ended
                || tokens(account.id()).stream().anyMatch(known -> known.id().equals(token));
    }

    public List<Token> tokens(String account) {
        return jdbc.sql("select * from service_token where account = :account order by created_at, id")
                .param("account", account)
                .query((row, i) -> new Token(
                        row.getString("id"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                        instant(row, "used_at"),
                        instant(row, "revoked_at")))
                .list();
    }

    private static ServiceAccount account(ResultSet row) throws SQLException {
        return new ServiceAccount(
                row.getString("id"),
                row.getString("display_name"),
                row.getString("partner_id"),
                list(row.getString("sources")),
                list(row.getString("types")),
                list(row.getString("customers")),
                row.getBoolean("active"));
    }

    private static List<String> list(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split(","));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime found = row.getObject(column, OffsetDateTime.class);
        return found == null ? null : found.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
