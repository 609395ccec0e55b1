package dev.signalbox.web.worklist;

import dev.signalbox.web.frame.ClockFace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the work list shows. */
final class WorkList {

    private WorkList() {}

    record Listing(
            List<Heading> headings,
            List<Row> rows,
            long total,
            boolean more,
            int page,
            int pages,
            @Nullable String before,
            @Nullable String after) {}

    /** The head of a column; {@code sort} is what a press on it sorts by, {@code order} how it is sorted now. */
    record Heading(String label, @Nullable String sort, String order, String look) {}

    record Row(String number, String title, boolean chosen, String narrow, List<Cell> cells) {}

    /** One cell: a clock, a severity, the ticket's title with what is below it, or a text. */
    record Cell(
            String look,
            @Nullable String text,
            ClockFace.@Nullable Face clock,
            @Nullable String severity,
            @Nullable String title,
            @Nullable String detail) {

        static Cell text(String look, String text) {
            return new Cell(look, text, null, null, null, null);
        }
    }

    /** What the form above a list offers. */
    record Filters(
            List<Field> hidden,
            List<Select> selects,
            @Nullable String customer,
            boolean askCustomer,
            List<Option> columns,
            boolean any) {}

    record Field(String name, String value) {}

    record Select(String name, String label, List<Option> options) {}

    record Option(String value, String label, boolean on) {}

    /** The saved view that is shown. */
    record Saved(String id, boolean shared, String account, boolean mayDelete) {}

    /** Somebody who may be given work; {@code label} says when others stand in. */
    record Person(String account, String label) {}
}
