package dev.signalbox.decision;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** How often one rule of a table's version answered, and how often a person overrode it. */
public record RuleCount(String rule, @Nullable String description, int version, int matched, int overridden)
        implements Comparable<RuleCount> {

    record Key(String rule, int version) {}

    private static final Comparator<RuleCount> MOST_OVERRIDDEN_FIRST = Comparator.comparing(RuleCount::overridden)
            .thenComparing(RuleCount::matched)
            .reversed()
            .thenComparing(RuleCount::rule)
            .thenComparing(RuleCount::version);

    @Override
    public int compareTo(RuleCount other) {
        return MOST_OVERRIDDEN_FIRST.compare(this, other);
    }
}
