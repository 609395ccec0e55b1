package dev.signalbox.demo.microsoft;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** So many requests in so long for one key, counted over a window that slides. */
public final class Throttle {

    private final Clock clock;
    private final int most;
    private final Duration window;
    private final Map<String, Deque<Instant>> taken = new ConcurrentHashMap<>();

    public Throttle(Clock clock, int most, Duration window) {
        this.clock = clock;
        this.most = most;
        this.window = window;
    }

    /** Takes one; otherwise how long until there is one again. */
    public Optional<Duration> take(String key) {
        Deque<Instant> times = taken.computeIfAbsent(key, k -> new ArrayDeque<>());
        synchronized (times) {
            Instant now = clock.instant();
            while (!times.isEmpty() && !times.peekFirst().plus(window).isAfter(now)) {
                times.removeFirst();
            }
            if (times.size() >= most) {
                Duration rest = Duration.between(now, times.getFirst().plus(window));
                return Optional.of(Duration.ofSeconds(Math.max(1, rest.toSeconds() + 1)));
            }
            times.addLast(now);
            return Optional.empty();
        }
    }
}
