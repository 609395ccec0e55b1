package dev.signalbox.web.reports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page of a report shows, in the viewer's words. */
record ReportPage(
        String from,
        String to,
        String before,
        String after,
        String customer,
        List<Choice> customers,
        List<String> clocks,
        List<String> owners,
        List<Row> rows,
        @Nullable Row total,
        List<Broken> broken,
        int brokenInAll,
        List<Rate> rates,
        boolean mayExport) {

    record Choice(String id, String name) {}

    record Cell(String look, String text, String title) {}

    record Row(
            String month,
            String customerId,
            String customer,
            String vehicle,
            int tickets,
            List<Cell> clocks,
            List<Cell> times) {}

    record Broken(
            String ticket, String customer, String clock, String due, String late, String reason, String explanation) {}

    record Rate(String month, String family, String partner, int received, int cases, String rate) {}
}
