package dev.signalbox.decision;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a table would have answered if one of its inputs had read otherwise. */
public record Alternative(
        String input, @Nullable Object value, DecisionRecord.Rule rule, Map<String, @Nullable Object> outputs) {}
