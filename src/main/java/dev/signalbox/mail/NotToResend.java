package dev.signalbox.mail;

/** The mail is where sending it again could make it arrive twice. */
public class NotToResend extends RuntimeException {

    NotToResend(Mail mail) {
        super("Expected mail %s to be FAILED, SUPPRESSED or of unknown fate, found %s"
                .formatted(mail.id(), mail.state()));
    }
}
