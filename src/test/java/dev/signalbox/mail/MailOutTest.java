package dev.signalbox.mail;

import static dev.signalbox.support.MailServer.body;
import static dev.signalbox.support.MailServer.header;
import static dev.signalbox.support.MailServer.subject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.support.Api;
import dev.signalbox.support.Walk;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What leaves by SMTP, seen by a real server. */
class MailOutTest extends WithMailServer {

    private static final AtomicInteger PEOPLE = new AtomicInteger();

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Mails mails;

    Api api;
    String address;

    @BeforeEach
    void somebodyAtTheCustomer() {
        api = new Api(port);
        address = "eva%d@brno-logistics.cz".formatted(PEOPLE.incrementAndGet());
    }

    private Walk request(Map<String, ?> fields) {
        Map<String, Object> all = new HashMap<>(Map.of("contact", Map.of("name", "Eva Dvořáková", "email", address)));
        all.putAll(fields);
        return Walk.request(api, all);
    }

    private void write(Walk walk, String visibility, String body) {
        Api.Answer answer = api.post(
                "agent", "/api/tickets/" + walk.number() + "/messages", Map.of("visibility", visibility, "body", body));
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    private List<MimeMessage> received(Walk walk) {
        return SERVER.received(address, walk.number());
    }

    private List<MimeMessage> received(Walk walk, int count) {
        await().atMost(Duration.ofSeconds(20)).until(() -> received(walk).size() >= count);
        return received(walk);
    }

    /** The rows of the ticket's mails, oldest first. */
    private List<JsonNode> rows(Walk walk) {
        List<JsonNode> rows = new ArrayList<>();
        api.get("operator", "/api/mail?ticket=" + walk.number())
                .body()
                .path("items")
                .forEach(rows::addFirst);
        return rows;
    }

    private List<String> states(Walk walk) {
        return rows(walk).stream().map(row -> row.path("state").asString()).toList();
    }

    private void allSent(Walk walk) {
        await().atMost(Duration.ofSeconds(20)).until(() -> states(walk).stream().allMatch("SENT"::equals));
    }

    @Test
    void aCzechContactIsToldInCzechAndInOneThread() {
        jdbc.sql("update customer set language = 'cs' where id = 'demo-silver-1'")
                .update();
        Walk walk = request(Map.of("customerId", "demo-silver-1", "title", "Zmizely schránky"));
        write(walk, "PUBLIC", "Díváme se na to.\nOzveme se do hodiny.");

        List<MimeMessage> mails = received(walk, 2);
        MimeMessage first = mails.get(0);
        MimeMessage second = mails.get(1);

        assertThat(subject(first)).isEqualTo("[CSP#" + walk.number() + "] Zmizely schránky");
        assertThat(subject(second)).isEqualTo(subject(first));
        assertThat(body(first))
                .startsWith("## Odpověď prosím napište nad tento řádek ##\n\nVáš požadavek evidujeme pod číslem [CSP#")
                .contains("Doba podpory: po až pá 07:00 až 16:00 (Europe/Prague)", "Cena: v ceně smlouvy")
                .contains("Silverline IT", "Při odpovědi prosím ponechte v předmětu [CSP#" + walk.number() + "].");
        assertThat(body(second)).contains("Díváme se na to.\nOzveme se do hodiny.");
        assertThat(header(first, "Message-ID"))
                .matches("<" + walk.number() + "[.][0-9a-f-]{36}@signalbox-partner[.]cz>");
        assertThat(header(first, "In-Reply-To")).isEmpty();
        assertThat(header(second, "In-Reply-To")).isEqualTo(header(first, "Message-ID"));
        assertThat(header(second, "References")).isEqualTo(header(first, "Message-ID"));
        assertThat(header(first, "Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(header(second, "Auto-Submitted")).isEmpty();
        assertThat(header(first, "From")).isEqualTo("Silverline IT <desk@signalbox-partner.cz>");
        assertThat(header(first, "Reply-To")).isEqualTo("Silverline IT <support@silverline-it.example>");
        assertThat(header(first, "Content-Language")).isEqualTo("cs");
    }

    @Test
    void eachMailLeadsToItsTicketsStatusWithoutASignIn() throws Exception {
        Walk walk = request(Map.of("title", "Secret title"));
        String link = received(walk, 1).stream()
                .map(mail ->
                        body(mail).replaceAll("(?s).*without signing in: https://support.example.com(\\S+).*", "$1"))
                .findFirst()
                .orElseThrow();

        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + link))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).as(link).isEqualTo(200);
        assertThat(page.body()).contains("Request " + walk.number()).doesNotContain("Secret", "Eva");
    }

    @Test
    void anInternalNoteStaysInside() {
        Walk walk = request(Map.of());
        write(walk, "INTERNAL", "They forgot to pay.");
        write(walk, "PUBLIC", "We are on it.");

        assertThat(received(walk, 2)).hasSize(2).noneMatch(mail -> body(mail).contains("forgot to pay"));
        assertThat(rows(walk)).hasSize(2);
    }

    @Test
    void whatEndsTheTicketIsTold() {
        Walk walk = request(Map.of());
        api.post("agent", "/api/tickets/" + walk.number() + "/messages", Map.of("visibility", "PUBLIC", "body", "."));
        Walk other = request(Map.of("title", "The same again"));
        api.post("lead", "/api/tickets/" + walk.number() + "/merge", Map.of("into", other.number()));

        assertThat(body(received(walk, 3).getLast()))
                .contains("Your request is part of [CSP#" + other.number() + "] now");
    }

    @Test
    void whoWithdrewHearsNothingUnderWhateverContact() {
        Walk walk = request(Map.of());
        received(walk, 1);
        String contact = rows(walk).getFirst().path("contactId").asString();

        assertThat(api.post("agent", "/api/contacts/" + contact + "/withdraw", Map.of())
                        .status())
                .isEqualTo(403);
        assertThat(api.post("lead", "/api/contacts/" + contact + "/withdraw", Map.of("reason", "asked us to"))
                        .status())
                .isEqualTo(204);
        write(walk, "PUBLIC", "You should not read this.");
        Walk again = request(Map.of("contact", Map.of("name", "E. D.", "email", address.toUpperCase())));

        assertThat(states(walk)).containsExactly("SENT", "SUPPRESSED");
        assertThat(rows(again).getFirst().path("reason").asString()).isEqualTo("the contact withdrew");
        assertThat(api.get("operator", "/api/audit?kind=contacts&id=" + contact)
                        .body()
                        .path("items")
                        .path(0)
                        .toString())
                .contains("contact.withdrawn", "asked us to")
                .doesNotContain(address);

        api.post("operator", "/api/mail/" + rows(again).getFirst().path("id").asString() + "/resend", Map.of());
        await().until(() -> states(again).equals(List.of("SUPPRESSED")));
        assertThat(received(walk)).hasSize(1);
        assertThat(received(again)).isEmpty();
    }

    @Test
    void aServerThatComesBackGetsEachMailOnce() {
        SERVER.stop();
        Walk walk;
        try {
            walk = request(Map.of());
            write(walk, "PUBLIC", "Still here.");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> rows(walk).getFirst().path("attempts").asInt() >= 1);
            assertThat(states(walk)).containsExactly("QUEUED", "QUEUED");
            assertThat(rows(walk).getFirst().path("reason").asString()).contains("Connect");
        } finally {
            SERVER.start();
        }

        api.post("operator", "/api/demo/clock", Map.of("advance", "PT2M"));

        assertThat(received(walk, 2))
                .extracting(mail -> body(mail).contains("Still here."))
                .containsExactly(false, true);
        allSent(walk);
        api.post("operator", "/api/demo/clock", Map.of("advance", "PT2H"));
        write(walk, "PUBLIC", "The third.");
        assertThat(received(walk, 3)).hasSize(3);
    }

    @Test
    void aMailLeftBehindByADeadSenderIsNotSentAgainUntilSomebodySaysSo() {
        Walk walk = request(Map.of());
        received(walk, 1);
        allSent(walk);
        String id = rows(walk).getFirst().path("id").asString();
        jdbc.sql("update mail_out set state = 'SENDING', sent_at = null where id = :id")
                .param("id", id)
                .update();
        assertThat(api.post("operator", "/api/mail/" + id + "/resend", Map.of()).status())
                .as("being sent right now")
                .isEqualTo(409);

        api.post("operator", "/api/demo/clock", Map.of("advance", "PT15M"));
        write(walk, "PUBLIC", "Next.");
        assertThat(received(walk, 2)).hasSize(2);

        JsonNode left = rows(walk).getFirst();
        assertThat(left.path("state").asString()).isEqualTo("SENDING");
        assertThat(left.path("unknown").asBoolean()).isTrue();
        assertThat(left.path("reason").asString()).startsWith("Handed to the mail server, whose answer nobody heard");
        assertThat(api.get("operator", "/api/mail/state")
                        .body()
                        .path("mails")
                        .path("UNKNOWN")
                        .asInt())
                .isEqualTo(1);

        assertThat(api.post("agent", "/api/mail/" + id + "/resend", Map.of()).status())
                .isEqualTo(403);
        assertThat(api.post("operator", "/api/mail/" + id + "/resend", Map.of()).status())
                .isEqualTo(200);
        List<MimeMessage> all = received(walk, 3);
        assertThat(header(all.get(2), "Message-ID"))
                .as("receivers drop what they had already")
                .isEqualTo(header(all.get(0), "Message-ID"));
        allSent(walk);
        assertThat(api.post("operator", "/api/mail/" + id + "/resend", Map.of()).status())
                .isEqualTo(409);
    }

    @Test
    void manySendersSendEachMailOnce(
            @Autowired Postman postman, @Autowired org.springframework.context.ApplicationContext context) {
        List<Postman> others = List.of(
                context.getAutowireCapableBeanFactory().createBean(Postman.class),
                context.getAutowireCapableBeanFactory().createBean(Postman.class));
        others.forEach(Postman::start);
        try {
            Walk walk = request(Map.of());
            for (int i = 0; i < 20; i++) {
                write(walk, "PUBLIC", "Word " + i);
            }
            received(walk, 21);
            allSent(walk);
            assertThat(received(walk).stream().map(mail -> header(mail, "Message-ID")))
                    .hasSize(21)
                    .doesNotHaveDuplicates();
        } finally {
            others.forEach(Postman::stop);
        }
    }

    @Test
    void aTitleCannotWriteHeaders() {
        Walk walk = request(Map.of());
        received(walk, 1);
        jdbc.sql("update ticket set title = :title where number = :number")
                .param("title", "Down\r\nBcc: everybody@brno-logistics.cz\r\n\r\nHello")
                .param("number", Long.parseLong(walk.number()))
                .update();
        write(walk, "PUBLIC", "Hello");

        MimeMessage mail = received(walk, 2).getLast();

        assertThat(header(mail, "Bcc")).isEmpty();
        assertThat(subject(mail)).isEqualTo("[CSP#" + walk.number() + "] Down Bcc: everybody@brno-logistics.cz Hello");
        assertThat(SERVER.received("everybody@", walk.number())).isEmpty();
    }

    @Test
    void addressesThatCanOnlyBounceAreNotWrittenTo() {
        address = "somebody@brno.example";
        Walk walk = request(Map.of());

        assertThat(states(walk)).containsExactly("SUPPRESSED");
        assertThat(rows(walk).getFirst().path("reason").asString())
                .isEqualTo("the address is in a domain reserved for examples");
    }

    @Test
    void aTicketWithoutAContactSaysWhyNobodyIsWrittenTo() {
        Walk walk = Walk.request(api, Map.of());

        assertThat(rows(walk).getFirst().path("reason").asString()).isEqualTo("the ticket names no contact");
    }
}
