package dev.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Erasing a person reaches whatever came in about it. */
@SignalboxTest
class ForgettingTest {

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    Api api;
    String email;
    String name;

    @BeforeEach
    void client() {
        api = new Api(port);
        String some = UUID.randomUUID().toString().substring(0, 8);
        email = some + "@example.org";
        name = "Zdeňka " + some;
    }

    @Test
    void nothingNamesThePersonAnyMoreAndAReplayBringsNobodyBack() {
        Map<String, ?> contact = Map.of("name", name, "email", email, "phone", "+420 555 " + name.hashCode());
        Walk walk = Walk.request(
                api, Map.of("contact", contact, "description", name + " cannot sign in as " + email.toUpperCase()));
        api.post(
                "agent",
                "/api/tickets/" + walk.number() + "/messages",
                Map.of("visibility", "INTERNAL", "body", "Called " + name + "."));
        String files = "/api/tickets/" + walk.number() + "/case/attachments";
        assertThat(api.raw("agent", files + "?name=trace.txt", name.getBytes(StandardCharsets.UTF_8), "text/plain")
                        .status())
                .isEqualTo(201);
        String source = "urn:forget:" + UUID.randomUUID();
        api.event(
                source,
                "dead",
                "ticket.requested",
                "F",
                Map.of(
                        "customerId", "nobody",
                        "title", "T",
                        "description", "D",
                        "reportedCategory", "OTHER",
                        "contact", contact));
        api.event(source, "parked", "ticket.customer-replied", "early-" + source, Map.of("body", "Write to " + email));
        String id = jdbc.sql("select id from contact where email = :email")
                .param("email", email)
                .query(String.class)
                .single();
        String letter = jdbc.sql("select id from dead_letter where source = :source")
                .param("source", source)
                .query(String.class)
                .single();

        assertThat(api.post("agent", "/api/contacts/" + id + "/erase", Map.of()).status())
                .isEqualTo(403);
        assertThat(api.post("manager", "/api/contacts/" + id + "/erase", Map.of("reason", "Asked for"))
                        .status())
                .isEqualTo(204);

        assertThat(jdbc.sql("select name, phone from contact where id = :id")
                        .param("id", id)
                        .query()
                        .singleRow())
                .containsEntry("name", "[erased]")
                .containsEntry("phone", null);
        assertThat(jdbc.sql("select body from message where ticket = :ticket")
                        .param("ticket", Long.valueOf(walk.number()))
                        .query(String.class)
                        .list())
                .contains("[erased]", "Called [erased].")
                .noneMatch(body -> body.contains(name)
                        || body.toLowerCase(java.util.Locale.ROOT).contains(email));
        assertThat(api.get("agent", files).text()).doesNotContain("trace.txt");
        assertThat(api.get("operator", "/api/events?source=" + source + "&id=parked")
                        .body()
                        .path("result")
                        .asString())
                .isEqualTo("EXPIRED");
        Api.Answer again = api.post("operator", "/api/dead-letters/" + letter + "/replay", Map.of());
        assertThat(again.body().path("result").asString()).isEqualTo("REJECTED");
        assertThat(again.text()).contains("it left after its time, or with the person it named");
        assertThat(jdbc.sql("select count(*) from contact where email = :email")
                        .param("email", email)
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("select reason from audit where action = 'contact.erased' and subject = :id")
                        .param("id", id)
                        .query(String.class)
                        .single())
                .isEqualTo("Asked for");
    }
}
