package dev.signalbox.workflow.clocks;

import dev.signalbox.ticket.TimelineEntry;
import dev.signalbox.ticket.TimelineType;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** When to look at which ticket's clocks again: one row a ticket, moved by one statement a transaction. */
@Component
class AlarmRows {

    /** What moves no clock: it only tells of clocks. */
    private static final Set<TimelineType> TELL_ONLY = Set.of(
            TimelineType.SLA_WARNING,
            TimelineType.SLA_BREACHED,
            TimelineType.SLA_BREACH_WITHDRAWN,
            TimelineType.NOTIFIED,
            TimelineType.PAGED,
            TimelineType.LEAD_CALLED,
            TimelineType.TASK_COMPLETED);

    /** Asked row by row, and by H2 once more when the row is locked: so by the ticket's key, never as a list of tickets. */
    private static final String OF_WHOM = """
            exists (select 1 from ticket t where t.number = clock_alarm.ticket
              and t.state not in ('CLOSED', 'WITHDRAWN', 'MERGED')
              and (cast(:partner as varchar(60)) is null or t.partner_id = :partner)
              and (cast(:customer as varchar(60)) is null or t.customer_id = :customer))""";

    private final JdbcClient jdbc;
    private final JdbcTemplate plain;
    private final Clock clock;
    private final ClockProperties properties;

    AlarmRows(JdbcClient jdbc, JdbcTemplate plain, Clock clock, ClockProperties properties) {
        this.jdbc = jdbc;
        this.plain = plain;
        this.clock = clock;
        this.properties = properties;
    }

    /**
     * A ticket whose clocks are to be looked at.
     *
     * @param at since when
     * @param stale whether calendars or targets changed since they were looked at
     * @param targets whether its targets are to be asked anew first
     */
    record Due(long ticket, Instant at, boolean stale, boolean targets) {

        Due(long ticket, Instant at) {
            this(ticket, at, false, false);
        }
    }

    /** Notes the ticket; before the transaction commits one statement moves the alarms of all that were noted. */
    @EventListener
    void on(TimelineEntry entry) {
        boolean fresh = entry.type() == TimelineType.RECEIVED;
        boolean moves = Stories.READ.contains(entry.type()) && !TELL_ONLY.contains(entry.type())
                || entry.type() == TimelineType.CORRECTED;
        if (!fresh && !moves) {
            return;
        }
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            (fresh
                            ? new Noted(Set.of(entry.ticket().value()), Set.of())
                            : new Noted(Set.of(), Set.of(entry.ticket().value())))
                    .write();
            return;
        }
        Noted noted = TransactionSynchronizationManager.getSynchronizations().stream()
                .filter(Noted.class::isInstance)
                .map(Noted.class::cast)
                .findFirst()
                .orElseGet(this::registered);
        (fresh ? noted.fresh : noted.moved).add(entry.ticket().value());
    }

    private Noted registered() {
        Noted noted = new Noted(new TreeSet<>(), new TreeSet<>());
        TransactionSynchronizationManager.registerSynchronization(noted);
        return noted;
    }

    private final class Noted implements TransactionSynchronization {

        private final Set<Long> fresh;
        private final Set<Long> moved;

        Noted(Set<Long> fresh, Set<Long> moved) {
            this.fresh = fresh;
            this.moved = moved;
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            write();
        }

        void write() {
            Instant at = clock.instant().plus(properties.settle());
            if (!fresh.isEmpty()) {
                moved.removeAll(fresh);
                batch("insert into clock_alarm (at, ticket) values (?, ?)", fresh, at);
            }
            if (!moved.isEmpty()) {
                jdbc.sql("update clock_alarm set at = :at where ticket in (:tickets)")
                        .param("at", at(at))
                        .param("tickets", moved)
                        .update();
            }
        }
    }

    private void batch(String sql, Collection<Long> tickets, Instant at) {
        Map<Long, @Nullable Instant> times = new LinkedHashMap<>();
        tickets.forEach(ticket -> times.put(ticket, at));
        batch(sql, times);
    }

    private void batch(String sql, Map<Long, @Nullable Instant> times) {
        List<Map.Entry<Long, @Nullable Instant>> rows = List.copyOf(new HashMap<>(times).entrySet());
        plain.batchUpdate(sql, new BatchPreparedStatementSetter() {
            @Override
            public void setValues(java.sql.PreparedStatement statement, int i) throws java.sql.SQLException {
                Instant at = rows.get(i).getValue();
                if (at == null) {
                    statement.setNull(1, java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
                } else {
                    statement.setObject(1, at(at));
                }
                statement.setLong(2, rows.get(i).getKey());
            }

            @Override
            public int getBatchSize() {
                return rows.size();
            }
        });
    }

    /** The tickets whose alarm is due, the longest due first. */
    List<Due> due(int most) {
        return jdbc.sql("select ticket, at from clock_alarm where at <= :now order by at fetch first :most rows only")
                .param("now", at(clock.instant()))
                .param("most", most)
                .query((row, i) -> new Due(
                        row.getLong("ticket"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Tickets that a change of calendars or targets made stale. */
    List<Long> stale(int most) {
        return jdbc.sql("select ticket from clock_alarm where stale = true order by ticket fetch first :most rows only")
                .param("most", most)
                .query(Long.class)
                .list();
    }

    long countStale() {
        return jdbc.sql("select count(*) from clock_alarm where stale = true")
                .query(Long.class)
                .single();
    }

    /** Of these tickets the ones nobody else works on, locked until the transaction ends. */
    List<Long> locked(Collection<Long> tickets) {
        return jdbc.sql("select number from ticket where number in (:tickets) order by number for update skip locked")
                .param("tickets", tickets)
                .query(Long.class)
                .list();
    }

    /**
     * Of these locked tickets the ones that no other node has looked at meanwhile. Their alarms are locked, too: whoever
     * makes them stale from here on waits, and is not forgotten by {@link #set}.
     */
    List<Due> still(Collection<Long> tickets) {
        return jdbc.sql("""
                        select ticket, at, stale, targets from clock_alarm
                        where ticket in (:tickets) and (at <= :now or stale = true) order by ticket for update""")
                .param("tickets", tickets)
                .param("now", at(clock.instant()))
                .query((row, i) -> {
                    OffsetDateTime at = row.getObject("at", OffsetDateTime.class);
                    return new Due(
                            row.getLong("ticket"),
                            at == null ? clock.instant() : at.toInstant(),
                            row.getBoolean("stale"),
                            row.getBoolean("targets"));
                })
                .list();
    }

    /** Sets the next alarm of each, null where there is nothing to wait for. */
    void set(Map<Long, @Nullable Instant> next) {
        batch("update clock_alarm set at = ?, stale = false, targets = false where ticket = ?", next);
    }

    void dueTimes(Map<Long, @Nullable Instant> due) {
        batch("update ticket set due_at = ? where number = ?", due);
    }

    /** Open tasks are due when their ticket is. */
    void tasksFollow(Collection<Long> tickets) {
        jdbc.sql("""
                        update task set due_at = (select t.due_at from ticket t where t.number = task.ticket)
                        where ticket in (:tickets) and state = 'OPEN'
                        and due_at is distinct from (select t.due_at from ticket t where t.number = task.ticket)""").param("tickets", tickets).update();
    }

    /**
     * Open tickets of a customer, a partner or all, to be computed anew behind whatever is due.
     *
     * @param targets whether their targets are to be asked anew, too
     */
    int makeStale(@Nullable String partner, @Nullable String customer, boolean targets) {
        // in the order in which alarms are looked at, since two who lock the same rows in two orders wait for each
        // other
        jdbc.sql("select ticket from clock_alarm where " + OF_WHOM + " order by ticket for update")
                .param("partner", partner)
                .param("customer", customer)
                .query((ResultSet row) -> {});
        return jdbc.sql("update clock_alarm set stale = true, targets = (targets or :targets) where " + OF_WHOM)
                .param("partner", partner)
                .param("customer", customer)
                .param("targets", targets)
                .update();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
