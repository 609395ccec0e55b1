package dev.signalbox.bench.replay;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param speed how many times faster than the log's own time; null is as fast as the product goes
 * @param limit only the first so many incidents; 0 is all
 * @param resend whether what an earlier run has sent is sent again, to see it recognised
 * @param dryRun the incident whose plan is printed, "true" for the first; null drives the product
 */
record Settings(
        Path log,
        Path mapping,
        @Nullable Double speed,
        int threads,
        boolean viaKafka,
        URI product,
        String kafka,
        int limit,
        boolean resend,
        @Nullable String dryRun,
        String password) {

    static Settings fromSystemProperties() {
        var log = text("log", "");
        if (log.isEmpty()) {
            throw new IllegalArgumentException("Which log? Add -Dlog=PATH (and -Dmapping=PATH for its mapping)");
        }
        var speed = text("speed", "max");
        var dryRun = text("dry-run", "false");
        return new Settings(
                Path.of(log),
                Path.of(text("mapping", "src/bench/replay/servicenow.yaml")),
                speed.equals("max") ? null : Double.valueOf(speed),
                Integer.parseInt(text("threads", "4")),
                text("via", "http").equals("kafka"),
                URI.create(text("product", "http://localhost:8080")),
                text("kafka", "localhost:9092"),
                Integer.parseInt(text("limit", "0")),
                Boolean.parseBoolean(text("resend", "true")),
                dryRun.equals("false") ? null : dryRun,
                text("password", "demo"));
    }

    private static String text(String name, String otherwise) {
        var value = System.getProperty(name, "");
        return value.isBlank() ? otherwise : value.strip();
    }
}
