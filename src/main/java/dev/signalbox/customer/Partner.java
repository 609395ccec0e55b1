package dev.signalbox.customer;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A CSP partner: its type, its competency, and the Partner Center roles its desk holds. */
public record Partner(
        String id,
        String name,
        String type,
        String competency,
        @Nullable String policySet,
        Set<String> partnerCenterRoles,
        @Nullable String providerId,
        String supportEmail,
        String supportPhone,
        String supportUrl) {}
