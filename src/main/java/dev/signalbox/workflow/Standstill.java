package dev.signalbox.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A timer that was given up: on which ticket, at which element of which flow, due when and failed why. */
public record Standstill(
        String id,
        @Nullable String ticket,
        String flow,
        String element,
        @Nullable Instant due,
        String reason) {}
