package dev.signalbox.decision;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One evaluation of a decision: what went in, which rules matched and what came out (an object, or a list where the
 * table collects), and the override that stood instead. */
public record DecisionRecord(
        String id,
        @Nullable Long ticket,
        String key,
        int version,
        Instant time,
        Map<String, @Nullable Object> inputs,
        List<Rule> rules,
        Object outputs,
        @Nullable String override) {

    /** A rule as its author described it. */
    public record Rule(String id, @Nullable String description) {}
}
