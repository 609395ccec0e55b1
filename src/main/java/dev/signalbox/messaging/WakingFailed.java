package dev.signalbox.messaging;

import org.springframework.dao.ConcurrencyFailureException;

/**
 * A parked event broke the transaction that woke it. That transaction is innocent and, like one that lost a race, is to
 * be run again; the parked event is decided by itself afterwards.
 */
class WakingFailed extends ConcurrencyFailureException {

    WakingFailed(String source, String id, Throwable cause) {
        super("Parked event %s of %s could not be applied".formatted(id, source), cause);
    }
}
