package dev.signalbox.messaging;

import dev.signalbox.access.ServiceAccount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something as it arrived, before anybody read it; {@code deadLetter} where it is one that is sent again. */
record Arrival(
        String transport,
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable Long offset,
        byte @Nullable [] key,
        List<Outbox.Header> headers,
        byte @Nullable [] payload,
        @Nullable String deadLetter,
        @Nullable ServiceAccount sender) {

    /** What was noticed by asking, and not sent. */
    static final String POLL = "POLL";

    static final String KAFKA = "KAFKA";

    /** Nobody waits there for an answer, and headers are plain text in UTF-8. */
    boolean isByKafka() {
        return transport.equals(KAFKA);
    }

    Arrival with(byte[] mended) {
        return new Arrival(transport, topic, partition, offset, key, headers, mended, deadLetter, sender);
    }

    /** Whether somebody with an account brought it, or we asked ourselves; not only a source that names itself. */
    boolean signedIn() {
        return transport.equals("HTTP") || transport.equals("WEBHOOK") || transport.equals(POLL) || deadLetter != null;
    }
}
