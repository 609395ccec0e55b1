package dev.signalbox.customer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What customers are told: who gives support, during which hours, how to reach it, and at what price. */
public record SupportStatement(
        String customerId, String who, String hours, String how, String price, List<Line> lines) {

    /** The statement for one product family; null is every other. */
    public record Line(@Nullable String productFamily, String who, String price) {}
}
