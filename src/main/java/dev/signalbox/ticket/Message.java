package dev.signalbox.ticket;

import java.time.Instant;

/** Something written about a ticket: to or from the customer ({@code PUBLIC}) or among staff ({@code INTERNAL}). */
public record Message(
        String id,
        TicketNumber ticket,
        Visibility visibility,
        Direction direction,
        String author,
        String body,
        Instant createdAt) {

    /** The author of what the flows say by themselves. */
    public static final String ITSELF = "Signalbox";

    /** Whether no person wrote it. */
    public boolean automatic() {
        return author.equals(ITSELF);
    }

    /** Who may read a message. */
    public enum Visibility {
        PUBLIC,
        INTERNAL
    }

    /** From the customer or to the customer; internal notes stay inside. */
    public enum Direction {
        INBOUND,
        OUTBOUND,
        INSIDE
    }
}
