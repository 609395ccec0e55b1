package dev.signalbox.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The driver's own record of what it did: for each call that it was made, and what is known of its end. */
class History implements AutoCloseable {

    private final PrintWriter out;
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    /** What the driver knows of a call; after UNKNOWN it calls again with the same id. */
    enum Outcome {
        INVOKE,
        OK,
        UNKNOWN,
        REFUSED
    }

    History(Path file) {
        try {
            out = new PrintWriter(Files.newBufferedWriter(file), true);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    synchronized void note(Outcome outcome, String what, String id, String detail) {
        counts.merge(outcome, 1, Integer::sum);
        if (outcome == Outcome.OK) {
            acknowledged.add(id);
        }
        out.printf("%s\t%s\t%s\t%s\t%s%n", Instant.now(), outcome, what, id, detail.replaceAll("\\s+", " "));
    }

    synchronized int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }

    Set<String> acknowledged() {
        return acknowledged;
    }

    @Override
    public synchronized void close() {
        out.close();
    }
}
