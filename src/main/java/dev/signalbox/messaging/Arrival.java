package dev.signalbox.messaging;

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
        @Nullable String deadLetter) {}
