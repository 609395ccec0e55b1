package dev.signalbox.workflow.models;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One version of a file: who brought it when and why, and of which earlier version it is a copy after going back. */
public record ModelVersion(
        ModelFile file,
        int version,
        long release,
        Instant at,
        String actor,
        ModelRelease.Origin origin,
        String reason,
        @Nullable Integer copyOf) {

    /** The version whose bytes these are. */
    int root() {
        return copyOf == null ? version : copyOf;
    }
}
