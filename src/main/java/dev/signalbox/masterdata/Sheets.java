package dev.signalbox.masterdata;

import dev.signalbox.ticket.Refused;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Reads and writes CSV: UTF-8, a header, comma, semicolon or tab between cells. */
public final class Sheets {

    /** What a spreadsheet would take for a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private Sheets() {}

    /** One row of a sheet: its line, counted from 1 with the header, and its cells by column. */
    public record Line(long number, Map<String, @Nullable Object> cells) {}

    /**
     * @param file how the file is called in errors
     * @throws Refused if it is no UTF-8, no CSV, has no header, or a row has more cells than the header
     */
    public static List<Line> read(String file, byte[] bytes) {
        String text = text(file, bytes);
        String header = text.lines().findFirst().orElse("");
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter(header))
                .setHeader()
                .setSkipHeaderRecord(true)
                .setTrim(true)
                .setIgnoreEmptyLines(true)
                .get();
        List<Line> lines = new ArrayList<>();
        try (CSVParser parser = CSVParser.builder()
                .setReader(new StringReader(text))
                .setFormat(format)
                .get()) {
            List<String> names = parser.getHeaderNames();
            if (names.isEmpty() || !names.contains("externalId")) {
                throw new Refused(file, "a header with the column externalId", names);
            }
            for (CSVRecord row : parser) {
                if (row.size() > names.size()) {
                    throw new Refused(
                            file + " (line " + parser.getCurrentLineNumber() + ")",
                            names.size() + " cells, as the header has",
                            row.size() + " cells");
                }
                Map<String, @Nullable Object> cells = new LinkedHashMap<>();
                for (int i = 0; i < names.size(); i++) {
                    cells.put(names.get(i), i < row.size() ? plain(row.get(i)) : null);
                }
                lines.add(new Line(parser.getCurrentLineNumber(), cells));
            }
        } catch (IOException | IllegalArgumentException | UncheckedIOException broken) {
            throw new Refused(file, "CSV with a header of different names", String.valueOf(broken.getMessage()));
        }
        return lines;
    }

    private static String text(String file, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException wrong) {
            throw new Refused(file, "text in UTF-8", "another encoding");
        }
    }

    private static char delimiter(String header) {
        return header.indexOf(';') >= 0 ? ';' : header.indexOf('\t') >= 0 ? '\t' : ',';
    }

    /** One sheet with these columns; a cell that a spreadsheet would take for a formula gets an apostrophe before it. */
    public static String write(List<String> columns, List<? extends Map<String, ?>> rows) {
        StringBuilder out = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
            printer.printRecord(columns);
            for (Map<String, ?> row : rows) {
                printer.printRecord(columns.stream().map(name -> cell(row.get(name))));
            }
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return out.toString();
    }

    private static String cell(@Nullable Object value) {
        String text =
                switch (value) {
                    case null -> "";
                    case List<?> items -> items.stream().map(String::valueOf).collect(Collectors.joining("|"));
                    default -> value.toString();
                };
        boolean formula = !text.isEmpty() && (FORMULA.indexOf(text.charAt(0)) >= 0 || text.startsWith("'"));
        return formula && !text.matches("[+-]?[0-9][0-9 .]*") ? "'" + text : text;
    }

    /** Takes back the apostrophe that {@link #cell} puts before a formula. */
    private static String plain(String cell) {
        boolean guarded = cell.length() > 1
                && cell.charAt(0) == '\''
                && (FORMULA.indexOf(cell.charAt(1)) >= 0 || cell.charAt(1) == '\'');
        return guarded ? cell.substring(1) : cell;
    }
}
