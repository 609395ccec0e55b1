package dev.signalbox.bench.replay;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** Reads a CSV incident log, one row an update. */
class IncidentLog {

    private record Row(String number, Instant time, String state, Map<String, String> values) {}

    private final Mapping.Log shape;
    private final DateTimeFormatter times;

    IncidentLog(Mapping mapping) {
        this.shape = mapping.log();
        this.times = DateTimeFormatter.ofPattern(shape.time().pattern(), Locale.ROOT);
    }

    List<Incident> read(Path file) throws IOException {
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(reader);
        }
    }

    List<Incident> read(Reader reader) throws IOException {
        var format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(shape.delimiter())
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .get();
        var rows = new LinkedHashMap<String, List<Row>>();
        try (var parser = format.parse(reader)) {
            for (var column : shape.columns().values()) {
                if (!parser.getHeaderNames().contains(column)) {
                    throw new MappingInvalid("The log has no column '%s'; it has %s"
                            .formatted(column, String.join(", ", parser.getHeaderNames())));
                }
            }
            for (var cells : parser) {
                var row = row(cells);
                rows.computeIfAbsent(row.number(), number -> new ArrayList<>()).add(row);
            }
        }
        return rows.entrySet().stream()
                .map(entry -> incident(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Incident incident(String number, List<Row> rows) {
        // A stable sort: rows of the same minute keep the order of the file
        var sorted = rows.stream().sorted(Comparator.comparing(Row::time)).toList();
        var updates = new ArrayList<Update>();
        for (var row : sorted) {
            updates.add(new Update(updates.size() + 1, row.time(), row.state(), row.values()));
        }
        return new Incident(number, List.copyOf(updates));
    }

    private Row row(CSVRecord cells) {
        var values = new LinkedHashMap<String, String>();
        shape.columns().forEach((name, column) -> {
            var cell = cells.get(column).strip();
            if (!shape.unknown().contains(cell)) {
                values.put(name, cell);
            }
        });
        return new Row(
                needed(values, "number", cells),
                time(needed(values, "time", cells), cells),
                needed(values, "state", cells),
                Map.copyOf(values));
    }

    private Instant time(String text, CSVRecord cells) {
        try {
            return LocalDateTime.parse(text, times).atZone(shape.time().zone()).toInstant();
        } catch (java.time.format.DateTimeParseException unreadable) {
            throw new MappingInvalid("Row %d has the time '%s', which does not fit log.time.pattern %s"
                    .formatted(cells.getRecordNumber(), text, shape.time().pattern()));
        }
    }

    private static String needed(Map<String, String> values, String name, CSVRecord cells) {
        var value = values.get(name);
        if (value == null) {
            throw new MappingInvalid("Row %d has no %s".formatted(cells.getRecordNumber(), name));
        }
        return value;
    }
}
