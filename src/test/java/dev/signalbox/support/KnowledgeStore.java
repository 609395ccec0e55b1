package dev.signalbox.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** The tables of customers and plans alone, in both databases; no application, and no other room's migration. */
public enum KnowledgeStore {
    H2,
    POSTGRESQL;

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final List<String> OURS = List.of(
            "V3__customer.sql",
            "V7__filing_right.sql",
            "V10__audit.sql",
            "V12__contract_ids.sql",
            "V30__price.sql",
            "V65__ledger.sql",
            "V66__microsoft_case.sql",
            "V67__claim_deadline.sql",
            "V88__case_attachment.sql");

    /** An empty database of this kind. */
    public Fresh fresh(Class<?> forTest) {
        DataSource source =
                switch (this) {
                    case H2 ->
                        JdbcConnectionPool.create(
                                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000", "sa", "");
                    case POSTGRESQL -> postgres(PostgresServer.freshDatabase(forTest));
                };
        Flyway.configure()
                .dataSource(source)
                .locations("filesystem:" + copied())
                .load()
                .migrate();
        return new Fresh(
                source, JdbcClient.create(source), new TransactionTemplate(new DataSourceTransactionManager(source)));
    }

    /** A migrated database and the means to speak with it. */
    public record Fresh(DataSource source, JdbcClient jdbc, TransactionTemplate transaction) {}

    private static DataSource postgres(PostgresServer.Database database) {
        return new DriverManagerDataSource(database.url(), database.username(), database.password());
    }

    private static Path copied() {
        try {
            Path alone = Files.createTempDirectory("knowledge-migrations");
            for (String file : OURS) {
                Files.copy(MIGRATIONS.resolve(file), alone.resolve(file));
            }
            return alone;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
