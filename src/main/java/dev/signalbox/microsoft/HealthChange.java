package dev.signalbox.microsoft;

/** What a published issue's update changed; an older or repeated one changes nothing. */
public record HealthChange(String issueId, boolean began, boolean updated, boolean resolved) {}
