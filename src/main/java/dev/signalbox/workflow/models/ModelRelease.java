package dev.signalbox.workflow.models;

import java.time.Instant;
import java.util.List;

/** Files that came into force together: all of them or none. {@code number} is 0 where nothing was new. */
public record ModelRelease(
        long number, Instant at, String actor, Origin origin, String reason, List<Version> versions) {

    /** Where a release came from. */
    public enum Origin {
        SHIPPED,
        UPLOAD,
        DIRECTORY,
        ROLLBACK
    }

    /** One file of the release, by name and the number its version got. */
    public record Version(String file, int version) {}
}
