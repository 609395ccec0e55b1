package dev.signalbox.mail;

import static dev.signalbox.support.MailServer.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.support.Api;
import dev.signalbox.support.MailServer;
import dev.signalbox.support.Walk;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Replies that come back by mail, from a real IMAP server. */
class MailInTest extends WithMailServer {

    private static final AtomicInteger PEOPLE = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    Api api;
    String address;
    Walk walk;

    @BeforeEach
    void aTicketOfSomebodyAtTheCustomer() {
        api = new Api(port);
        address = "petr%d@brno-logistics.cz".formatted(PEOPLE.incrementAndGet());
        walk = Walk.request(api, Map.of("contact", Map.of("name", "Petr Novák", "email", address)));
    }

    private String subject() {
        return "Re: [CSP#" + walk.number() + "] Mailboxes disappear";
    }

    private static String unique() {
        return "<" + UUID.randomUUID() + "@brno-logistics.cz>";
    }

    private static void deliver(String from, String subject, String messageId, String headersAndBody) {
        String mail = "From: %s\nTo: %s\nSubject: %s\nMessage-ID: %s\nDate: Mon, 23 Nov 2026 10:00:00 +0100\n%s"
                .formatted(from, MailServer.DESK, subject, messageId, headersAndBody)
                .replace("\n", "\r\n");
        try {
            SERVER.greenMail()
                    .getUserManager()
                    .getUserByEmail(MailServer.DESK)
                    .deliver(new MimeMessage(
                            Session.getInstance(new Properties()),
                            new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))));
        } catch (MessagingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private List<JsonNode> incoming(String query) {
        List<JsonNode> found = new ArrayList<>();
        api.get("operator", "/api/mail/incoming?size=200&" + query)
                .body()
                .path("items")
                .forEach(found::add);
        return found;
    }

    private JsonNode refused(String from) {
        await().atMost(Duration.ofSeconds(20)).until(() -> incoming("state=REFUSED").stream()
                .anyMatch(mail -> mail.path("sender").asString("").contains(from)));
        return incoming("state=REFUSED").stream()
                .filter(mail -> mail.path("sender").asString("").contains(from))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode reply() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !incoming("state=REPLY&ticket=" + walk.number()).isEmpty());
        return incoming("state=REPLY&ticket=" + walk.number()).getFirst();
    }

    private List<JsonNode> inbound() {
        List<JsonNode> found = new ArrayList<>();
        api.get("agent", "/api/tickets/" + walk.number() + "/messages")
                .body()
                .path("items")
                .forEach(message -> {
                    if (message.path("direction").asString().equals("INBOUND")) {
                        found.add(message);
                    }
                });
        return found.subList(1, found.size());
    }

    /** Message-IDs in a folder of the mailbox. */
    private static List<String> folder(String name) {
        Properties properties = new Properties();
        try (Store store = Session.getInstance(properties).getStore("imap")) {
            store.connect("127.0.0.1", SERVER.imapPort(), MailServer.DESK, MailServer.PASSWORD);
            Folder folder =
                    store.getFolder(name.replace('/', store.getDefaultFolder().getSeparator()));
            if (!folder.exists()) {
                return List.of();
            }
            folder.open(Folder.READ_ONLY);
            List<String> ids = new ArrayList<>();
            for (Message mail : folder.getMessages()) {
                if (!mail.isSet(Flags.Flag.DELETED)) {
                    ids.add(header((MimeMessage) mail, "Message-ID"));
                }
            }
            folder.close(false);
            return ids;
        } catch (MessagingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void lies(String id, String in) {
        await().atMost(Duration.ofSeconds(20)).until(() -> folder(in).contains(id));
        assertThat(folder("INBOX")).doesNotContain(id);
    }

    @Test
    void aReplyWithTheTokenComesBackOntoTheTicketWithoutItsQuotes() {
        String id = unique();
        deliver("Petr Novák <" + address.toUpperCase() + ">", subject(), id, """
                Content-Type: text/plain; charset=utf-8

                It is the whole branch.

                On Mon, 23 Nov 2026 Desk wrote:
                > ## Please write your answer above this line ##
                > We are on it.
                """);

        JsonNode mail = reply();

        assertThat(inbound()).singleElement().satisfies(message -> {
            assertThat(message.path("body").asString()).isEqualTo("It is the whole branch.");
            assertThat(message.path("author").asString())
                    .isEqualTo(mail.path("contactId").asString());
        });
        lies(id, "Signalbox/Done");
        JsonNode entry = walk.timeline().path(walk.timeline().size() - 1);
        assertThat(entry.path("cause").path("source").asString()).isEqualTo("urn:signalbox:mail");
        assertThat(entry.path("occurredAt").asString()).isEqualTo("2026-11-23T09:00:00Z");
        assertThat(walk.timeline().toString()).doesNotContain(address).doesNotContain("whole branch");
        assertThat(api.get("agent", "/api/tickets/" + walk.number() + "/mail").text())
                .as("all its words stay within reach")
                .contains("> We are on it.");
        assertThat(mail.path("text").isNull()).as("and out of lists").isTrue();
    }

    @Test
    void aMailThatIsReadAgainIsAppliedOnce() {
        String id = unique();
        String mail = "\nOnce is enough.\n";
        deliver(address, subject(), id, mail);
        reply();
        lies(id, "Signalbox/Done");

        // As after a kill between the commit and the move, with and without the row that says so
        deliver(address, subject(), id, mail);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        folder("Signalbox/Done").stream().filter(id::equals).count() == 2);
        jdbc.sql("delete from mail_in where ticket = :ticket")
                .param("ticket", Long.valueOf(walk.number()))
                .update();
        deliver(address, subject(), id, mail);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        folder("Signalbox/Done").stream().filter(id::equals).count() == 3);

        assertThat(inbound()).hasSize(1);
        assertThat(incoming("ticket=" + walk.number())).hasSize(1);
        JsonNode entry = walk.timeline().path(walk.timeline().size() - 1);
        assertThat(api.get(
                                "operator",
                                "/api/events?source=urn:signalbox:mail&id="
                                        + entry.path("cause").path("id").asString())
                        .body()
                        .path("duplicates")
                        .asInt())
                .isEqualTo(2);
    }

    /** Renewed in each round. */
    private OffsetDateTime heldUntil() {
        return jdbc.sql("select held_until from mail_reader")
                .query(OffsetDateTime.class)
                .single();
    }

    @Test
    void aDatabaseThatFailsLeavesTheMailWhereItIs() {
        String id = unique();
        jdbc.sql("alter table mail_in rename to mail_in_away").update();
        try {
            deliver(address, subject(), id, "\nStill here.\n");
            OffsetDateTime then = heldUntil();
            await().atMost(Duration.ofSeconds(20)).until(() -> heldUntil().isAfter(then.plusSeconds(2)));
            assertThat(folder("INBOX")).contains(id);
        } finally {
            jdbc.sql("alter table mail_in_away rename to mail_in").update();
        }

        reply();
        lies(id, "Signalbox/Done");
        assertThat(inbound()).hasSize(1);
    }

    @Test
    void aReplyThatOnlyAnswersAMailOfOursFindsItsTicket() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !SERVER.received(address, walk.number()).isEmpty());
        String ours = header(SERVER.received(address, walk.number()).getFirst(), "Message-ID");

        deliver(address, "AW: Mailboxes", unique(), "In-Reply-To: " + ours + "\n\nWithout the token.\n");

        reply();
        assertThat(inbound())
                .extracting(message -> message.path("body").asString())
                .containsExactly("Without the token.");
        assertThat(header(SERVER.received(address, walk.number()).getFirst(), "X-Loop"))
                .isEqualTo("signalbox");
    }

    @Test
    void whoIsNoContactOfTheCustomerIsRefusedAndSeen() {
        String id = unique();
        String stranger = "stranger-" + UUID.randomUUID() + "@evil.cz";
        deliver(stranger, subject(), id, "\nPlease close it.\n");

        JsonNode mail = refused(stranger);

        assertThat(mail.path("reason").asString()).isEqualTo("its sender is no contact of the ticket's customer");
        assertThat(mail.path("ticket").asString()).isEqualTo(walk.number());
        assertThat(api.get("operator", "/api/mail/incoming/" + mail.path("id").asString())
                        .text())
                .contains("Please close it.");
        assertThat(api.get("agent", "/api/mail/incoming").status()).isEqualTo(403);
        lies(id, "Signalbox/Refused");
        assertThat(inbound()).isEmpty();

        // A contact of another customer is as foreign, and once it is ours the mail is taken when it is put back
        Walk.request(api, Map.of("customerId", "demo-bare-1", "contact", Map.of("name", "X", "email", stranger)));
        deliver(stranger, subject(), id, "\nPlease close it.\n");
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        folder("Signalbox/Refused").stream().filter(id::equals).count() == 2);
        assertThat(inbound()).isEmpty();
        Walk.request(api, Map.of("contact", Map.of("name", "X", "email", stranger)));
        deliver(stranger, subject(), id, "\nPlease close it.\n");
        reply();
        assertThat(inbound()).hasSize(1);
    }

    @Test
    void machinesNeverSpeakForACustomerAndNobodyAnswersThem() {
        int sent = SERVER.received(address, walk.number()).size();
        List<String> ids = new ArrayList<>();
        for (String header : List.of(
                "Auto-Submitted: auto-replied",
                "Precedence: bulk",
                "X-Auto-Response-Suppress: All",
                "X-Loop: signalbox")) {
            ids.add(unique());
            deliver(address, subject(), ids.getLast(), header + "\n\nI am on holiday.\n");
        }
        ids.forEach(id -> lies(id, "Signalbox/Refused"));

        assertThat(incoming("state=REFUSED&ticket=" + walk.number()))
                .hasSize(4)
                .allMatch(mail -> mail.path("reason").asString().startsWith("no person wrote it: "));
        assertThat(inbound()).isEmpty();
        assertThat(SERVER.received(address, walk.number())).hasSizeLessThanOrEqualTo(Math.max(sent, 1));
    }

    @Test
    void aWrongCheckDigitAnUnknownNumberAndNoTokenAreRefused() {
        long number = Long.parseLong(walk.number());
        String[] subjects = {
            "[CSP#" + (number + 1) + "]",
            "[CSP#99999999999999999]",
            "[CSP#1]",
            "Hello",
            "[CSP#" + number + "] [CSP#10000008]"
        };
        for (String subject : subjects) {
            String id = unique();
            deliver(address, subject, id, "\nHello.\n");
            lies(id, "Signalbox/Refused");
        }

        assertThat(incoming("state=REFUSED").stream()
                        .filter(mail -> mail.path("sender").asString("").equals(address))
                        .map(mail -> mail.path("reason").asString()))
                .containsExactlyInAnyOrder(
                        "the ticket number in its subject has a wrong check digit",
                        "the ticket number in its subject has a wrong check digit",
                        "the ticket number in its subject has a wrong check digit",
                        "it names no ticket: no token in its subject, and no mail of ours",
                        "its subject names several tickets");
        assertThat(inbound()).isEmpty();
    }

    @Test
    void aReplyToAResolvedTicketReopensItAndOneToAClosedTicketIsRefusedWithTheReason() {
        walk.healthy()
                .diagnosed("CONFIGURATION")
                .complete("resolve", Map.of("outcome", "FIXED", "solution", "Connector set again"))
                .is("RESOLVED");

        deliver(address, subject(), unique(), "\nIt is back again.\n");
        reply();
        await().untilAsserted(() -> walk.is("DIAGNOSING"));

        api.post("agent", "/api/tickets/" + walk.number() + "/withdraw", Map.of());
        String id = unique();
        deliver(address, subject(), id, "\nOne more thing.\n");

        assertThat(refused(address).path("reason").asString()).isEqualTo("The ticket is WITHDRAWN; ask for a new one");
        lies(id, "Signalbox/Refused");
    }

    @Test
    void aMailThatIsTooLargeOrHasNoWordsIsRefusedUnread() {
        String large = unique();
        deliver(address, subject(), large, "\n" + "x".repeat(300_000) + "\n");
        lies(large, "Signalbox/Refused");
        String empty = unique();
        deliver(address, subject(), empty, "\n \n");
        lies(empty, "Signalbox/Refused");

        assertThat(incoming("state=REFUSED&ticket=" + walk.number()))
                .extracting(mail -> mail.path("reason").asString())
                .containsExactly("it has no words", "it is larger than 204800 bytes");
    }

    @Test
    void twoReadersAtOnceLoseNoMailAndApplyEachOnce(@Autowired ApplicationContext context) {
        // both under one lease, as when a frozen node wakes and does not know yet that it lost it
        MailReader other = context.getAutowireCapableBeanFactory().createBean(MailReader.class);
        other.start();
        try {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.add(unique());
                deliver(address, subject(), ids.getLast(), "\nWord " + i + "\n");
            }
            ids.forEach(id -> lies(id, "Signalbox/Done"));
            assertThat(inbound()).hasSize(5);
        } finally {
            other.stop();
        }
    }

    @Test
    void oneNodeReadsAtATime(@Autowired ApplicationContext context, @Autowired ReaderLease mine) {
        ReaderLease other = context.getAutowireCapableBeanFactory().createBean(ReaderLease.class);

        await().atMost(Duration.ofSeconds(20)).until(mine::hold);
        assertThat(other.hold()).isFalse();
        jdbc.sql("update mail_reader set held_until = current_timestamp - interval '1' second")
                .update();
        assertThat(other.hold()).as("of a node that is gone").isTrue();
        assertThat(mine.hold()).isFalse();
        other.release();
        assertThat(mine.hold()).isTrue();
    }

    @Test
    void moreRepliesThanPeopleWriteAreALoop() {
        for (int i = 0; i < 22; i++) {
            deliver(address, subject(), unique(), "\nI am away, number " + i + "\n");
        }

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(incoming("ticket=" + walk.number()))
                .hasSize(22));
        assertThat(inbound()).hasSize(20);
        assertThat(refused(address).path("reason").asString())
                .isEqualTo("more than 20 came within an hour, as in a loop");
    }

    @Test
    void theStateTellsHowReadingStands() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode reading = api.get("operator", "/api/mail/state").body().path("reading");
            assertThat(reading.path("on").asBoolean()).isTrue();
            assertThat(reading.path("lastRound").isNull()).isFalse();
        });
    }
}
