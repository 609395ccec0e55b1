package dev.signalbox.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail in words and addresses, made when it is sent or looked at, and kept nowhere.
 *
 * @param references the Message-IDs of what was said on the ticket before, oldest first
 * @param automatic whether no person wrote it, so that no machine answers it
 */
public record Letter(
        Address from,
        Address replyTo,
        Address to,
        String subject,
        String messageId,
        List<String> references,
        boolean automatic,
        String language,
        String body) {

    /** A mailbox, and the name shown for it. */
    public record Address(@Nullable String name, String address) {}

    /** What this mail follows directly; null for the first of a ticket. */
    public @Nullable String inReplyTo() {
        return references.isEmpty() ? null : references.getLast();
    }

    @Override
    public String toString() {
        return "Letter[" + messageId + "]";
    }
}
