package dev.signalbox.web.api;

import dev.signalbox.clock.ClockKind;
import dev.signalbox.clock.Owner;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.reports.ReportAccess;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.clocks.ClockReport;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What became of the promises, by customer, vehicle and month. */
@RestController
@RequestMapping("/api/reports")
class ReportsController {

    private final ReportAccess reports;

    ReportsController(ReportAccess reports) {
        this.reports = reports;
    }

    @GetMapping("/clocks")
    ResponseEntity<?> clocks(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String customer,
            @RequestParam(defaultValue = "json") String format,
            @RequestParam(defaultValue = "attainment") String part,
            Locale locale) {
        if (!List.of("json", "csv").contains(format)) {
            throw new Refused("format", "json or csv", format);
        }
        ClockReport report = reports.of(caller, new ReportAccess.Wanted(from, to, customer), locale);
        return format.equals("csv") ? reports.csv(caller, report, part) : ResponseEntity.ok(ReportView.of(report));
    }

    record ReportView(
            String from, String to, List<LineView> lines, List<BreachView> breaches, List<CaseRateView> caseRates) {

        static ReportView of(ClockReport report) {
            return new ReportView(
                    report.from().toString(),
                    report.to().toString(),
                    report.lines().stream().map(LineView::of).toList(),
                    report.breaches().stream().map(BreachView::of).toList(),
                    report.caseRates().stream().map(CaseRateView::of).toList());
        }
    }

    record AttainmentView(int kept, int broken, BigDecimal percent) {}

    record LineView(
            String month,
            String customerId,
            String customer,
            @Nullable String vehicle,
            int tickets,
            Map<ClockKind, AttainmentView> attainment,
            Map<Owner, Long> seconds,
            Map<String, Long> deskSecondsByLevel) {

        static LineView of(ClockReport.Line line) {
            Map<ClockKind, AttainmentView> attainment = new LinkedHashMap<>();
            line.clocks()
                    .forEach((clock, found) ->
                            attainment.put(clock, new AttainmentView(found.kept(), found.broken(), found.percent())));
            return new LineView(
                    line.month().toString(),
                    line.customerId(),
                    line.customer(),
                    line.vehicle(),
                    line.tickets(),
                    attainment,
                    seconds(line.time()),
                    seconds(line.desk()));
        }

        private static <K> Map<K, Long> seconds(Map<K, Duration> times) {
            Map<K, Long> seconds = new LinkedHashMap<>();
            times.forEach((key, time) -> seconds.put(key, time.toSeconds()));
            return seconds;
        }
    }

    record BreachView(
            String month,
            String ticket,
            String customerId,
            @Nullable String vehicle,
            ClockKind clock,
            int round,
            String target,
            Instant dueAt,
            @Nullable Instant endedAt,
            long lateSeconds,
            Owner reason,
            long reasonSeconds,
            @Nullable String queue,
            String explanation) {

        static BreachView of(ClockReport.Breach breach) {
            return new BreachView(
                    breach.month().toString(),
                    breach.ticket().toString(),
                    breach.customerId(),
                    breach.vehicle(),
                    breach.clock(),
                    breach.round(),
                    breach.target().toString(),
                    breach.dueAt(),
                    breach.endedAt(),
                    breach.late().toSeconds(),
                    breach.reason(),
                    breach.reasonTime().toSeconds(),
                    breach.queue(),
                    breach.explanation());
        }
    }

    record CaseRateView(
            String month,
            String partnerId,
            @Nullable String productFamily,
            int received,
            int cases,
            @Nullable BigDecimal perHundred) {

        static CaseRateView of(ClockReport.CaseRate rate) {
            return new CaseRateView(
                    rate.month().toString(),
                    rate.partnerId(),
                    rate.productFamily(),
                    rate.received(),
                    rate.cases(),
                    rate.perHundred());
        }
    }
}
