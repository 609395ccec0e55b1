package dev.signalbox.masterdata;

import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Loads many items of several kinds, all or nothing. A dry run does the same and takes everything back, so that it
 * tells exactly what would happen.
 */
@Component
public class Import {

    private final Masterdata masterdata;
    private final Audit audit;
    private final TransactionTemplate transaction;

    Import(Masterdata masterdata, Audit audit, PlatformTransactionManager transactions) {
        this.masterdata = masterdata;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Rows of one kind to load, each with the number of its line. */
    public record Sheet(Kind kind, List<Sheets.Line> lines) {}

    /** What became, or would become, of a row. */
    public enum Fate {
        NEW,
        CHANGED,
        UNCHANGED,
        /** It does not fit. */
        REFUSED,
        /** It fits, but refers to a row that was refused. */
        WAITING
    }

    public record RowReport(
            String kind,
            long line,
            String externalId,
            Fate result,
            List<Problem> problems,
            Map<String, Map<String, @Nullable Object>> changes) {}

    /**
     * @param committed whether the data was changed: never by a dry run, and never with a refused row
     * @param counts rows by kind and fate
     * @param rows all rows but the unchanged ones
     */
    public record Report(
            boolean dryRun, boolean committed, Map<String, Map<Fate, Integer>> counts, List<RowReport> rows) {

        public long refused() {
            return rows.stream().filter(row -> row.result() == Fate.REFUSED).count();
        }
    }

    public Report load(Scope scope, List<Sheet> sheets, boolean dryRun) {
        Report report = transaction.execute(status -> {
            Report made = walk(scope, sheets, dryRun);
            if (!made.committed()) {
                status.setRollbackOnly();
            } else {
                audit.keep(Change.of("data.imported", "import", scope.account())
                        .of(scope.partnerId(), null)
                        .to(told(made)));
            }
            return made;
        });
        if (report == null) {
            throw new IllegalStateException("Expected a report of the import");
        }
        return report;
    }

    private static Map<String, String> told(Report report) {
        Map<String, String> told = new LinkedHashMap<>();
        report.counts().forEach((kind, counts) -> told.put(kind, counts.toString()));
        return told;
    }

    private Report walk(Scope scope, List<Sheet> sheets, boolean dryRun) {
        List<Sheet> ordered = sheets.stream()
                .sorted(Comparator.comparingInt(sheet -> Kinds.ALL.indexOf(sheet.kind())))
                .toList();
        Map<String, Set<String>> refused = new HashMap<>();
        List<RowReport> reports = new ArrayList<>();
        for (Sheet sheet : ordered) {
            Map<String, Long> seen = new HashMap<>();
            for (Sheets.Line line : providersFirst(sheet)) {
                RowReport report = row(scope, sheet.kind(), line, seen, refused);
                if (report.result() == Fate.REFUSED || report.result() == Fate.WAITING) {
                    refused.computeIfAbsent(sheet.kind().name(), kind -> new HashSet<>())
                            .add(report.externalId());
                }
                reports.add(report);
            }
        }
        Map<String, Map<Fate, Integer>> counts = new LinkedHashMap<>();
        reports.forEach(report -> counts.computeIfAbsent(report.kind(), kind -> new LinkedHashMap<>())
                .merge(report.result(), 1, Integer::sum));
        boolean fits = reports.stream()
                .noneMatch(report -> report.result() == Fate.REFUSED || report.result() == Fate.WAITING);
        return new Report(
                dryRun,
                fits && !dryRun,
                counts,
                reports.stream()
                        .filter(report -> report.result() != Fate.UNCHANGED)
                        .toList());
    }

    /** Partners that others name as their provider come before those. */
    private static List<Sheets.Line> providersFirst(Sheet sheet) {
        return sheet.kind().name().equals("partners")
                ? sheet.lines().stream()
                        .sorted(Comparator.comparing(line -> !blank(line.cells().get("providerId"))))
                        .toList()
                : sheet.lines();
    }

    private static boolean blank(@Nullable Object cell) {
        return cell == null || cell.toString().isBlank();
    }

    private RowReport row(
            Scope scope, Kind kind, Sheets.Line line, Map<String, Long> seen, Map<String, Set<String>> refused) {
        Map<String, @Nullable Object> cells = new LinkedHashMap<>(line.cells());
        Object given = cells.remove("externalId");
        String id = given == null ? "" : given.toString().strip();
        Long before = seen.putIfAbsent(id, line.number());
        if (before != null) {
            return refused(
                    kind,
                    line,
                    id,
                    List.of(Problem.of("externalId", "an id once in a file", "\"" + id + "\", as in line " + before)));
        }
        try {
            Optional<Masterdata.Put> put =
                    masterdata.put(scope, kind, id, cells, (to, missing) -> refused.getOrDefault(to, Set.of())
                            .contains(missing));
            return put.map(done -> new RowReport(
                            kind.name(),
                            line.number(),
                            id,
                            Fate.valueOf(done.result().name()),
                            List.of(),
                            done.result() == Masterdata.Result.CHANGED ? done.changes() : Map.of()))
                    .orElseGet(
                            () -> refused(kind, line, id, List.of(Problem.of("externalId", "an id that is free", id))));
        } catch (Refused wrong) {
            return refused(kind, line, id, wrong.problems());
        } catch (Masterdata.Waiting waiting) {
            return new RowReport(
                    kind.name(),
                    line.number(),
                    id,
                    Fate.WAITING,
                    waiting.references().stream()
                            .map(reference ->
                                    Problem.of("externalId", "\"" + reference + "\" to be accepted", "it was refused"))
                            .toList(),
                    Map.of());
        }
    }

    private static RowReport refused(Kind kind, Sheets.Line line, String id, List<Problem> problems) {
        return new RowReport(kind.name(), line.number(), id, Fate.REFUSED, problems, Map.of());
    }
}
