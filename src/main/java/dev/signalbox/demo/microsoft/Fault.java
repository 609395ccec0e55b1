package dev.signalbox.demo.microsoft;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** What goes wrong with one request. */
public sealed interface Fault {

    /** Another answer than the service's; the service itself never sees the request. */
    record Instead(Answer answer) implements Fault {}

    /** The connection breaks before the service sees the request. */
    record Broken() implements Fault {}

    /** The service does what it was asked; the connection breaks in the middle of its answer. */
    record Cut() implements Fault {}

    /** The service does what it was asked, at once, and the answer takes its time. */
    record Slow(Duration by) implements Fault {}

    /** The token is refused as expired, whatever its age. */
    record ExpiredToken() implements Fault {}

    /** A body of so many bytes. */
    record Huge(long bytes) implements Fault {}

    static Fault throttled(Duration retryAfter) {
        return new Instead(tooMany().with("Retry-After", Long.toString(retryAfter.toSeconds())));
    }

    static Fault throttledUntil(Instant until) {
        return new Instead(tooMany()
                .with("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(until.atOffset(ZoneOffset.UTC))));
    }

    static Fault throttledWithoutHint() {
        return new Instead(tooMany());
    }

    static Fault status(int status) {
        return new Instead(Answer.json(
                status, Map.of("error", Map.of("code", "ServiceNotAvailable", "message", "Something broke here."))));
    }

    /** A page for people, as proxies and sign-in walls give it, with the status of success. */
    static Fault html() {
        return new Instead(Answer.text(200, "text/html", "<!DOCTYPE html><html><body>Sign in to go on</body></html>"));
    }

    /** JSON of another shape than the service's. */
    static Fault body(String json) {
        return new Instead(Answer.text(200, "application/json", json));
    }

    private static Answer tooMany() {
        return Answer.json(429, Map.of("error", Map.of("code", "TooManyRequests", "message", "Too many requests.")));
    }
}
