package dev.signalbox.customer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What customers are told: who gives support, during which hours, how to reach it, and at what price; in the words of {@code language}. */
public record SupportStatement(
        String customerId, String language, String who, String hours, String how, String price, List<Line> lines) {

    /**
     * One agreement in particular; product family and level of null mean any. How to reach support is always the
     * partner's own address, because the partner owns the relationship.
     */
    public record Line(
            @Nullable String productFamily, @Nullable String level, String hours, String who, String price) {}
}
