package dev.signalbox.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event that came before anything waited for it. */
public record ParkedEvent(
        String source,
        String id,
        String type,
        @Nullable String subject,
        @Nullable String ticket,
        @Nullable String waitsFor,
        Instant receivedAt,
        @Nullable Instant until) {}
