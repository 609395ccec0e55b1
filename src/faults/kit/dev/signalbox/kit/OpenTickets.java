package dev.signalbox.kit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes open tickets past the product: each a copy of a ticket that the product led to where it waits, with its process
 * instance, so that it can be worked on like any other.
 */
public final class OpenTickets {

    private static final long FIRST = 800_000_000L;
    private static final int CHUNK = 20_000;

    private static final List<String> PREPARE = List.of(
            // The last eight digits of a UUID tell the copy; what the engine and we give out differs in those before
            """
            create or replace function bulk_id(id text, n bigint) returns text language sql immutable as
            $$ select left(id, length(id) - 8) || lpad(to_hex(n), 8, '0') $$""",
            "create table bulk_template (at integer, ticket bigint, root text)",
            """
            create table bulk_number as
            select serial, serial * 10 + (10 - (
              select sum(case when i %% 2 = 1 then d when d > 4 then d * 2 - 9 else d * 2 end)::bigint
              from (select i, serial / (10 ^ i)::bigint %% 10 as d from generate_series(0, 9) i) digits) %% 10) %% 10 as n
            from generate_series(%1$d::bigint, %2$d::bigint) serial""",
            "create index on bulk_number (serial)");

    private static final Set<String> IDS = Set.of(
            "id_",
            "proc_inst_id_",
            "root_proc_inst_id_",
            "parent_id_",
            "super_exec_",
            "execution_id_",
            "task_id_",
            "var_scope_",
            "act_inst_id_",
            "parent_act_inst_id_",
            "call_proc_inst_id_",
            "process_instance_id_",
            "super_process_instance_id_",
            "process_instance_id",
            "description_id",
            "execution_id");

    /** Each table with the rows of it that belong to a template. */
    private static final Map<String, String> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("ticket", "x.number = b.ticket");
        for (String ours : List.of("ticket_event", "message", "diagnosis_step", "decision_record", "process_wait")) {
            TABLES.put(ours, "x.ticket = b.ticket");
        }
        TABLES.put("task", "x.ticket = b.ticket");
        TABLES.put("clock_alarm", "x.ticket = b.ticket");
        TABLES.put("act_ru_execution", "x.root_proc_inst_id_ = b.root");
        String instances = "(select id_ from act_ru_execution where root_proc_inst_id_ = b.root)";
        TABLES.put("act_ru_task", "x.proc_inst_id_ in " + instances);
        TABLES.put("act_ru_variable", "x.proc_inst_id_ in " + instances);
        TABLES.put("act_ru_event_subscr", "x.proc_inst_id_ in " + instances);
        TABLES.put("act_ru_job", "x.process_instance_id_ in " + instances);
        TABLES.put("act_hi_procinst", "x.root_proc_inst_id_ = b.root");
        TABLES.put("act_hi_actinst", "x.root_proc_inst_id_ = b.root");
    }

    /** What differs from copy to copy beside its ids: words to search for, times, owners. */
    private static final Map<String, String> DIFFERENT = Map.of(
            "ticket.title", "x.title || ' ' || (array['amber','birch','cedar','delta','ember'])[1 + n % 5] || ' ' || n",
            "ticket.external_reference", "'O-' || n",
            "ticket.due_at", "now() + (n % 20000 - 400) * interval '1 minute'",
            "ticket.created_at", "x.created_at - n % 30000 * interval '1 minute'",
            "ticket.updated_at", "now() - n % 500000 * interval '1 second'",
            "ticket.assignee", "case when serial % 700 = 0 then 'agent' end",
            "task.assignee", "case when serial % 700 = 0 and x.state = 'OPEN' then 'agent' end",
            "message.body", "x.body || ' It was seen as W' || to_hex(n) || '.'",
            "clock_alarm.at", "now() + interval '30 days'");

    private OpenTickets() {}

    /** Writes {@code count} copies of {@code templates} in turn; all of them wait where their template does. */
    public static void write(Connection connection, List<String> templates, int count) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            for (String statement : PREPARE) {
                sql.execute(
                        statement.startsWith("create table bulk_number")
                                ? statement.formatted(FIRST, FIRST + count - 1)
                                : statement);
            }
            for (int at = 0; at < templates.size(); at++) {
                sql.execute(
                        "insert into bulk_template select %d, number, process_instance_id from ticket where number = %s"
                                .formatted(at, templates.get(at)));
            }
            for (long from = FIRST; from < FIRST + count; from += CHUNK) {
                for (Map.Entry<String, String> table : TABLES.entrySet()) {
                    sql.execute(copy(sql, table.getKey(), table.getValue(), from, templates.size()));
                }
            }
            sql.execute("drop table bulk_number");
            sql.execute("drop table bulk_template");
            sql.execute("drop function bulk_id(text, bigint)");
        }
    }

    private static String copy(Statement sql, String table, String belongs, long from, int templates)
            throws SQLException {
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        try (ResultSet found = sql.executeQuery("""
                select column_name, data_type from information_schema.columns
                where table_schema = 'public' and table_name = '%s' and is_identity = 'NO'
                order by ordinal_position""".formatted(table))) {
            while (found.next()) {
                String column = found.getString(1);
                columns.add('"' + column + '"');
                values.add(value(table, column, found.getString(2)));
            }
        }
        return "insert into %s (%s) select %s from bulk_number join bulk_template b on b.at = serial %% %d join %s x on %s where serial between %d and %d"
                .formatted(
                        table,
                        String.join(", ", columns),
                        String.join(", ", values),
                        templates,
                        table,
                        belongs,
                        from,
                        from + CHUNK - 1);
    }

    private static String value(String table, String column, String type) {
        String different = DIFFERENT.get(table + "." + column);
        if (different != null) {
            return different;
        }
        boolean ours = !table.startsWith("act_");
        if (column.equals("ticket") || ours && column.equals("number")) {
            return "n";
        }
        if (column.equals("business_key_")) {
            return "case when x.business_key_ is not null then n::text end";
        }
        if (column.equals("text_")) {
            return "case when x.text_ = b.ticket::text then n::text else x.text_ end";
        }
        if (column.equals("long_")) {
            return "case when x.long_ = b.ticket then n else x.long_ end";
        }
        boolean id = IDS.contains(column) || ours && column.equals("id");
        return id && !type.equals("bigint") ? "bulk_id(x.\"" + column + "\", serial)" : "x.\"" + column + '"';
    }
}
