package dev.signalbox.mail;

import static dev.signalbox.support.MailServer.body;
import static dev.signalbox.support.MailServer.header;
import static dev.signalbox.support.MailServer.subject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.clock.ProductClock;
import dev.signalbox.support.Api;
import dev.signalbox.support.Walk;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever is on call is paged by a mail that a real server takes; with nobody on call the lead is. */
class PagingTest extends WithMailServer {

    private static final Duration BUDGET = Duration.ofSeconds(60);

    @LocalServerPort
    int port;

    @Autowired
    ProductClock clock;

    @Autowired
    JdbcClient jdbc;

    Api api;
    String name;

    @BeforeEach
    void people() {
        api = new Api(port);
        name = "page-" + UUID.randomUUID().toString().substring(0, 8);
        jdbc.sql("delete from on_call_shift").update();
        jdbc.sql("update account set email = null where role = 'LEAD'").update();
        person(name, "AGENT", "cs");
        person(name + "-lead", "LEAD", "en");
    }

    @Test
    void whoeverIsOnCallIsPagedThenTheLeadUntilSomebodyAcknowledges() {
        shift(name, Duration.ofHours(-1), Duration.ofDays(1));
        Walk walk = Walk.request(api, Map.of("customerId", "demo-provider-1"));

        clock.advance(Duration.ofMinutes(61));

        MimeMessage page = received(name, walk, 1).getFirst();
        assertThat(subject(page)).isEqualTo("[CSP#" + walk.number() + "] Pohotovost: první odpověď: termín zmeškán");
        assertThat(body(page)).contains("Mailboxes disappear", walk.number(), "závažnost B");
        assertThat(header(page, "Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(received(name + "-lead", walk)).isEmpty();

        clock.advance(Duration.ofMinutes(31));

        assertThat(subject(received(name + "-lead", walk, 1).getFirst()))
                .isEqualTo("[CSP#" + walk.number() + "] Yours to lead: first response is broken");
        assertThat(api.post("agent", "/api/tickets/" + walk.number() + "/acknowledge", Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(api.get("operator", "/api/mail?ticket=" + walk.number()).text())
                .contains("\"account\":\"" + name + "\"");
    }

    @Test
    void withNobodyOnCallTheLeadIsPaged() {
        shift(name, Duration.ofDays(-2), Duration.ofDays(-1));
        Walk walk = Walk.request(api, Map.of("customerId", "demo-provider-1"));

        clock.advance(Duration.ofMinutes(61));

        assertThat(subject(received(name + "-lead", walk, 1).getFirst()))
                .contains("You are paged: first response is broken");
        assertThat(received(name, walk)).isEmpty();
    }

    @Test
    void aShiftThatEndsBeforeItBeginsIsRefused() {
        Api.Answer refused = api.put(
                "operator",
                "/api/on-call-shifts/" + name,
                Map.of(
                        "partnerId", "demo-provider",
                        "agent", name,
                        "from", "2026-11-24T07:00:00Z",
                        "to", "2026-11-23T17:00:00Z"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("a time after from");
    }

    private void person(String id, String role, String language) {
        Api.Answer answer = api.put(
                "operator",
                "/api/agents/" + id,
                Map.of(
                        "displayName",
                        "Petra Pohotová",
                        "role",
                        role,
                        "partnerId",
                        "demo-provider",
                        "email",
                        id + "@signalbox-partner.cz",
                        "language",
                        language));
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    private void shift(String agent, Duration from, Duration to) {
        Api.Answer answer = api.put(
                "operator",
                "/api/on-call-shifts/" + agent,
                Map.of(
                        "partnerId",
                        "demo-provider",
                        "agent",
                        agent,
                        "from",
                        clock.instant().plus(from).toString(),
                        "to",
                        clock.instant().plus(to).toString()));
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }

    private static List<MimeMessage> received(String who, Walk walk) {
        return SERVER.received(who + "@signalbox-partner.cz", walk.number());
    }

    private static List<MimeMessage> received(String who, Walk walk, int count) {
        await().atMost(BUDGET).until(() -> received(who, walk).size() >= count);
        return received(who, walk);
    }
}
