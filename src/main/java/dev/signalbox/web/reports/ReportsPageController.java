package dev.signalbox.web.reports;

import dev.signalbox.access.Action;
import dev.signalbox.customer.Customer;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.clocks.ClockReport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** What became of the promises, to read and to take away. */
@Controller
@RequestMapping("/reports")
class ReportsPageController {

    private final ReportAccess reports;
    private final ReportPages pages;
    private final Frames frames;

    ReportsPageController(ReportAccess reports, ReportPages pages, Frames frames) {
        this.reports = reports;
        this.pages = pages;
        this.frames = frames;
    }

    @GetMapping
    String report(
            Caller caller,
            Model model,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String customer,
            Locale locale) {
        ReportAccess.Wanted wanted = new ReportAccess.Wanted(from, to, customer);
        ClockReport report = report(caller, wanted, locale);
        model.addAttribute("frame", frames.of(caller, "reports", null));
        model.addAttribute(
                "report",
                pages.of(
                        caller,
                        report,
                        reports.customer(caller, wanted).map(Customer::id).orElse(null)));
        return "reports/clocks";
    }

    @GetMapping("/export")
    ResponseEntity<byte[]> export(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String customer,
            @RequestParam(defaultValue = "attainment") String part,
            Locale locale) {
        caller.needs(Action.EXPORT_DATA);
        ClockReport report = report(caller, new ReportAccess.Wanted(from, to, customer), locale);
        try {
            return reports.csv(caller, report, part);
        } catch (Refused wrong) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, wrong.getMessage());
        }
    }

    private ClockReport report(Caller caller, ReportAccess.Wanted wanted, Locale locale) {
        try {
            return reports.of(caller, wanted, locale);
        } catch (Refused wrong) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, wrong.getMessage());
        }
    }
}
