package dev.signalbox.ticket;

import java.time.Instant;

/** One step that was tried while looking for the cause, with its result. */
public record DiagnosisStep(String tried, String result, Instant at, String actor) {}
