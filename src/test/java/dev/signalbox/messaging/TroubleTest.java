package dev.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionSystemException;

class TroubleTest {

    @Test
    void aConnectionThatIsGoneWhenTheTransactionEndsIsPassing() {
        var gone = new TransactionSystemException("JDBC rollback failed", new SQLException("Connection is closed"));

        assertThat(Trouble.of(gone)).isEqualTo(Trouble.PASSING);
    }
}
