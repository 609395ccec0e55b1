package dev.signalbox.mail;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The mailbox that customers answer to. It is ours alone: whatever lies in the folder is read and moved away.
 *
 * @param host the server; nothing is read where it is empty
 * @param port 993 with {@code ssl}, otherwise 143, where it is 0
 * @param ssl whether the connection is encrypted from its beginning; otherwise it is as soon as the server offers it
 * @param done where mail goes that became a reply
 * @param refused where mail goes that did not, and why is told at {@code /api/mail/incoming}
 * @param largest mail above this size is refused unread
 * @param keepFor how long the full words of a mail are kept beside the reply that it became
 * @param mostInAnHour replies to one ticket by mail after which a loop is suspected
 * @param verifiedBy the name by which our own mail server signs its Authentication-Results; where it is set, only mail
 *     that it found to pass DMARC is taken
 */
@ConfigurationProperties("signalbox.mail.imap")
record ImapSettings(
        @Nullable String host,
        @DefaultValue("0") int port,
        @Nullable String user,
        @Nullable String password,
        @DefaultValue("INBOX") String folder,
        @DefaultValue("Signalbox/Done") String done,
        @DefaultValue("Signalbox/Refused") String refused,
        @DefaultValue("true") boolean ssl,
        @DefaultValue("PT30S") Duration poll,
        @DefaultValue("10MB") DataSize largest,
        @DefaultValue("P30D") Duration keepFor,
        @DefaultValue("20") int mostInAnHour,
        @Nullable String verifiedBy) {

    boolean configured() {
        return host != null && !host.isBlank();
    }

    @Override
    public String toString() {
        return "ImapSettings[" + host + "]";
    }
}
