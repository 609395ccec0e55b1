package dev.signalbox.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A CloudEvent from outside, read but not yet checked against the schema of its type. */
record InboundEvent(
        String source,
        String id,
        String type,
        @Nullable String subject,
        @Nullable Instant time,
        JsonNode data) {}
