package dev.signalbox.microsoft;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a tenant's services of one family: the gravest unresolved match ({@code NONE}, {@code ADVISORY},
 * {@code INCIDENT}) and how many minutes ago anything was heard; null is never.
 */
public record HealthPicture(
        String match, @Nullable String issueId, @Nullable Long ageMinutes) {}
