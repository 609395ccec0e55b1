package dev.signalbox.bench.replay;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/** One line that redraws itself on a terminal, and a line now and then where there is none. */
class ProgressBar implements AutoCloseable {

    private static final int WIDTH = 30;

    private final PrintStream out;
    private final long updates;
    private final long incidents;
    private final boolean terminal = System.console() != null;
    private final Duration rhythm = terminal ? Duration.ofMillis(250) : Duration.ofSeconds(10);
    private final Instant startedAt = Instant.now();
    private final LongAdder updatesDone = new LongAdder();
    private final LongAdder incidentsDone = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final Thread painter;

    ProgressBar(PrintStream out, long updates, long incidents) {
        this.out = out;
        this.updates = updates;
        this.incidents = incidents;
        this.painter = Thread.ofPlatform().daemon().name("progress").start(this::paint);
    }

    void updateDone() {
        updatesDone.increment();
    }

    void incidentDone() {
        incidentsDone.increment();
    }

    void incidentFailed() {
        errors.increment();
    }

    Duration elapsed() {
        return Duration.between(startedAt, Instant.now());
    }

    @Override
    public void close() {
        painter.interrupt();
        draw();
        if (terminal) {
            out.println();
        }
    }

    private void paint() {
        try {
            while (true) {
                Thread.sleep(rhythm);
                draw();
            }
        } catch (InterruptedException finished) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void draw() {
        long done = updatesDone.sum();
        double share = updates == 0 ? 1 : (double) done / updates;
        int filled = (int) (share * WIDTH);
        var seconds = Math.max(1, elapsed().toSeconds());
        var text = "[%s%s] %3.0f %%  %d/%d updates  %d/%d incidents at their end  %d errors  %d/s  %s"
                .formatted(
                        "#".repeat(filled),
                        ".".repeat(WIDTH - filled),
                        share * 100,
                        done,
                        updates,
                        incidentsDone.sum(),
                        incidents,
                        errors.sum(),
                        done / seconds,
                        "%d:%02d".formatted(seconds / 60, seconds % 60));
        if (terminal) {
            out.print("\r" + text + "  ");
            out.flush();
        } else {
            out.println(text);
        }
    }
}
