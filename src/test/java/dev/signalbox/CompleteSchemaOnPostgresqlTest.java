package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.PostgresServer;
import dev.signalbox.support.PostgresServer.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

/** On real PostgreSQL, as Flyway is started by the product. */
class CompleteSchemaOnPostgresqlTest {

    private final Database database = PostgresServer.freshDatabase(CompleteSchemaOnPostgresqlTest.class);

    private final ApplicationContextRunner starting = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
            .withUserConfiguration(SchemaOnly.class)
            .withPropertyValues(
                    "spring.datasource.url=" + database.url(),
                    "spring.datasource.username=" + database.username(),
                    "spring.datasource.password=" + database.password());

    @Configuration(proxyBeanMethods = false)
    @ComponentScan(
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(V1__Engine_schema|CompleteSchema)"))
    static class SchemaOnly {}

    @Test
    void aFreshDatabaseIsCompleteAndOneThatLostAnIndexOrATableIsRefused() throws SQLException {
        starting.run(context -> assertThat(context).hasNotFailed());

        execute("drop index act_idx_exec_buskey");
        starting.run(context -> assertThat(context)
                .getFailure()
                .hasRootCauseInstanceOf(CannotStart.class)
                .hasRootCauseMessage("the database lacks the index act_idx_exec_buskey."));
        execute("create index act_idx_exec_buskey on act_ru_execution (business_key_)");
        starting.run(context -> assertThat(context).hasNotFailed());

        execute("alter table act_ru_execution rename to act_ru_execution_gone");
        starting.run(context ->
                assertThat(context).getFailure().hasRootCauseMessage("the database lacks the table act_ru_execution."));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
