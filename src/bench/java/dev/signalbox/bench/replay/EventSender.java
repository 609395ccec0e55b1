package dev.signalbox.bench.replay;

import java.util.Map;

/** Hands one CloudEvent to the product; sending the same one again must be harmless. */
interface EventSender extends AutoCloseable {

    /** What the product said to it: ACCEPTED, DUPLICATE, PARKED, REJECTED with the reason, or SENT where it cannot say. */
    String send(String subject, Map<String, Object> cloudEvent);

    @Override
    default void close() {}
}
