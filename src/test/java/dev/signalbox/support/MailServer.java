package dev.signalbox.support;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;

/** A real SMTP and IMAP server on loopback that can be stopped and started; what it took stays. */
public final class MailServer {

    /** The mailbox that customers answer to. */
    public static final String DESK = "desk@signalbox-partner.cz";

    public static final String PASSWORD = "of-the-desk";

    private final int smtpPort = Ports.free();
    private final int imapPort = Ports.free();
    private GreenMail server;

    private MailServer() {
        start();
    }

    public static MailServer started() {
        return new MailServer();
    }

    public void start() {
        server = new GreenMail(new ServerSetup[] {
            new ServerSetup(smtpPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(imapPort, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
        });
        server.start();
        server.setUser(DESK, DESK, PASSWORD);
    }

    public void stop() {
        server.stop();
    }

    public int smtpPort() {
        return smtpPort;
    }

    public int imapPort() {
        return imapPort;
    }

    public GreenMail greenMail() {
        return server;
    }

    /** What came for {@code address} with {@code part} in the subject, in the order of arrival. */
    public List<MimeMessage> received(String address, String part) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(mail -> to(mail).contains(address))
                .filter(mail -> subject(mail).contains(part))
                .toList();
    }

    private static String to(MimeMessage mail) {
        try {
            return Arrays.toString(mail.getAllRecipients());
        } catch (MessagingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    public static String subject(MimeMessage mail) {
        try {
            return String.valueOf(mail.getSubject());
        } catch (MessagingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** The header's value; the empty string where there is none. */
    public static String header(MimeMessage mail, String name) {
        try {
            String found = mail.getHeader(name, null);
            return found == null ? "" : found.replaceAll("\\s+", " ");
        } catch (MessagingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    public static String body(MimeMessage mail) {
        try {
            return mail.getContent().toString().replace("\r\n", "\n");
        } catch (MessagingException | java.io.IOException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
