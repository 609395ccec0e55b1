package dev.signalbox.mail;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.springframework.stereotype.Component;

/**
 * Speaks with the mailbox: what lies there, and where it is put when it was dealt with. Mails are named by their UID,
 * because a mail's place in the folder changes as soon as somebody else moves one, and then another mail would be put
 * away unread.
 */
@Component
class Imap {

    private static final String TIMEOUT = "30000";

    private final ImapSettings settings;
    private final Session session;

    Imap(ImapSettings settings) {
        this.settings = settings;
        Properties properties = new Properties();
        for (String protocol : List.of("imap", "imaps")) {
            properties.setProperty("mail." + protocol + ".connectiontimeout", TIMEOUT);
            properties.setProperty("mail." + protocol + ".timeout", TIMEOUT);
            properties.setProperty("mail." + protocol + ".writetimeout", TIMEOUT);
            properties.setProperty("mail." + protocol + ".ssl.checkserveridentity", "true");
            properties.setProperty("mail." + protocol + ".starttls.enable", "true");
        }
        properties.setProperty("mail.mime.address.strict", "false");
        properties.setProperty("mail.mime.decodetext.strict", "false");
        properties.setProperty("mail.mime.allowutf8", "true");
        this.session = Session.getInstance(properties);
    }

    Box open() throws MessagingException {
        Store store = session.getStore(settings.ssl() ? "imaps" : "imap");
        try {
            store.connect(
                    settings.host(),
                    settings.port() > 0 ? settings.port() : settings.ssl() ? 993 : 143,
                    settings.user(),
                    settings.password());
            Folder folder = store.getFolder(settings.folder());
            folder.open(Folder.READ_WRITE);
            return new Box((IMAPStore) store, (IMAPFolder) folder);
        } catch (MessagingException failed) {
            store.close();
            throw failed;
        }
    }

    /** An open mailbox. */
    final class Box implements AutoCloseable {

        private final IMAPStore store;
        private final IMAPFolder folder;

        private Box(IMAPStore store, IMAPFolder folder) {
            this.store = store;
            this.folder = folder;
        }

        /** The UIDs of what lies here, seen by others or not, oldest first: what we dealt with lies elsewhere. */
        List<Long> waiting() throws MessagingException {
            List<Long> waiting = new ArrayList<>();
            for (Response answer : ask("UID SEARCH UNDELETED")) {
                if (answer instanceof IMAPResponse found && found.keyEquals("SEARCH")) {
                    for (long uid = found.readLong(); uid != -1; uid = found.readLong()) {
                        waiting.add(uid);
                    }
                }
            }
            return waiting.stream().sorted().toList();
        }

        /** How large a mail is; empty where somebody took it away. */
        Optional<Long> size(long uid) throws MessagingException {
            return Arrays.stream(ask("UID FETCH " + uid + " (RFC822.SIZE)"))
                    .filter(FetchResponse.class::isInstance)
                    .map(answer -> ((FetchResponse) answer).getItem(RFC822SIZE.class))
                    .flatMap(item -> Optional.ofNullable(item).stream())
                    .map(item -> item.size)
                    .findFirst();
        }

        /** The mail, or its headers alone; nobody sees that it was read. Empty where somebody took it away. */
        Optional<MimeMessage> read(long uid, boolean headersOnly) throws MessagingException {
            for (Response answer : ask("UID FETCH " + uid + " (BODY.PEEK[" + (headersOnly ? "HEADER" : "") + "])")) {
                BODY body = answer instanceof FetchResponse fetched ? fetched.getItem(BODY.class) : null;
                ByteArrayInputStream bytes = body == null ? null : body.getByteArrayInputStream();
                if (bytes != null) {
                    return Optional.of(new MimeMessage(session, bytes));
                }
            }
            return Optional.empty();
        }

        /** Puts the mail into the folder of this name, which is made where it is not there. */
        void move(long uid, String name) throws MessagingException {
            Folder to = store.getFolder(name.replace('/', folder.getSeparator()));
            if (!to.exists() && !to.create(Folder.HOLDS_MESSAGES) && !to.exists()) {
                throw new MessagingException("Expected to make the folder " + name);
            }
            String quoted = " \"" + to.getFullName() + "\"";
            if (store.hasCapability("MOVE")) {
                ask("UID MOVE " + uid + quoted);
                return;
            }
            ask("UID COPY " + uid + quoted);
            ask("UID STORE " + uid + " +FLAGS.SILENT (\\Deleted)");
        }

        private Response[] ask(String command) throws MessagingException {
            return (Response[]) folder.doCommand(protocol -> answered(protocol, command));
        }

        @Override
        public void close() {
            try {
                folder.close(true);
                store.close();
            } catch (MessagingException | IllegalStateException gone) {
                // it is closed then
            }
        }
    }

    private static Response[] answered(IMAPProtocol protocol, String command) throws ProtocolException {
        Response[] answers = protocol.command(command, null);
        protocol.notifyResponseHandlers(answers);
        protocol.handleResult(answers[answers.length - 1]);
        return answers;
    }
}
