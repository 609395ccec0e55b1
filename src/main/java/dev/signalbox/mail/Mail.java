package dev.signalbox.mail;

import dev.signalbox.ticket.TicketNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to a contact, or an entry of the timeline that pages an account. It names them by id; their words
 * and addresses stay where they are.
 *
 * @param messageId null where it pages
 * @param account whom it pages; null where it goes to a contact
 * @param entry which entry of the timeline pages
 * @param headerId the Message-ID, the same however often the mail is sent
 * @param unknown whether the mail was handed to a server that never said whether it took it: somebody must look
 */
public record Mail(
        String id,
        @Nullable String messageId,
        @Nullable String contactId,
        @Nullable String account,
        @Nullable Integer entry,
        TicketNumber ticket,
        String partnerId,
        String customerId,
        String headerId,
        State state,
        boolean unknown,
        @Nullable String reason,
        int attempts,
        @Nullable Instant nextAt,
        Instant createdAt,
        Instant queuedAt,
        @Nullable Instant sentAt) {

    /** Where a mail is. */
    public enum State {
        QUEUED,
        SENDING,
        SENT,
        FAILED,
        SUPPRESSED
    }
}
