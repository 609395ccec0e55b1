package dev.signalbox.mail;

import dev.signalbox.support.MailServer;
import dev.signalbox.support.SignalboxTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** One product with a real mail server for all tests of this room. */
@SignalboxTest
abstract class WithMailServer {

    static final MailServer SERVER = MailServer.started();

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> "jdbc:h2:mem:mail;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000");
        properties.add("spring.mail.host", () -> "127.0.0.1");
        properties.add("spring.mail.port", SERVER::smtpPort);
        properties.add("signalbox.mail.pages", () -> "https://support.example.com/");
        properties.add("signalbox.mail.from", () -> MailServer.DESK);
        properties.add("signalbox.mail.imap.host", () -> "127.0.0.1");
        properties.add("signalbox.mail.imap.port", SERVER::imapPort);
        properties.add("signalbox.mail.imap.user", () -> MailServer.DESK);
        properties.add("signalbox.mail.imap.password", () -> MailServer.PASSWORD);
        properties.add("signalbox.mail.imap.ssl", () -> false);
        properties.add("signalbox.mail.imap.poll", () -> "PT0.5S");
        properties.add("signalbox.mail.imap.largest", () -> "200KB");
    }
}
