package dev.signalbox.mail;

import dev.signalbox.ticket.TicketNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mail that was read, and what became of it.
 *
 * @param contactId who wrote it; null where it was refused
 * @param reason why it became no reply; null where it did
 * @param sender the address it names, and its subject and full words, for as long as they are kept
 */
public record IncomingMail(
        String id,
        String eventId,
        @Nullable TicketNumber ticket,
        @Nullable String partnerId,
        @Nullable String customerId,
        @Nullable String contactId,
        State state,
        @Nullable String reason,
        @Nullable String sender,
        @Nullable String subject,
        @Nullable String text,
        int attachments,
        @Nullable Instant sentAt,
        Instant readAt) {

    /** What a mail became. */
    public enum State {
        REPLY,
        REFUSED
    }

    @Override
    public String toString() {
        return "IncomingMail[" + id + "]";
    }
}
