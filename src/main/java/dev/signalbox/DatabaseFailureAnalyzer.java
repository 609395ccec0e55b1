package dev.signalbox;

import java.sql.SQLException;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says in one line that the database takes no writes, or that its schema is not the one of this version. */
class DatabaseFailureAnalyzer implements FailureAnalyzer {

    /** PostgreSQL's state for a read-only transaction, and H2's for a read-only database. */
    private static final Set<String> READ_ONLY = Set.of("25006", "90097");

    private static final int LONGEST = 300;

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        FlywayException schema = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && READ_ONLY.contains(String.valueOf(refused.getSQLState()))) {
                return new FailureAnalysis(
                        "the database takes no writes (%s).".formatted(firstLine(refused)),
                        "Point spring.datasource.url to the primary, with a user that may write.",
                        refused);
            }
            if (cause instanceof FlywayException found) {
                schema = found;
            }
        }
        return schema == null
                ? null
                : new FailureAnalysis(
                        "the database's schema is not the one of this version (%s).".formatted(firstLine(schema)),
                        "Start the version that made it, or restore the backup that belongs to this one.",
                        schema);
    }

    private static String firstLine(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
