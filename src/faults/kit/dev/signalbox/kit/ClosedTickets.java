package dev.signalbox.kit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Writes closed tickets past the product, as years of work leave them: rows only, since what is closed has no flow. */
public final class ClosedTickets {

    private static final String NUMBERS = "(select n from bulk_number where serial between %d and %d) g";
    private static final int CHUNK = 100_000;

    /** Far above what a run's sequence reaches. */
    private static final long FIRST = 900_000_000L;

    /** The numbers with their Luhn digits, once for all tables. */
    private static final String PREPARE = """
            create table bulk_number as
            select serial, serial * 10 + (10 - (
              select sum(case when i %% 2 = 1 then d when d > 4 then d * 2 - 9 else d * 2 end)::bigint
              from (select i, serial / (10 ^ i)::bigint %% 10 as d from generate_series(0, 9) i) digits) %% 10) %% 10 as n
            from generate_series(%1$d::bigint, %2$d::bigint) serial;
            create index on bulk_number (serial)
            """;

    private static final List<String> STATEMENTS = List.of("""
            insert into ticket (number, source, external_reference, title, reported_category, state, severity,
              issue_class, boundary, handling_party, queue, customer_id, partner_id, product_family, policy_set,
              environment, business_impact, commit24x7, close_reason, created_at, updated_at, resolved_at, closed_at,
              last_sequence)
            select n, 'urn:bulk', 'B-' || n, 'Closed long ago ' || n, 'SERVICE_ERROR', 'CLOSED', 'C', 'TECHNICAL',
              'PARTNER_RESOLVES', 'PARTNER', 'desk', 'demo-direct-' || (1 + n %% 2), 'demo-direct', 'M365', 'SEED_2021',
              'PRODUCTION', 'MODERATE', false, 'confirmed', t, t + interval '2 days', t + interval '1 day',
              t + interval '2 days', 8
            from (select n, now() - interval '3 years' + n %% 900 * interval '1 day' as t from %1$s) x
            """, """
            insert into ticket_reference (source, external_reference, ticket) select 'urn:bulk', 'B-' || n, n from %1$s
            """, """
            insert into ticket_event (ticket, sequence, type, at, occurred_at, actor, cause_source, cause_id, data)
            select n, s, (array['ticket.received', 'ticket.classified', 'ticket.severity-assessed',
              'ticket.state-changed', 'ticket.task-created', 'ticket.task-completed', 'ticket.resolved',
              'ticket.closed'])[s], now() - interval '2 years', now() - interval '2 years', 'urn:bulk', 'urn:bulk',
              'B-' || n, '{"ticket":"' || n || '","state":"CLOSED","from":"RESOLVED","to":"CLOSED","step":"bulk"}'
            from %1$s cross join generate_series(1, 8) s
            """, """
            insert into message (id, ticket, visibility, direction, author, body, created_at)
            select gen_random_uuid()::text, n, 'PUBLIC', 'INBOUND', 'demo-direct-1', repeat('It does not work. ', 12),
              now() - interval '2 years' from %1$s
            """, """
            insert into decision_record (id, ticket, decision, version, at, inputs, rules, outputs)
            select gen_random_uuid()::text, n, (array['severity', 'issue-class', 'support-boundary', 'sla-targets'])[s],
              1, now() - interval '2 years', '{"businessImpact":"MODERATE","environment":"PRODUCTION"}',
              '[{"id":"rule_1","description":"Moderate impact"}]', '{"severity":"C"}'
            from %1$s cross join generate_series(1, 4) s
            """, """
            insert into task (id, ticket, customer_id, partner_id, kind, name, queue, state, created_at, ended_at, ended_by)
            select gen_random_uuid()::text, n, 'demo-direct-1', 'demo-direct',
              (array['check-health', 'diagnose', 'resolve'])[s], 'Done', 'desk', 'COMPLETED',
              now() - interval '2 years', now() - interval '2 years', 'agent'
            from %1$s cross join generate_series(1, 3) s
            """, """
            insert into inbox (source, event_id, type, subject, transport, received_at, occurred_at, result, ticket)
            select 'urn:bulk', 'B-' || n || '-' || s, 'dev.signalbox.ticket.customer-replied.v1', 'B-' || n, 'KAFKA',
              now() - interval '2 years', now() - interval '2 years', 'APPLIED', n
            from %1$s cross join generate_series(1, 2) s
            """);

    private ClosedTickets() {}

    public static void write(Postgres postgres, int count) {
        try (Connection connection = postgres.connect()) {
            write(connection, count);
        } catch (SQLException failed) {
            throw new IllegalStateException("Closed tickets not written: " + failed.getMessage(), failed);
        }
    }

    /** Each with timeline, decisions, tasks, a message and two events that came in. */
    public static void write(Connection connection, int count) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(PREPARE.formatted(FIRST, FIRST + count - 1));
            fill(statement, count);
            statement.execute("drop table bulk_number");
            statement.execute("analyze");
        }
    }

    private static void fill(Statement sql, int count) throws SQLException {
        for (long from = FIRST; from < FIRST + count; from += CHUNK) {
            long to = Math.min(from + CHUNK, FIRST + count) - 1;
            String numbers = NUMBERS.formatted(from, to);
            for (String statement : STATEMENTS) {
                sql.execute(statement.formatted(numbers));
            }
        }
    }
}
