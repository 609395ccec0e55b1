package dev.signalbox.bench.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plays all journeys in the order of the log's time, each ticket always by the same worker. */
class Drive {

    private final List<Journey> journeys;
    private final int threads;
    private final @Nullable Double speed;
    private final ProgressBar progress;
    private final AtomicReference<@Nullable ProductGone> gone = new AtomicReference<>();

    Drive(List<Journey> journeys, int threads, @Nullable Double speed, ProgressBar progress) {
        this.journeys = journeys;
        this.threads = threads;
        this.speed = speed;
        this.progress = progress;
    }

    private record Turn(Journey journey, Update update) {}

    void play() {
        var logStart = journeys.stream()
                .map(journey -> journey.plan().incident().first().time())
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        var wallStart = Instant.now();
        share(mine -> {
            for (var turn : turns(mine)) {
                if (gone.get() != null) {
                    return;
                }
                waitFor(turn.update(), logStart, wallStart);
                follow(turn);
            }
        });
    }

    /** Runs something for each worker's journeys, all workers at once. */
    void share(Consumer<List<Journey>> work) {
        var hands = new ArrayList<List<Journey>>();
        for (int i = 0; i < threads; i++) {
            hands.add(new ArrayList<>());
        }
        for (int i = 0; i < journeys.size(); i++) {
            hands.get(i % threads).add(journeys.get(i));
        }
        try (var workers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (var mine : hands) {
                running.add(workers.submit(() -> guarded(mine, work)));
            }
            for (var hand : running) {
                hand.get();
            }
        } catch (ExecutionException broken) {
            throw new IllegalStateException("A worker broke", broken.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProductGone("Stopped");
        }
        var reason = gone.get();
        if (reason != null) {
            throw reason;
        }
    }

    private void guarded(List<Journey> mine, Consumer<List<Journey>> work) {
        try {
            work.accept(mine);
        } catch (ProductGone reason) {
            gone.compareAndSet(null, reason);
        }
    }

    private static List<Turn> turns(List<Journey> mine) {
        var turns = new ArrayList<Turn>();
        for (var journey : mine) {
            for (var update : journey.plan().incident().updates()) {
                turns.add(new Turn(journey, update));
            }
        }
        turns.sort(Comparator.comparing(turn -> turn.update().time()));
        return turns;
    }

    private void follow(Turn turn) {
        var journey = turn.journey();
        boolean failedBefore = journey.failure() != null;
        journey.follow(turn.update());
        progress.updateDone();
        var updates = journey.plan().incident().updates();
        boolean last = turn.update().index() == updates.size();
        if (journey.failure() != null && !failedBefore) {
            progress.incidentFailed();
        } else if (last && journey.isComplete()) {
            progress.incidentDone();
        }
    }

    private void waitFor(Update update, Instant logStart, Instant wallStart) {
        if (speed == null) {
            return;
        }
        var logTime = Duration.between(logStart, update.time());
        var due = wallStart.plusMillis((long) (logTime.toMillis() / speed));
        var ahead = Duration.between(Instant.now(), due);
        if (ahead.isPositive()) {
            Pause.of(ahead);
        }
    }
}
