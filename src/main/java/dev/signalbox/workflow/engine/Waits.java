package dev.signalbox.workflow.engine;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which execution waits for which message of a ticket; the newest wait is the innermost. */
@Component
public class Waits {

    private final JdbcClient jdbc;

    Waits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void entered(long ticket, String message, String executionId) {
        jdbc.sql("insert into process_wait (ticket, message, execution_id) values (:ticket, :message, :execution)")
                .param("ticket", ticket)
                .param("message", message)
                .param("execution", executionId)
                .update();
    }

    void left(String executionId) {
        jdbc.sql("delete from process_wait where execution_id = :execution")
                .param("execution", executionId)
                .update();
    }

    /** The execution that the message belongs to. */
    public Optional<String> innermost(long ticket, String message) {
        return jdbc.sql("""
                        select execution_id from process_wait where ticket = :ticket and message = :message
                        order by id desc""").param("ticket", ticket).param("message", message).query(String.class).list().stream()
                .findFirst();
    }
}
