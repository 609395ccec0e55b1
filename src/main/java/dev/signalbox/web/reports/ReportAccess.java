package dev.signalbox.web.reports;

import dev.signalbox.access.Action;
import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.customer.Customer;
import dev.signalbox.masterdata.Sheets;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.CustomerAccess;
import dev.signalbox.workflow.clocks.ClockReport;
import dev.signalbox.workflow.clocks.ClockReports;
import dev.signalbox.workflow.clocks.ClockSheets;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Reports as far as a caller may see them: of the own partner only, and a foreign customer is an unknown one. */
@Component
public class ReportAccess {

    private static final int EARLIEST_YEAR = 1990;
    private static final int LATEST_YEAR = 2250;

    private final ClockReports reports;
    private final CustomerAccess customers;
    private final Audit audit;

    ReportAccess(ClockReports reports, CustomerAccess customers, Audit audit) {
        this.reports = reports;
        this.customers = customers;
        this.audit = audit;
    }

    /**
     * What is asked for: months such as 2026-11, of which the first is the present one and the last the first where
     * nothing is said, and a customer.
     */
    public record Wanted(
            @Nullable String from,
            @Nullable String to,
            @Nullable String customer) {}

    /** The customer that is asked for; empty where all are. */
    public Optional<Customer> customer(Caller caller, Wanted wanted) {
        String id = wanted.customer();
        return id == null || id.isBlank()
                ? Optional.empty()
                : Optional.of(customers
                        .find(caller, id)
                        .orElseThrow(() -> new Refused("customer", "a customer of yours", id)));
    }

    public ClockReport of(Caller caller, Wanted wanted, Locale locale) {
        caller.needs(Action.SEE_REPORTS);
        Optional<Customer> customer = customer(caller, wanted);
        YearMonth from = month("from", wanted.from()).orElseGet(reports::now);
        YearMonth to = month("to", wanted.to()).orElse(from);
        return reports.of(
                from, to, caller.partnerId(), customer.map(Customer::id).orElse(null), locale);
    }

    private static Optional<YearMonth> month(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            YearMonth month = YearMonth.parse(text);
            if (month.getYear() >= EARLIEST_YEAR && month.getYear() <= LATEST_YEAR) {
                return Optional.of(month);
            }
        } catch (DateTimeParseException wrong) {
            // said below
        }
        throw new Refused(field, "a month, written as 2026-11", text);
    }

    /** One sheet of the report as CSV; that it was taken away is kept. */
    public ResponseEntity<byte[]> csv(Caller caller, ClockReport report, String part) {
        caller.needs(Action.EXPORT_DATA);
        ClockSheets sheet = Arrays.stream(ClockSheets.values())
                .filter(known -> known.code().equals(part))
                .findFirst()
                .orElseThrow(() -> new Refused("part", "attainment, breaches or cases", part));
        String name = "clocks-" + part + "-" + report.from()
                + (report.to().equals(report.from()) ? "" : "-to-" + report.to());
        caller.doing(null, () -> {
            audit.keep(Change.of("data.exported", "export", "clock-report")
                    .of(caller.partnerId(), null)
                    .to(Map.of(
                            "part", part,
                            "from", report.from().toString(),
                            "to", report.to().toString())));
            return report;
        });
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name + ".csv")
                                .build()
                                .toString())
                .body(Sheets.write(sheet.columns(), sheet.rows(report)).getBytes(StandardCharsets.UTF_8));
    }
}
