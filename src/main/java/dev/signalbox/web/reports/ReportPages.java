package dev.signalbox.web.reports;

import dev.signalbox.access.Action;
import dev.signalbox.clock.ClockKind;
import dev.signalbox.clock.Owner;
import dev.signalbox.customer.Customers;
import dev.signalbox.web.frame.ClockFace;
import dev.signalbox.web.frame.Times;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.clocks.ClockReport;
import dev.signalbox.workflow.clocks.ClockReport.Attainment;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the page of a report. */
@Component
class ReportPages {

    private static final int MOST_CUSTOMERS = 2_000;
    private static final int MOST_BROKEN = 100;

    private final Customers customers;
    private final Words words;

    ReportPages(Customers customers, Words words) {
        this.customers = customers;
        this.words = words;
    }

    ReportPage of(Caller caller, ClockReport report, @Nullable String customer) {
        List<ClockKind> clocks = Arrays.stream(ClockKind.values())
                .filter(clock ->
                        report.lines().stream().anyMatch(line -> line.clocks().containsKey(clock)))
                .toList();
        List<Owner> owners = Arrays.stream(Owner.values())
                .filter(owner ->
                        report.lines().stream().anyMatch(line -> line.time().containsKey(owner)))
                .toList();
        long months = report.from().until(report.to(), ChronoUnit.MONTHS) + 1;
        return new ReportPage(
                report.from().toString(),
                report.to().toString(),
                report.from().minusMonths(months).toString(),
                report.to().plusMonths(1).toString(),
                customer == null ? "" : customer,
                customers.page(caller.partnerId(), null, 0, MOST_CUSTOMERS).stream()
                        .map(one -> new ReportPage.Choice(one.id(), one.name()))
                        .toList(),
                clocks.stream()
                        .map(clock -> words.code("clock.kind", clock.name()))
                        .toList(),
                owners.stream().map(owner -> words.code("owner", owner.name())).toList(),
                report.lines().stream().map(line -> row(line, clocks, owners)).toList(),
                report.lines().size() < 2 ? null : total(report.lines(), clocks, owners),
                report.breaches().stream().limit(MOST_BROKEN).map(this::broken).toList(),
                report.breaches().size(),
                report.caseRates().stream().map(this::rate).toList(),
                caller.may(Action.EXPORT_DATA));
    }

    private ReportPage.Row row(ClockReport.Line line, List<ClockKind> clocks, List<Owner> owners) {
        return new ReportPage.Row(
                line.month().toString(),
                line.customerId(),
                line.customer(),
                words.code("code", line.vehicle()),
                line.tickets(),
                attained(line.clocks(), clocks),
                times(line.time(), owners));
    }

    private ReportPage.Row total(List<ClockReport.Line> lines, List<ClockKind> clocks, List<Owner> owners) {
        Map<ClockKind, Attainment> attained = new EnumMap<>(ClockKind.class);
        Map<Owner, Duration> times = new EnumMap<>(Owner.class);
        for (ClockReport.Line line : lines) {
            line.clocks()
                    .forEach((clock, found) -> attained.merge(
                            clock,
                            found,
                            (one, other) -> new Attainment(one.kept() + other.kept(), one.broken() + other.broken())));
            line.time().forEach((owner, time) -> times.merge(owner, time, Duration::plus));
        }
        return new ReportPage.Row(
                "",
                "",
                "",
                "",
                lines.stream().mapToInt(ClockReport.Line::tickets).sum(),
                attained(attained, clocks),
                times(times, owners));
    }

    private List<ReportPage.Cell> attained(Map<ClockKind, Attainment> attained, List<ClockKind> clocks) {
        return clocks.stream()
                .map(clock -> {
                    Attainment found = attained.get(clock);
                    return found == null
                            ? new ReportPage.Cell("held", "–", "")
                            : new ReportPage.Cell(
                                    found.broken() == 0 ? "fine" : "over",
                                    words.of("report.percent", found.percent()),
                                    words.of("report.kept", found.kept(), found.broken()));
                })
                .toList();
    }

    private List<ReportPage.Cell> times(Map<Owner, Duration> times, List<Owner> owners) {
        return owners.stream()
                .map(owner -> {
                    Duration time = times.getOrDefault(owner, Duration.ZERO);
                    return new ReportPage.Cell("", time.isZero() ? "–" : ClockFace.span(time), "");
                })
                .toList();
    }

    private ReportPage.Broken broken(ClockReport.Breach breach) {
        String owner = words.code("owner", breach.reason().name());
        String queue = breach.queue();
        return new ReportPage.Broken(
                breach.ticket().toString(),
                breach.customer(),
                words.code("clock.kind", breach.clock().name()),
                Times.moment(breach.dueAt()),
                breach.endedAt() == null
                        ? words.of("report.open", ClockFace.span(breach.late()))
                        : ClockFace.span(breach.late()),
                words.of(
                        "report.reason",
                        queue == null ? owner : owner + ", " + words.code("queue", queue),
                        ClockFace.span(breach.reasonTime()),
                        ClockFace.span(breach.target())),
                breach.explanation());
    }

    private ReportPage.Rate rate(ClockReport.CaseRate rate) {
        return new ReportPage.Rate(
                rate.month().toString(),
                words.code("family", rate.productFamily()),
                rate.partnerId(),
                rate.received(),
                rate.cases(),
                rate.perHundred() == null ? "–" : String.valueOf(rate.perHundred()));
    }
}
