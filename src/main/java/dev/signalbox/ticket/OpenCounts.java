package dev.signalbox.ticket;

import java.util.Map;
import java.util.Set;

/**
 * How many tickets are open.
 *
 * @param waiting of somebody's own, those whose next move is not the desk's
 * @param queues by queue, in the order of their names
 */
public record OpenCounts(long open, long mine, long burning, long waiting, Map<String, Long> queues) {

    /** Whose next move lets the desk wait. */
    public static final Set<String> OTHERS = Set.of("CUSTOMER", "THIRD_PARTY", "MICROSOFT");
}
