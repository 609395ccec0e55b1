package dev.signalbox.messaging;

import dev.signalbox.ticket.Refused;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** What went wrong with an event, told by what is to be done: the engine hides a database that is gone in its own. */
enum Trouble {
    /** Nothing is wrong with the event: it comes again later. */
    PASSING,
    /** Another transaction was faster: again, with fresh eyes. */
    RACE,
    /** The event does not fit. */
    REFUSED,
    /** Ours, or the flow's. */
    FAULT;

    /** Classes of SQL states: connection, resources, operator intervention, system error. */
    private static final Set<String> GONE = Set.of("08", "53", "57", "58");

    private static final Set<String> LOST = Set.of("40001", "40P01", "23505");
    /** H2's: connection broken, database closed, object closed, file system. */
    private static final Set<Integer> H2_GONE = Set.of(90067, 90098, 90121, 90007, 90028, 90031);

    static Trouble of(Throwable thrown) {
        if (thrown instanceof Refused) {
            return REFUSED;
        }
        for (Throwable one = thrown; one != null; one = cause(one)) {
            if (one instanceof ConcurrencyFailureException || one instanceof DuplicateKeyException) {
                return RACE;
            }
            if (one instanceof TransientDataAccessException
                    || one instanceof NonTransientDataAccessResourceException
                    || one instanceof RecoverableDataAccessException
                    || one instanceof CannotCreateTransactionException
                    // the connection went away when all was done: nothing was committed
                    || one instanceof TransactionSystemException) {
                return PASSING;
            }
            if (one instanceof SQLException sql) {
                String state = String.valueOf(sql.getSQLState());
                if (LOST.contains(state)) {
                    return RACE;
                }
                if (state.length() == 5 && GONE.contains(state.substring(0, 2))
                        || H2_GONE.contains(sql.getErrorCode())) {
                    return PASSING;
                }
            }
        }
        return FAULT;
    }

    private static @Nullable Throwable cause(Throwable thrown) {
        return thrown.getCause() == thrown ? null : thrown.getCause();
    }
}
