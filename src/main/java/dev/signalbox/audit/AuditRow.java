package dev.signalbox.audit;

import java.time.Instant;

/** A change as it was kept: its place in the order of all changes, when, and by whom. */
public record AuditRow(long number, Instant at, String actor, Change change) {}
