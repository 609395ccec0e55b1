package dev.signalbox.ticket;

import java.util.Set;

/**
 * How many open tickets are whose.
 *
 * @param mine somebody's own
 * @param burning of all, those due soon or overdue
 * @param waiting of somebody's own, those whose next move is not the desk's
 */
public record OpenCounts(long mine, long burning, long waiting) {

    /** Whose next move lets the desk wait. */
    public static final Set<String> OTHERS = Set.of("CUSTOMER", "THIRD_PARTY", "MICROSOFT");
}
