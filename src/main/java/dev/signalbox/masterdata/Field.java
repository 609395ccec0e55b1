package dev.signalbox.masterdata;

import dev.signalbox.ticket.Problem;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One field of a kind: its name in JSON and CSV, its column, and what fits into it.
 *
 * @param fallback what it is where nothing is given; null leaves it empty
 * @param oneOf the values it may have, all of those its form allows where empty; for a list each of its items
 * @param refersTo the kind whose id it holds
 * @param unique whether no two of the kind may share a value
 * @param secret whether it is never shown: {@value #HIDDEN} stands for it, and giving that back leaves it as it is
 * @param personal whether it tells of a person and stays out of the audit
 * @param fixed whether it may be given once and not changed afterwards
 */
record Field(
        String name,
        String column,
        Form form,
        boolean required,
        @Nullable Object fallback,
        List<String> oneOf,
        @Nullable String refersTo,
        boolean unique,
        boolean secret,
        boolean personal,
        boolean fixed) {

    static final String HIDDEN = "…";

    static Field of(String name, Form form) {
        return new Field(name, snake(name), form, false, null, List.of(), null, false, false, false, false);
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    Field in(String otherColumn) {
        return new Field(name, otherColumn, form, required, fallback, oneOf, refersTo, unique, secret, personal, fixed);
    }

    Field needed() {
        return new Field(name, column, form, true, fallback, oneOf, refersTo, unique, secret, personal, fixed);
    }

    Field otherwise(Object value) {
        return new Field(name, column, form, required, value, oneOf, refersTo, unique, secret, personal, fixed);
    }

    Field oneOf(String... values) {
        return new Field(
                name, column, form, required, fallback, List.of(values), refersTo, unique, secret, personal, fixed);
    }

    Field refersTo(String kind) {
        return new Field(name, column, form, required, fallback, oneOf, kind, unique, secret, personal, fixed);
    }

    Field once() {
        return new Field(name, column, form, required, fallback, oneOf, refersTo, true, secret, personal, fixed);
    }

    Field hidden() {
        return new Field(name, column, form, required, fallback, oneOf, refersTo, unique, true, personal, fixed);
    }

    Field aboutAPerson() {
        return new Field(name, column, form, required, fallback, oneOf, refersTo, unique, secret, true, fixed);
    }

    Field forEver() {
        return new Field(name, column, form, required, fallback, oneOf, refersTo, unique, secret, personal, true);
    }

    /**
     * Reads what was given.
     *
     * @param given a JSON value in Java's types, or a cell's text
     * @return the value in the form's own type, null where there is none
     */
    @Nullable
    Object read(@Nullable Object given, Consumer<Problem> wrong) {
        if (given == null || given instanceof String text && text.isBlank()) {
            if (required && fallback == null) {
                wrong.accept(Problem.of(name, expected(), "nothing"));
            }
            return fallback;
        }
        Object value = form.read(given);
        if (value == null || !allowed(value)) {
            wrong.accept(Problem.of(name, expected(), secret ? "something else" : given));
            return null;
        }
        return value;
    }

    private boolean allowed(Object value) {
        if (oneOf.isEmpty()) {
            return true;
        }
        return value instanceof List<?> items ? oneOf.containsAll(items) : oneOf.contains(value.toString());
    }

    String expected() {
        String what = oneOf.isEmpty() ? form.expected() : (form == Form.LIST ? "a list of " : "one of ") + oneOf;
        return refersTo == null ? what : "the id of one of the known " + refersTo;
    }
}
