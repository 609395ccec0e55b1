package dev.signalbox.workflow;

import org.jspecify.annotations.Nullable;

/** What about a ticket was wrong and how it should read; null stays as it is. */
public record Correction(
        @Nullable String customerId,
        @Nullable String subscriptionId,
        @Nullable String productFamily,
        @Nullable String contactId,
        @Nullable String reportedCategory,
        @Nullable String businessImpact,
        @Nullable String environment,
        @Nullable Boolean commit24x7,
        @Nullable String severity,
        @Nullable String issueClass) {

    /** A correction of the severity alone. */
    public static Correction ofSeverity(String severity) {
        return new Correction(null, null, null, null, null, null, null, null, severity, null);
    }
}
