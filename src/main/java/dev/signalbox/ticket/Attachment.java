package dev.signalbox.ticket;

import java.time.Instant;

/** A file that came with a message. */
public record Attachment(String id, TicketNumber ticket, String messageId, String name, int bytes, Instant createdAt) {}
