package dev.signalbox.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** What is made of a mail server's answers, and of its silence. */
class SmtpTest {

    private static final Letter LETTER = new Letter(
            new Letter.Address("Desk", "desk@partner.cz"),
            new Letter.Address("Desk", "desk@partner.cz"),
            new Letter.Address("Eva", "eva@customer.cz"),
            "Hello",
            "<1@partner.cz>",
            List.of(),
            false,
            "en",
            "Hello");

    /** A server that answers each command with what is set, hangs up for "-", and says 250 otherwise. */
    private static final class Scripted implements AutoCloseable {

        private final ServerSocket listening;
        private final Map<String, String> answers;

        Scripted(Map<String, String> answers) throws IOException {
            this.listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            this.answers = answers;
            Thread.ofVirtual().start(this::serve);
        }

        private void serve() {
            try (Socket socket = listening.accept();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                    OutputStream out = socket.getOutputStream()) {
                out.write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
                boolean data = false;
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (data && !line.equals(".")) {
                        continue;
                    }
                    data = false;
                    String command = line.split("[ :]")[0];
                    String answer = answers.getOrDefault(command, command.equals("DATA") ? "354 go on" : "250 fine");
                    if (answer.equals("-")) {
                        return;
                    }
                    data = answer.startsWith("354");
                    out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        Smtp smtp() {
            JavaMailSenderImpl server = new JavaMailSenderImpl();
            server.setHost("127.0.0.1");
            server.setPort(listening.getLocalPort());
            server.getJavaMailProperties().setProperty("mail.smtp.timeout", "5000");
            StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("server", server));
            MailSettings settings = new MailSettings(true, null, null, null, Duration.ofDays(2));
            return new Smtp(
                    new Routes(beans.getBeanProvider(JavaMailSenderImpl.class), settings, true), Clock.systemUTC());
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }

    private static void send(Map<String, String> answers) throws Exception {
        try (Scripted server = new Scripted(answers);
                Smtp.Line line = server.smtp().open()) {
            line.send(LETTER);
        }
    }

    @Test
    void aServerThatTakesItTookIt() throws Exception {
        send(Map.of());
    }

    @Test
    void silenceAfterTheWholeLetterIsUnknown() {
        assertThatThrownBy(() -> send(Map.of(".", "-"))).isInstanceOf(Smtp.Unknown.class);
    }

    @Test
    void silenceBeforeIsTriedAgain() {
        for (String command : List.of("MAIL", "RCPT", "DATA")) {
            assertThatThrownBy(() -> send(Map.of(command, "-"))).as(command).isInstanceOf(Smtp.Later.class);
        }
    }

    @Test
    void aPassingRefusalIsTriedAgainAndAFinalOneIsNot() {
        for (String command : List.of("MAIL", "RCPT", "DATA", ".")) {
            assertThatThrownBy(() -> send(Map.of(command, "451 not now")))
                    .as(command)
                    .isInstanceOf(Smtp.Later.class);
            assertThatThrownBy(() -> send(Map.of(command, "550 5.1.1 <eva@customer.cz> is nobody")))
                    .as(command)
                    .isInstanceOf(Smtp.Never.class)
                    .hasMessageContaining("is nobody")
                    .hasMessageNotContaining("eva@");
        }
    }

    @Test
    void anAddressThatIsNoneOrSeveralIsNeverSent() throws Exception {
        for (String address : List.of("eva", "a@b.cz,c@d.cz", "a@b.cz\r\nBcc: c@d.cz", "<a@b.cz>", "a b@c.cz", "")) {
            Letter letter = new Letter(
                    LETTER.from(),
                    LETTER.replyTo(),
                    new Letter.Address("Eva", address),
                    "Hello",
                    "<1@partner.cz>",
                    List.of(),
                    false,
                    "en",
                    "Hello");
            try (Scripted server = new Scripted(Map.of());
                    Smtp.Line line = server.smtp().open()) {
                assertThatThrownBy(() -> line.send(letter)).as(address).isInstanceOf(Smtp.Never.class);
            }
        }
        assertThat(LETTER.inReplyTo()).isNull();
    }
}
