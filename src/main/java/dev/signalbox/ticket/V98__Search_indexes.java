package dev.signalbox.ticket;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Trigram indexes, so that PostgreSQL finds any part of a word. Without them, and on H2, a search reads every ticket. */
@Component
@SuppressWarnings("NamingConventions") // Flyway reads version and description from the class name
class V98__Search_indexes extends BaseJavaMigration {

    private static final Logger LOG = LoggerFactory.getLogger(V98__Search_indexes.class);

    private static final List<String> INDEXES = List.of(
            "create index ticket_title_trgm_ix on ticket using gin (lower(title) gin_trgm_ops)",
            "create index ticket_number_trgm_ix on ticket using gin (cast(number as varchar(20)) gin_trgm_ops)",
            "create index ticket_reference_trgm_ix on ticket using gin (lower(external_reference) gin_trgm_ops)",
            "create index ticket_external_trgm_ix on ticket using gin (lower(external_id) gin_trgm_ops)",
            "create index ticket_customer_trgm_ix on ticket using gin (lower(customer_id) gin_trgm_ops)",
            "create index message_body_trgm_ix on message using gin (lower(body) gin_trgm_ops)");

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            return;
        }
        try (Statement sql = connection.createStatement()) {
            if (!trigrams(connection, sql)) {
                LOG.warn("PostgreSQL has no pg_trgm, or does not let us use it: a search reads every ticket."
                        + " docs/operating.md says how to add it later");
                return;
            }
            for (String index : INDEXES) {
                sql.execute(index);
            }
        }
    }

    private static boolean trigrams(Connection connection, Statement sql) throws SQLException {
        try (ResultSet known = sql.executeQuery("select 1 from pg_available_extensions where name = 'pg_trgm'")) {
            if (!known.next()) {
                return false;
            }
        }
        Savepoint before = connection.setSavepoint();
        try {
            sql.execute("create extension if not exists pg_trgm");
            return true;
        } catch (SQLException refused) {
            connection.rollback(before);
            return false;
        }
    }
}
