package dev.signalbox.entitlement;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** When a plan's end is near, and how many incidents left are few. */
@ConfigurationProperties("signalbox.entitlement")
record EntitlementProperties(
        @DefaultValue("P30D") Duration expiringWithin,
        @DefaultValue("1") int lowAt) {}
