package dev.signalbox.mail;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail as it was read.
 *
 * @param eventId follows from its Message-ID, sender, date and words, so that the same mail always has the same
 * @param senders the addresses in From; one in any ordinary mail
 * @param references the Message-IDs it answers to
 * @param automatic why it seems to come from no person; null where a person wrote it
 * @param unverified why our mail server does not vouch for its sender; null where it does, or is not asked
 * @param text its words without attachments, quotes included; empty where it has none
 * @param attachments the names of its attachments
 * @param trouble why it could not be read; null where it could
 */
record Incoming(
        String eventId,
        @Nullable String headerId,
        List<String> senders,
        String subject,
        List<String> references,
        @Nullable String automatic,
        @Nullable String unverified,
        String text,
        List<String> attachments,
        @Nullable Instant sentAt,
        @Nullable String trouble) {

    @Override
    public String toString() {
        return "Incoming[" + eventId + "]";
    }
}
