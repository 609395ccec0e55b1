package dev.signalbox.workflow.clocks;

import dev.signalbox.clock.ClockKind;
import dev.signalbox.clock.Owner;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A report as the rows of three sheets: what became of the promises, the broken ones, and the case rate. */
public enum ClockSheets {
    ATTAINMENT(attainmentColumns()) {
        @Override
        public List<Map<String, @Nullable Object>> rows(ClockReport report) {
            return report.lines().stream().map(ClockSheets::attainment).toList();
        }
    },
    BREACHES(List.of(
            "month",
            "ticket",
            "customerId",
            "customer",
            "vehicle",
            "clock",
            "round",
            "targetMinutes",
            "dueAt",
            "endedAt",
            "lateSeconds",
            "reason",
            "reasonSeconds",
            "queue",
            "explanation")) {
        @Override
        public List<Map<String, @Nullable Object>> rows(ClockReport report) {
            return report.breaches().stream().map(ClockSheets::breach).toList();
        }
    },
    CASES(List.of("month", "partnerId", "productFamily", "received", "cases", "casesPerHundred")) {
        @Override
        public List<Map<String, @Nullable Object>> rows(ClockReport report) {
            return report.caseRates().stream().map(ClockSheets::cases).toList();
        }
    };

    private final List<String> columns;

    ClockSheets(List<String> columns) {
        this.columns = columns;
    }

    public List<String> columns() {
        return columns;
    }

    public abstract List<Map<String, @Nullable Object>> rows(ClockReport report);

    /** As it is named in a query. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static List<String> attainmentColumns() {
        List<String> columns = new ArrayList<>(List.of("month", "customerId", "customer", "vehicle", "tickets"));
        for (ClockKind clock : ClockKind.values()) {
            Stream.of("Kept", "Broken", "Percent")
                    .map(what -> name(clock) + what)
                    .forEach(columns::add);
        }
        for (Owner owner : Owner.values()) {
            columns.add(name(owner) + "Seconds");
        }
        columns.addAll(List.of("deskFirstLevelSeconds", "deskSecondLevelSeconds"));
        return columns;
    }

    /** {@code THIRD_PARTY} becomes {@code thirdParty}. */
    private static String name(Enum<?> code) {
        StringBuilder name = new StringBuilder();
        for (String word : code.name().toLowerCase(Locale.ROOT).split("_")) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    private static Map<String, @Nullable Object> attainment(ClockReport.Line line) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("month", line.month());
        row.put("customerId", line.customerId());
        row.put("customer", line.customer());
        row.put("vehicle", line.vehicle());
        row.put("tickets", line.tickets());
        line.clocks().forEach((clock, found) -> {
            row.put(name(clock) + "Kept", found.kept());
            row.put(name(clock) + "Broken", found.broken());
            row.put(name(clock) + "Percent", found.percent().toPlainString());
        });
        line.time().forEach((owner, time) -> row.put(name(owner) + "Seconds", time.toSeconds()));
        row.put("deskFirstLevelSeconds", seconds(line, "FIRST"));
        row.put("deskSecondLevelSeconds", seconds(line, "SECOND"));
        return row;
    }

    private static @Nullable Long seconds(ClockReport.Line line, String level) {
        Duration found = line.desk().get(level);
        return found == null ? null : found.toSeconds();
    }

    private static Map<String, @Nullable Object> breach(ClockReport.Breach breach) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("month", breach.month());
        row.put("ticket", breach.ticket());
        row.put("customerId", breach.customerId());
        row.put("customer", breach.customer());
        row.put("vehicle", breach.vehicle());
        row.put("clock", breach.clock());
        row.put("round", breach.round());
        row.put("targetMinutes", breach.target().toMinutes());
        row.put("dueAt", breach.dueAt());
        row.put("endedAt", breach.endedAt());
        row.put("lateSeconds", breach.late().toSeconds());
        row.put("reason", breach.reason());
        row.put("reasonSeconds", breach.reasonTime().toSeconds());
        row.put("queue", breach.queue());
        row.put("explanation", breach.explanation());
        return row;
    }

    private static Map<String, @Nullable Object> cases(ClockReport.CaseRate rate) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("month", rate.month());
        row.put("partnerId", rate.partnerId());
        row.put("productFamily", rate.productFamily());
        row.put("received", rate.received());
        row.put("cases", rate.cases());
        BigDecimal perHundred = rate.perHundred();
        row.put("casesPerHundred", perHundred == null ? null : perHundred.toPlainString());
        return row;
    }
}
