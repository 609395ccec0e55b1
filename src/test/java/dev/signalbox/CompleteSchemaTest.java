package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.support.SignalboxTest;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@SignalboxTest
class CompleteSchemaTest {

    @Autowired
    DataSource database;

    @Autowired
    JdbcTemplate jdbc;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            drop index work_ticket_ix | create index work_ticket_ix on work (ticket, number) | the database lacks the index work_ticket_ix.
            drop index act_idx_exec_buskey | create index act_idx_exec_buskey on act_ru_execution(business_key_) \
            | the database lacks the index act_idx_exec_buskey.
            alter table presence rename to gone | alter table gone rename to presence | the database lacks the table presence.
            update act_ge_property set value_ = '7.99.0' where name_ = 'schema.version' \
            | update act_ge_property set value_ = 'fox' where name_ = 'schema.version' | of version 7.99.0
            """)
    void whatIsGoneIsNamed(String gone, String mended, String told) throws SQLException {
        jdbc.execute(gone);
        try (Connection connection = database.getConnection()) {
            assertThatThrownBy(() -> CompleteSchema.check(connection))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining(told);
        } finally {
            jdbc.execute(mended);
        }

        try (Connection connection = database.getConnection()) {
            assertThatCode(() -> CompleteSchema.check(connection)).doesNotThrowAnyException();
        }
    }
}
