package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.PageClient;
import dev.signalbox.support.SignalboxTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Sessions: begun anew when somebody signs in, over when they sign out, and never more than the account is now. */
@SignalboxTest
class SessionTest {

    @LocalServerPort
    int port;

    Api api;

    @BeforeEach
    void client() {
        api = new Api(port);
    }

    @Test
    void aSessionGivenToSomebodyBeforeSigningInIsWorthNothingAfter() {
        PageClient victim = new PageClient(port);
        victim.get("/login");
        String planted = victim.session();
        victim.signIn("agent", "demo");

        assertThat(victim.session()).isNotEqualTo(planted);
        PageClient attacker = new PageClient(port).withSession(planted);
        assertThat(attacker.get("/").location()).contains("/login");
        assertThat(victim.get("/").status()).isEqualTo(200);
    }

    @Test
    void whoSignedOutIsOutWithTheOldSessionToo() {
        PageClient client = new PageClient(port).signIn("agent", "demo");
        String session = client.session();
        assertThat(client.get("/").status()).isEqualTo(200);

        client.post("/logout", Map.of(), true);

        assertThat(new PageClient(port).withSession(session).get("/").location())
                .contains("/login");
    }

    @Test
    void aRoleTakenAwayIsGoneWithTheNextClick() {
        api.agent("session-lead", Map.of("displayName", "Lead for a while", "role", "LEAD"));
        PageClient client = new PageClient(port).signIn("session-lead", api.passwordOf("session-lead"));
        assertThat(client.get("/board").status()).isEqualTo(200);

        api.put("operator", "/api/agents/session-lead", Map.of("displayName", "Agent again", "role", "AGENT"));

        assertThat(client.get("/board").status()).isEqualTo(403);
        assertThat(client.get("/").status()).isEqualTo(200);
    }

    @Test
    void anUnknownAccountIsAnsweredLikeAWrongPassword() {
        PageClient.Answer unknown = tried("nobody-" + System.nanoTime());
        PageClient.Answer wrong = tried("agent");

        assertThat(unknown).isEqualTo(wrong);
        assertThat(wrong.location()).endsWith("/login?error");
    }

    private PageClient.Answer tried(String account) {
        PageClient client = new PageClient(port);
        client.remember(client.get("/login").text());
        return client.post("/login", Map.of("username", account, "password", "wrong"), true);
    }
}
