package dev.signalbox.ticket;

import org.jspecify.annotations.Nullable;

/** One thing that is wrong with something that came in: which field, what was expected, what was found. */
public record Problem(String field, String expected, String found) {

    private static final int SHOWN = 200;

    /** A problem whose finding is cut to a readable length, with line breaks and other control characters shown. */
    public static Problem of(String field, String expected, @Nullable Object found) {
        String text = String.valueOf(found);
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "… (" + text.length() + " characters)" : text;
        return new Problem(field, expected, cut.replaceAll("\\p{Cntrl}", "\uFFFD"));
    }

    @Override
    public String toString() {
        return field + ": expected " + expected + ", found " + found;
    }
}
