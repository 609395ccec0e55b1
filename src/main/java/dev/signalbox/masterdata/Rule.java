package dev.signalbox.masterdata;

import dev.signalbox.ticket.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What must hold among the fields of one item; may fill in what follows from others. */
@FunctionalInterface
interface Rule {

    Rule NONE = (item, wrong) -> {};

    void check(Item item, Consumer<Problem> wrong);

    /** An item about to be written, with what it was before and who writes it. */
    record Item(
            String id,
            Map<String, @Nullable Object> values,
            Optional<Map<String, @Nullable Object>> before,
            Scope scope,
            Rows rows) {

        @Nullable
        String text(String field) {
            Object value = values.get(field);
            return value == null ? null : value.toString();
        }

        boolean is(String field, Object value) {
            return value.equals(values.get(field));
        }
    }
}
