package dev.signalbox.bench.load;

import dev.signalbox.kit.Child;
import dev.signalbox.kit.Cpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/** Puts a run's table, and on what it ran, between two marks of a page; what people wrote around them stays. */
final class Page {

    private static final String BEGIN = "<!-- written by the benchmark -->\n";
    private static final String END = "<!-- end -->";

    private Page() {}

    static void write(Path page, Instant began, String loadBefore, String table) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("Expected the marks " + BEGIN.strip() + " and " + END + " in " + page);
        }
        String run = "One run, %s to %s (UTC), commit %s, load average %s before it and %s at its end, on %s.\n\n%s"
                .formatted(
                        began.truncatedTo(ChronoUnit.SECONDS),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        Child.run(Duration.ofSeconds(10), "git", "rev-parse", "--short", "HEAD")
                                .strip(),
                        loadBefore,
                        Cpu.load(),
                        machine(),
                        table);
        Files.writeString(page, text.substring(0, begin) + BEGIN + run + text.substring(end));
    }

    private static String machine() throws IOException {
        String processor;
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            processor = lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("an unknown processor");
        }
        return "%d processors (%s), Java %s, Linux %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor,
                        System.getProperty("java.version"),
                        System.getProperty("os.version"));
    }
}
