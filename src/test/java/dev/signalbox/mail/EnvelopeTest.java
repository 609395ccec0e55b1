package dev.signalbox.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Mail as it is read: whose it is, whether a person wrote it, and its words. */
class EnvelopeTest {

    private static final String PLAIN = "Content-Type: text/plain; charset=utf-8\n\nIt works.\n";

    private static Incoming read(String mail) throws Exception {
        return read(mail, null);
    }

    private static Incoming read(String mail, @Nullable String verifiedBy) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("mail.mime.address.strict", "false");
        properties.setProperty("mail.mime.allowutf8", "true");
        String whole = mail.contains("From:") ? mail : "From: Eva <Eva@Brno.cz>\n" + mail;
        return Envelope.read(
                new MimeMessage(
                        Session.getInstance(properties),
                        new ByteArrayInputStream(whole.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))),
                null,
                verifiedBy);
    }

    @Test
    void aPersonsMailIsReadWithItsSenderSubjectAndWhatItAnswers() throws Exception {
        Incoming mail = read("""
                Message-ID: <a1@brno.cz>
                Subject: =?UTF-8?Q?Re:_[CSP#10001238]_Zmizely_schr=C3=A1nky?=
                In-Reply-To: <10001238.m@partner.cz>
                References: <1@partner.cz>
                 <10001238.m@partner.cz>
                Date: Mon, 23 Nov 2026 10:00:00 +0100
                """ + PLAIN);

        assertThat(mail.senders()).containsExactly("eva@brno.cz");
        assertThat(mail.subject()).isEqualTo("Re: [CSP#10001238] Zmizely schránky");
        assertThat(mail.references()).containsExactly("<10001238.m@partner.cz>", "<1@partner.cz>");
        assertThat(mail.automatic()).isNull();
        assertThat(mail.text()).isEqualTo("It works.");
        assertThat(mail.sentAt()).isEqualTo("2026-11-23T09:00:00Z");
        assertThat(mail.eventId()).matches("[0-9a-f]{64}");
    }

    @Test
    void theSameMailHasTheSameIdAndAnotherOneUnderItsMessageIdHasNot() throws Exception {
        String first = read("Message-ID: <a1@brno.cz>\n" + PLAIN).eventId();

        assertThat(read("Received: by another\nMessage-ID: <a1@brno.cz>\n" + PLAIN)
                        .eventId())
                .isEqualTo(first);
        assertThat(read("Message-ID: <a1@brno.cz>\n\nSomething else").eventId()).isNotEqualTo(first);
        assertThat(read("\nA").eventId()).isNotEqualTo(read("\nB").eventId());
    }

    @Test
    void machinesAreKnownByWhatTheySay() throws Exception {
        for (String header : List.of(
                "Auto-Submitted: auto-replied",
                "Auto-Submitted: auto-generated (rejected)",
                "Precedence: bulk",
                "Precedence: AUTO_REPLY",
                "X-Auto-Response-Suppress: All",
                "X-Autoreply: yes",
                "X-Failed-Recipients: a@b.cz",
                "X-Loop: signalbox",
                "List-Id: <news.brno.cz>",
                "Return-Path: <>",
                "From: MAILER-DAEMON@brno.cz",
                "From: Post <no-reply@brno.cz>",
                "From: bounces+12=x@brno.cz",
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
                "Subject: Automatic reply: [CSP#10001238] Mailboxes",
                "Subject: Automatická odpověď: [CSP#10001238]",
                "Subject: Out of Office: Re: [CSP#10001238]",
                "Subject: Undeliverable: [CSP#10001238]")) {
            assertThat(read(header + "\n\nI am away.").automatic()).as(header).isNotNull();
        }
        for (String header : List.of(
                "Auto-Submitted: no", "X-Auto-Response-Suppress: None", "Subject: Our automatic reply is broken")) {
            assertThat(read(header + "\n\nHello.").automatic()).as(header).isNull();
        }
    }

    @Test
    void plainWordsArePreferredAndHtmlIsReadAsWords() throws Exception {
        assertThat(read("""
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/plain; charset=utf-8

                Žádná změna
                --b
                Content-Type: text/html; charset=utf-8

                <p>Žádná <b>změna</b></p>
                --b--
                """).text()).isEqualTo("Žádná změna");
        assertThat(read("""
                Content-Type: text/html; charset=utf-8

                <html><head><title>x</title><style>p{color:red}</style></head><body><p>One&nbsp;line,<br>two.</p>
                <script>alert(1)</script><div>Three &lt;b&gt;</div><img src="http://evil.example/pixel"></body></html>
                """).text()).isEqualTo("One line,\ntwo.\n\nThree <b>");
    }

    @Test
    void attachmentsAreNamedAndNotTakenForWords() throws Exception {
        Incoming mail = read("""
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain

                See the log.
                --b
                Content-Type: text/plain; name="error.log"
                Content-Disposition: attachment; filename="error.log"

                secret
                --b
                Content-Type: image/png

                x
                --b--
                """);

        assertThat(mail.text()).isEqualTo("See the log.");
        assertThat(mail.attachments()).containsExactly("error.log", "image/png");
    }

    @Test
    void brokenMailIsReadAsFarAsItGoesOrRefusedAndNeverThrows() throws Exception {
        assertThat(read("Content-Type: text/plain; charset=no-such-thing\n\nHello")
                        .text())
                .isEqualTo("Hello");
        assertThat(read("Content-Type: multipart/mixed\n\nno boundary").trouble())
                .isNotNull();
        assertThat(read("From: a@b.cz, c@d.cz\n\nTwo").senders()).hasSize(2);
        assertThat(read("From:\n\nNobody").senders()).isEmpty();
        assertThat(read("Content-Transfer-Encoding: base64\n\n%%%").text()).isNotNull();
        StringBuilder deep = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\n\n");
        for (int i = 0; i < 40; i++) {
            deep.append("--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n".formatted(i, i + 1));
        }
        assertThat(read(deep.toString()).trouble()).isNotNull();
    }

    @Test
    void whereOurServerVouchesForSendersOnlyItsOwnWordCounts() throws Exception {
        String pass = "Authentication-Results: mx.partner.cz; spf=pass; dmarc=pass header.from=brno.cz\n";

        assertThat(read(pass + PLAIN, "mx.partner.cz").unverified()).isNull();
        assertThat(read("Authentication-Results: mx.partner.cz; dmarc=fail\n" + pass + PLAIN, "mx.partner.cz")
                        .unverified())
                .isNotNull();
        assertThat(read("Authentication-Results: mx.evil.cz; dmarc=pass\n" + PLAIN, "mx.partner.cz")
                        .unverified())
                .isNotNull();
        assertThat(read(PLAIN, "mx.partner.cz").unverified()).isNotNull();
        assertThat(read(PLAIN, null).unverified()).isNull();
    }
}
