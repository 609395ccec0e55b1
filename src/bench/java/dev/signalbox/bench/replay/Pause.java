package dev.signalbox.bench.replay;

import java.time.Duration;

/** Waits between two looks at the product; a driver outside has no other way to learn that it went on. */
final class Pause {

    private Pause() {}

    static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProductGone("Stopped while waiting");
        }
    }
}
