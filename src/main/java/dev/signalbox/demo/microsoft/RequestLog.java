package dev.signalbox.demo.microsoft;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The latest requests as they came in, for tests to count; tokens and secrets are not kept. */
public final class RequestLog {

    private static final int MOST = 20_000;

    private final Deque<Entry> entries = new ArrayDeque<>();

    /** A request, who made it for which tenant, and the status it was answered with; 0 when the connection was cut. */
    public record Entry(
            Instant at,
            Request request,
            @Nullable String tenant,
            @Nullable String client,
            int status) {

        String line() {
            return request.method() + " " + request.uri();
        }
    }

    synchronized void add(Entry entry) {
        if (entries.size() == MOST) {
            entries.removeFirst();
        }
        entries.addLast(entry);
    }

    public synchronized List<Entry> all() {
        return List.copyOf(entries);
    }

    /** The requests in whose {@code METHOD /path?query} the pattern is found. */
    public List<Entry> of(String where) {
        Pattern pattern = Pattern.compile(where);
        return all().stream()
                .filter(entry -> pattern.matcher(entry.line()).find())
                .toList();
    }

    public int count(String where) {
        return of(where).size();
    }

    public synchronized void clear() {
        entries.clear();
    }
}
