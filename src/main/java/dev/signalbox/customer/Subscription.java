package dev.signalbox.customer;

import org.jspecify.annotations.Nullable;

/** What a customer bought; deployment is {@code CLOUD} or {@code ON_PREM}, the version {@code N}, {@code N_MINUS_1} or {@code OLDER}. */
public record Subscription(
        String id,
        String customerId,
        String productFamily,
        String name,
        String deployment,
        @Nullable String onPremVersion,
        boolean mainstreamSupport,
        @Nullable String azurePlanType,
        boolean azureRightGranted,
        @Nullable String azureSubscriptionId) {}
