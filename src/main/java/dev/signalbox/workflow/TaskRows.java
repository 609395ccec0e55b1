package dev.signalbox.workflow;

import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Our own rows of the engine's user tasks, so that no client input ever enters an engine query. */
@Component
class TaskRows {

    private final JdbcClient jdbc;
    private final Clock clock;

    TaskRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void created(String id, Ticket ticket, String kind, String name, String queue) {
        Instant due = ticket.dueAt();
        jdbc.sql("""
                insert into task (id, ticket, customer_id, partner_id, kind, name, queue, state, created_at, due_at)
                values (:id, :ticket, :customer, :partner, :kind, :name, :queue, 'OPEN', :now, :due)""")
                .param("id", id)
                .param("ticket", ticket.number().value())
                .param("customer", ticket.customerId())
                .param("partner", ticket.partnerId())
                .param("kind", kind)
                .param("name", name)
                .param("queue", queue)
                .param("now", now())
                .param("due", due == null ? null : due.atOffset(ZoneOffset.UTC))
                .update();
    }

    void completed(String id, String by) {
        end(id, "COMPLETED", by);
    }

    void cancelled(String id) {
        end(id, "CANCELLED", null);
    }

    private void end(String id, String state, @Nullable String by) {
        jdbc.sql("update task set state = :state, ended_at = :now, ended_by = :by where id = :id and state = 'OPEN'")
                .param("state", state)
                .param("now", now())
                .param("by", by)
                .param("id", id)
                .update();
    }

    void assign(String id, @Nullable String assignee) {
        jdbc.sql("update task set assignee = :assignee where id = :id")
                .param("assignee", assignee)
                .param("id", id)
                .update();
    }

    void moveTo(String id, String queue) {
        jdbc.sql("update task set queue = :queue where id = :id")
                .param("queue", queue)
                .param("id", id)
                .update();
    }

    void due(TicketNumber ticket, @Nullable Instant due) {
        jdbc.sql("update task set due_at = :due where ticket = :ticket and state = 'OPEN'")
                .param("due", due == null ? null : due.atOffset(ZoneOffset.UTC))
                .param("ticket", ticket.value())
                .update();
    }

    /** Every task of the ticket, ended ones too, goes with it to another customer. */
    void belongTo(TicketNumber ticket, String customer, String partner) {
        jdbc.sql("update task set customer_id = :customer, partner_id = :partner where ticket = :ticket")
                .param("customer", customer)
                .param("partner", partner)
                .param("ticket", ticket.value())
                .update();
    }

    Optional<Task> find(String id) {
        return jdbc.sql("select * from task where id = :id")
                .param("id", id)
                .query((row, i) -> task(row))
                .optional();
    }

    List<Task> openOf(TicketNumber ticket) {
        return jdbc.sql("select * from task where ticket = :ticket and state = 'OPEN' order by created_at, id")
                .param("ticket", ticket.value())
                .query((row, i) -> task(row))
                .list();
    }

    /** Who completed the newest task of one of {@code kinds}. */
    Optional<String> lastBy(TicketNumber ticket, List<String> kinds) {
        return jdbc.sql("""
                        select ended_by from task where ticket = :ticket and kind in (:kinds) and state = 'COMPLETED'
                        order by ended_at desc""").param("ticket", ticket.value()).param("kinds", kinds).query(String.class).list().stream()
                .findFirst();
    }

    Page<Task> page(TaskFilter filter, int page, int size) {
        List<String> where = new ArrayList<>(List.of("state = 'OPEN'"));
        Map<String, Object> params = new HashMap<>();
        and(
                where,
                params,
                "ticket",
                filter.ticket() == null ? null : filter.ticket().value());
        and(where, params, "queue", filter.queue());
        if (TaskFilter.NOBODY.equals(filter.assignee())) {
            where.add("assignee is null");
        } else {
            and(where, params, "assignee", filter.assignee());
        }
        and(where, params, "partner_id", filter.partner());
        and(where, params, "customer_id", filter.customer());
        if (filter.kinds() != null) {
            if (filter.kinds().isEmpty()) {
                return new Page<>(List.of(), page, size, 0);
            }
            where.add("kind in (:kinds)");
            params.put("kinds", filter.kinds());
        }
        String condition = " where " + String.join(" and ", where);
        List<Task> items = jdbc.sql("select * from task" + condition
                        + " order by due_at nulls last, created_at, id offset :offset rows fetch next :size rows only")
                .params(params)
                .param("offset", (long) page * size)
                .param("size", size)
                .query((row, i) -> task(row))
                .list();
        long total = jdbc.sql("select count(*) from task" + condition)
                .params(params)
                .query(Long.class)
                .single();
        return new Page<>(items, page, size, total);
    }

    List<Tasks.Load> load(@Nullable String partner) {
        return jdbc.sql("""
                        select assignee, count(*) as tasks, sum(case when due_at < :now then 1 else 0 end) as late
                        from task where state = 'OPEN'
                        and (cast(:partner as varchar(60)) is null or partner_id = :partner)
                        group by assignee order by count(*) desc, assignee""")
                .param("now", now())
                .param("partner", partner)
                .query((row, i) -> new Tasks.Load(row.getString("assignee"), row.getLong("tasks"), row.getLong("late")))
                .list();
    }

    private static void and(List<String> where, Map<String, Object> params, String column, @Nullable Object value) {
        if (value != null) {
            where.add(column + " = :" + column);
            params.put(column, value);
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Task task(ResultSet row) throws SQLException {
        OffsetDateTime due = row.getObject("due_at", OffsetDateTime.class);
        return new Task(
                row.getString("id"),
                new TicketNumber(row.getLong("ticket")),
                row.getString("customer_id"),
                row.getString("partner_id"),
                row.getString("kind"),
                row.getString("name"),
                row.getString("queue"),
                row.getString("assignee"),
                row.getString("state"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                due == null ? null : due.toInstant(),
                row.getString("ended_by"));
    }
}
