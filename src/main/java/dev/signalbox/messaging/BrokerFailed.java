package dev.signalbox.messaging;

/** The broker inside the process cannot run; the message says why and what to do. */
class BrokerFailed extends RuntimeException {

    BrokerFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
