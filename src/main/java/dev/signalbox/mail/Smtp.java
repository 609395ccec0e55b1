package dev.signalbox.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/** Hands letters to the mail server, and tells apart what it refused, could not take now, and may have taken. */
@Component
class Smtp {

    private static final int FOR_EVER = 500;

    private final Routes routes;
    private final Clock clock;

    Smtp(Routes routes, Clock clock) {
        this.routes = routes;
        this.clock = clock;
    }

    /** The server does not take it now; nothing was sent. */
    static final class Later extends Exception {

        Later(Throwable cause) {
            super(told(cause), cause);
        }
    }

    /** The server, or the letter itself, says no for good; nothing was sent. */
    static final class Never extends Exception {

        Never(Throwable cause) {
            super(told(cause), cause);
        }
    }

    /** The whole letter was handed over and no answer came: it may have been sent. */
    static final class Unknown extends Exception {

        Unknown(Throwable cause) {
            super(told(cause), cause);
        }
    }

    Line open() throws Later {
        JavaMailSenderImpl server = routes.server();
        boolean secured = "smtps".equals(server.getProtocol());
        Transport transport = new Transport(server.getSession(), secured);
        try {
            transport.connect(server.getHost(), server.getPort(), server.getUsername(), server.getPassword());
        } catch (AuthenticationFailedException refused) {
            throw new Later(new MessagingException("the mail server does not accept our account", refused));
        } catch (MessagingException unreachable) {
            throw new Later(unreachable);
        }
        return new Line(server.getSession(), transport);
    }

    /** A connection to the server, for several letters. */
    final class Line implements AutoCloseable {

        private final Session session;
        private final Transport transport;

        private Line(Session session, Transport transport) {
            this.session = session;
            this.transport = transport;
        }

        void send(Letter letter) throws Later, Never, Unknown {
            MimeMessage message;
            try {
                message = message(session, letter);
            } catch (MessagingException | UnsupportedEncodingException unusable) {
                throw new Never(unusable);
            }
            transport.handedOver = false;
            try {
                transport.sendMessage(message, message.getAllRecipients());
            } catch (MessagingException refused) {
                int code = code(refused);
                if (code >= FOR_EVER) {
                    throw new Never(refused);
                }
                if (code < 0 && transport.handedOver) {
                    throw new Unknown(refused);
                }
                throw new Later(refused);
            }
        }

        boolean usable() {
            return transport.isConnected();
        }

        @Override
        public void close() {
            try {
                transport.close();
            } catch (MessagingException gone) {
                // it is closed then
            }
        }
    }

    private MimeMessage message(Session session, Letter letter)
            throws MessagingException, UnsupportedEncodingException {
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", letter.messageId());
            }
        };
        message.setFrom(address(letter.from()));
        message.setReplyTo(new InternetAddress[] {address(letter.replyTo())});
        message.setRecipient(Message.RecipientType.TO, address(letter.to()));
        message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("Content-Language", letter.language());
        message.setHeader(Envelope.LOOP, Envelope.OURS);
        String inReplyTo = letter.inReplyTo();
        if (inReplyTo != null) {
            message.setHeader("In-Reply-To", inReplyTo);
            message.setHeader("References", String.join("\r\n ", letter.references()));
        }
        if (letter.automatic()) {
            message.setHeader("Auto-Submitted", "auto-generated");
            message.setHeader("X-Auto-Response-Suppress", "All");
        }
        message.setText(letter.body().replace("\n", "\r\n"), StandardCharsets.UTF_8.name());
        message.saveChanges();
        return message;
    }

    /** One address, never a list, and nothing beside it. */
    private static InternetAddress address(Letter.Address wanted)
            throws MessagingException, UnsupportedEncodingException {
        if (!wanted.address().matches("[^\\s\\p{Cntrl},;<>()\"\\\\]+@[^\\s\\p{Cntrl},;<>()\"\\\\@]+")) {
            throw new MessagingException("Expected one e-mail address of the recipient, found another text");
        }
        InternetAddress address = new InternetAddress(wanted.address(), true);
        address.setPersonal(wanted.name(), StandardCharsets.UTF_8.name());
        return address;
    }

    /** What the server answered; -1 where it answered nothing. */
    private static int code(MessagingException thrown) {
        int code = -1;
        for (Exception one = thrown; one != null; one = next(one)) {
            if (one instanceof SMTPSendFailedException failed) {
                code = Math.max(code, failed.getReturnCode());
            } else if (one instanceof SMTPAddressFailedException failed) {
                code = Math.max(code, failed.getReturnCode());
            } else if (one instanceof SendFailedException && code < 0 && one.getCause() == null) {
                // the library itself found no valid address
                code = FOR_EVER;
            }
        }
        return code;
    }

    private static @Nullable Exception next(Exception one) {
        return one instanceof MessagingException chained ? chained.getNextException() : null;
    }

    private static String told(Throwable thrown) {
        Throwable root = thrown;
        while (root instanceof MessagingException chained && chained.getNextException() != null) {
            root = chained.getNextException();
        }
        // Servers repeat addresses in their answers, and those stay out of our rows
        return (root.getClass().getSimpleName() + ": " + root.getMessage())
                .replaceAll("[^\\s<>@:]+@[^\\s<>@:]+", "…@…");
    }

    /** Knows whether the letter's last line was handed over, after which only the server can tell what became of it. */
    private static final class Transport extends SMTPTransport {

        private boolean handedOver;

        Transport(Session session, boolean secured) {
            super(
                    session,
                    new URLName(secured ? "smtps" : "smtp", null, -1, null, null, null),
                    secured ? "smtps" : "smtp",
                    secured);
        }

        @Override
        protected void finishData() throws java.io.IOException, MessagingException {
            handedOver = true;
            super.finishData();
        }
    }
}
