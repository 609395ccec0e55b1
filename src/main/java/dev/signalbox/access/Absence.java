package dev.signalbox.access;

import java.time.Instant;

/** A time in which {@code substitute} does the work of {@code account}; {@code to} is when it is over. */
public record Absence(String id, String account, String substitute, Instant from, Instant to, String enteredBy) {}
