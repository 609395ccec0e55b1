package dev.signalbox.microsoft;

import dev.signalbox.microsoft.connection.MicrosoftService;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows that say who reads what and when; no transaction stays open while Microsoft is asked. */
@Component
public class HealthPolls {

    private static final int LONGEST_ERROR = 500;

    private final JdbcClient jdbc;

    HealthPolls(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Makes the connection's rows the ones of its targets; new ones fall due spread over {@code spread}. */
    void keep(String connection, List<HealthTarget> targets, Instant now, Duration spread) {
        Set<String> gone = new HashSet<>(jdbc.sql("select target from health_poll where connection = :connection")
                .param("connection", connection)
                .query(String.class)
                .list());
        for (HealthTarget target : targets) {
            if (!gone.remove(target.id())) {
                add(target, now.plusMillis(Math.floorMod(target.id().hashCode(), Math.max(1, spread.toMillis()))));
            }
        }
        for (String old : gone) {
            jdbc.sql("delete from health_poll where connection = :connection and target = :target")
                    .param("connection", connection)
                    .param("target", old)
                    .update();
        }
    }

    private void add(HealthTarget target, Instant due) {
        try {
            jdbc.sql("""
                    insert into health_poll (connection, target, service, tenant_id, due_at, failures)
                    values (:connection, :target, :service, :tenant, :due, 0)""")
                    .param("connection", target.connection())
                    .param("target", target.id())
                    .param("service", target.service().name())
                    .param("tenant", target.tenantId())
                    .param("due", at(due))
                    .update();
        } catch (DuplicateKeyException another) {
            // another node was as quick
        }
    }

    /**
     * Takes the target that waits longest, of connections that the caller has; it is nobody else's until the lease ends.
     */
    Optional<HealthTarget> claim(String node, Collection<String> connections, Instant now, Duration lease) {
        if (connections.isEmpty()) {
            return Optional.empty();
        }
        List<HealthTarget> due = jdbc.sql("""
                        select connection, target, service, tenant_id from health_poll
                        where connection in (:connections) and due_at <= :now
                          and (leased_until is null or leased_until <= :now)
                        order by due_at fetch next 10 rows only""")
                .param("connections", connections)
                .param("now", at(now))
                .query((row, i) -> new HealthTarget(
                        row.getString("connection"),
                        MicrosoftService.valueOf(row.getString("service")),
                        row.getString("tenant_id"),
                        row.getString("target")))
                .list();
        return due.stream()
                .filter(target -> jdbc.sql("""
                                update health_poll set leased_by = :node, leased_until = :until
                                where connection = :connection and target = :target and due_at <= :now
                                and (leased_until is null or leased_until <= :now)""")
                                .param("node", node)
                                .param("until", at(now.plus(lease)))
                                .param("connection", target.connection())
                                .param("target", target.id())
                                .param("now", at(now))
                                .update()
                        == 1)
                .findFirst();
    }

    /** Whether the lease is still this node's. */
    boolean holds(HealthTarget target, String node, Instant now) {
        return jdbc.sql("""
                        select count(*) from health_poll where connection = :connection and target = :target
                        and leased_by = :node and leased_until > :now""")
                        .param("connection", target.connection())
                        .param("target", target.id())
                        .param("node", node)
                        .param("now", at(now))
                        .query(Integer.class)
                        .single()
                == 1;
    }

    void succeeded(HealthTarget target, String node, Instant asked, Instant next) {
        jdbc.sql("""
                update health_poll set leased_by = null, leased_until = null, due_at = :next, tried_at = :asked,
                  succeeded_at = :asked, failures = 0, last_error = null
                where connection = :connection and target = :target and leased_by = :node""")
                .param("next", at(next))
                .param("asked", at(asked))
                .param("connection", target.connection())
                .param("target", target.id())
                .param("node", node)
                .update();
    }

    /** Keeps why it did not work; returns how often in a row. */
    void failed(HealthTarget target, String node, Instant asked, Instant next, String why) {
        jdbc.sql("""
                update health_poll set leased_by = null, leased_until = null, due_at = :next, tried_at = :asked,
                  failures = failures + 1, last_error = :why
                where connection = :connection and target = :target and leased_by = :node""")
                .param("next", at(next))
                .param("asked", at(asked))
                .param("why", Texts.cut(Texts.onOneLine(why), LONGEST_ERROR))
                .param("connection", target.connection())
                .param("target", target.id())
                .param("node", node)
                .update();
    }

    int failures(HealthTarget target) {
        return jdbc.sql("select failures from health_poll where connection = :connection and target = :target")
                .param("connection", target.connection())
                .param("target", target.id())
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    Optional<Instant> lastSuccess(HealthTarget target) {
        return jdbc.sql("select succeeded_at from health_poll where connection = :connection and target = :target")
                .param("connection", target.connection())
                .param("target", target.id())
                .query((row, i) -> Optional.ofNullable(instant(row, "succeeded_at")))
                .optional()
                .flatMap(found -> found);
    }

    /** The readings of a tenant's health; none where no connection reaches it. */
    public List<HealthPoll> of(String tenantId) {
        return jdbc.sql("select * from health_poll where lower(tenant_id) = lower(:tenant) order by target")
                .param("tenant", tenantId)
                .query((row, i) -> poll(row))
                .list();
    }

    /** The readings that fail, the longest failing first. */
    public List<HealthPoll> failing(int most) {
        return jdbc.sql("""
                        select * from health_poll where failures > 0 order by failures desc, target
                        fetch next :most rows only""").param("most", most).query((row, i) -> poll(row)).list();
    }

    private static HealthPoll poll(ResultSet row) throws SQLException {
        Instant due = instant(row, "due_at");
        if (due == null) {
            throw new IllegalStateException("Expected a time in due_at");
        }
        return new HealthPoll(
                row.getString("connection"),
                row.getString("service"),
                row.getString("target"),
                row.getString("tenant_id"),
                due,
                instant(row, "tried_at"),
                instant(row, "succeeded_at"),
                row.getInt("failures"),
                row.getString("last_error"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime found = row.getObject(column, OffsetDateTime.class);
        return found == null ? null : found.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
