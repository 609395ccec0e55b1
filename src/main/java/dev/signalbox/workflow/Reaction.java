package dev.signalbox.workflow;

import dev.signalbox.ticket.TicketNumber;
import org.jspecify.annotations.Nullable;

/** How the flows answered something that happened. */
public record Reaction(
        Kind kind, @Nullable TicketNumber ticket, @Nullable String reason) {

    /** Applied; too late to matter; or too early, so that it should wait. */
    public enum Kind {
        APPLIED,
        IGNORED,
        NOT_YET
    }

    static Reaction applied(@Nullable TicketNumber ticket) {
        return new Reaction(Kind.APPLIED, ticket, null);
    }

    static Reaction ignored(TicketNumber ticket, String reason) {
        return new Reaction(Kind.IGNORED, ticket, reason);
    }

    static Reaction notYet(@Nullable TicketNumber ticket, String reason) {
        return new Reaction(Kind.NOT_YET, ticket, reason);
    }
}
