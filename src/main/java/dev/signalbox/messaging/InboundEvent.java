package dev.signalbox.messaging;

import dev.signalbox.ticket.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A CloudEvent from outside, read but not yet checked against the schema of its type; {@code problems} came up while reading. */
record InboundEvent(
        String source,
        String id,
        String type,
        @Nullable String subject,
        @Nullable Instant time,
        JsonNode data,
        List<Problem> problems) {}
