package dev.signalbox.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Keeps each run as a row of a CSV file and writes the page that shows the last run of each fault. */
class Results {

    private static final List<String> COLUMNS = List.of(
            "fault",
            "title",
            "pass",
            "verdict",
            "started",
            "seconds",
            "seed",
            "commit",
            "load",
            "counts",
            "remarks",
            "findings");

    private final Path csv;
    private final Path page;

    Results(Path csv, Path page) {
        this.csv = csv;
        this.page = page;
    }

    synchronized void add(Map<String, String> row) {
        try {
            if (csv.getParent() != null) {
                Files.createDirectories(csv.getParent());
            }
            boolean fresh = !Files.exists(csv);
            try (var printer = new CSVPrinter(
                    Files.newBufferedWriter(csv, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get())) {
                if (fresh) {
                    printer.printRecord(COLUMNS);
                }
                printer.printRecord(COLUMNS.stream().map(row::get));
            }
            show();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void show() throws IOException {
        Map<String, List<CSVRecord>> byFault = new LinkedHashMap<>();
        try (var parser = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(Files.newBufferedReader(csv))) {
            for (CSVRecord row : parser) {
                byFault.computeIfAbsent(row.get("fault"), unseen -> new ArrayList<>())
                        .add(row);
            }
        }
        StringBuilder text = new StringBuilder("""
                # Faults that were really made

                Written by the fault runner (`src/faults`) from the rows of [faults.csv](faults.csv): the last run of each fault, \
                and how often it ran. The product runs as processes of its own on real PostgreSQL and Kafka; a checker that \
                shares no code with it compares what was sent with what the API and the outgoing topic say \
                ([how](../src/faults/README.md)). A fault that is not in the table did not run.

                | fault | what breaks | passing means | verdict | runs (passed) | seconds | seed | what was looked at | measured |
                |---|---|---|---|---|---|---|---|---|
                """);
        byFault.values().stream()
                .sorted(Comparator.comparingInt(
                        runs -> Integer.parseInt(runs.getLast().get("fault"))))
                .forEach(runs -> {
                    CSVRecord last = runs.getLast();
                    long passed = runs.stream()
                            .filter(run -> run.get("verdict").equals("PASSED"))
                            .count();
                    String verdict = last.get("verdict");
                    String why = last.get("findings");
                    text.append("| %s | %s | %s | %s | %d (%d) | %s | %s | %s | %s |%n"
                            .formatted(
                                    last.get("fault"),
                                    cell(last.get("title")),
                                    cell(last.get("pass")),
                                    verdict.equals("PASSED")
                                            ? "passed"
                                            : cell(verdict.toLowerCase(Locale.ROOT) + ": " + why),
                                    runs.size(),
                                    passed,
                                    last.get("seconds"),
                                    last.get("seed"),
                                    cell(last.get("counts")),
                                    cell(last.get("remarks"))));
                });
        Files.writeString(page, text);
    }

    private static String cell(String text) {
        String plain = text.replace("|", "\\|").replaceAll("\\s+", " ");
        return plain.length() > 400 ? plain.substring(0, 400) + "…" : plain;
    }
}
