package dev.signalbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.signalbox.support.Desk;
import dev.signalbox.support.KafkaProcess;
import dev.signalbox.support.PageClient;
import dev.signalbox.support.PostgresServer;
import dev.signalbox.support.PostgresServer.Database;
import dev.signalbox.support.RoundRobin;
import dev.signalbox.support.SignalboxProcess;
import dev.signalbox.support.Walk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people at their desks, two nodes behind a balancer that knows no stickiness, and one of the nodes killed. */
class TwoNodesIT {

    private static final String HELD = "Held back while a node dies";

    private static final LocatorAssertions.ContainsTextOptions SOON =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

    @Test
    void theDeskGoesOnWithoutANewSignInAndWithoutALostSaveWhenANodeIsKilled(@TempDir Path directory) throws Exception {
        Database database = PostgresServer.freshDatabase(TwoNodesIT.class);
        try (KafkaProcess kafka = KafkaProcess.start()) {
            // one after the other: the demo world's accounts are made by the first
            try (SignalboxProcess one = node(directory, "one", database, kafka);
                    SignalboxProcess two = node(directory, "two", database, kafka);
                    RoundRobin balancer = new RoundRobin(List.of(one.port(), two.port()));
                    Desk desk = new Desk()) {
                oneSession(one, two);
                goesOn(desk, balancer.address(), one, two);
            }
        }
    }

    /** What one node lets in or shuts out, the other one does too, with the next click. */
    private static void oneSession(SignalboxProcess one, SignalboxProcess two) {
        two.api().agent("two-nodes", Map.of("displayName", "Lead for a while", "role", "LEAD"));
        PageClient onOne =
                new PageClient(one.port()).signIn("two-nodes", two.api().passwordOf("two-nodes"));
        PageClient onTwo = new PageClient(two.port()).withSession(onOne.session());
        assertThat(onTwo.get("/board").status()).isEqualTo(200);

        two.api().put("operator", "/api/agents/two-nodes", Map.of("displayName", "Agent again", "role", "AGENT"));
        assertThat(onOne.get("/board").status()).isEqualTo(403);
        assertThat(onTwo.get("/board").status()).isEqualTo(403);

        assertThat(onOne.get("/").status()).isEqualTo(200);
        onOne.post("/logout", Map.of(), true);
        assertThat(onTwo.get("/").location()).contains("/login");
    }

    private static void goesOn(Desk desk, String address, SignalboxProcess one, SignalboxProcess two) {
        Walk walk = Walk.request(two.api(), Map.of("title", "Across two nodes"));
        Page agent = signedIn(desk, address, "agent");
        Page lead = signedIn(desk, address, "lead");
        agent.navigate("/tickets/" + walk.number());
        lead.navigate("/tickets/" + walk.number());
        assertThat(agent.locator("#others")).containsText("Petr Vaněk", SOON);
        assertThat(lead.locator("#others")).containsText("Jana Kopecká", SOON);

        List<String> saved = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            if (i == 5) {
                reply(agent, HELD);
                one.kill();
            }
            String note = "Note " + i + " of twelve";
            note(agent, walk.number(), note);
            saved.add(note);
        }

        assertThat(agent.locator(".timeline .internal")).hasCount(12);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(messages(two, walk)).contains(HELD));
        saved.add(HELD);
        String told = messages(two, walk);
        assertThat(saved).allSatisfy(note -> assertThat(told.split(note, -1)).hasSize(2));
        // the other window was never touched: its stream found the node that is left, and so did presence
        assertThat(lead.locator(".timeline")).containsText("Note 11 of twelve", SOON);
        assertThat(lead.locator("#others")).containsText("Jana Kopecká", SOON);
        lead.navigate("/board");
        assertThat(lead.locator("h1")).hasText("Board");
    }

    private static String messages(SignalboxProcess node, Walk walk) {
        return node.api()
                .get("lead", "/api/tickets/" + walk.number() + "/messages")
                .text();
    }

    /** Writes to the customer; it is held back for a while, so that it can be undone. */
    private static void reply(Page page, String text) {
        page.check(".composer [value=reply]");
        page.fill("#composer", text);
        page.click(".composer button.primary");
        assertThat(page.locator("[data-held]")).containsText(text);
    }

    /** Writes a note, and once more where the page says that the first did not get through. */
    private static void note(Page page, String ticket, String text) {
        try {
            write(page, text);
        } catch (PlaywrightException | AssertionError broken) {
            page.navigate("/tickets/" + ticket);
            if (!page.locator(".timeline").innerText().contains(text)) {
                write(page, text);
            }
        }
    }

    private static void write(Page page, String text) {
        page.check(".composer [value=note]");
        page.fill("#composer", text);
        page.click(".to-note");
        assertThat(page.locator(".timeline .internal").last()).containsText(text);
    }

    private static Page signedIn(Desk desk, String address, String account) {
        Page page = desk.window(address);
        page.navigate("/login");
        page.fill("[name=username]", account);
        page.fill("[name=password]", "demo");
        page.click("button.primary");
        assertThat(page.locator(".desk")).isVisible();
        return page;
    }

    private static SignalboxProcess node(Path directory, String name, Database database, KafkaProcess kafka) {
        try {
            return SignalboxProcess.in(Files.createDirectories(directory.resolve(name)))
                    .with("spring.datasource.url", database.url())
                    .with("spring.datasource.username", database.username())
                    .with("spring.datasource.password", database.password())
                    .with("signalbox.broker.embedded", "false")
                    .with("spring.kafka.bootstrap-servers", kafka.address())
                    .with("signalbox.seal.key", "YSBrZXkgZm9yIHJ1bnMsIGFuZCBubyBvdGhlciB1c2U=")
                    .with("signalbox.demo", "true")
                    .with("signalbox.demo-tickets", "false")
                    .start();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
