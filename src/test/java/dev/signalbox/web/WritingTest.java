package dev.signalbox.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import dev.signalbox.support.Api;
import dev.signalbox.support.Browsing;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writing on a ticket: notes, replies that can be undone, texts and files. */
@SignalboxTest
class WritingTest extends Browsing {

    private static final String SCRIPT =
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>window.__xss=1</script></svg>";

    @Autowired
    JdbcClient jdbc;

    @Test
    void aReplyTakenBackInTimeNeverLeavesAndComesBackToItsAuthor() {
        Walk walk = Walk.request(api, Map.of());
        int mails = mails(walk);
        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        page.fill("#composer", "Wrong window, sorry");
        page.click(".to-customer");
        // a slow machine must not decide this test
        jdbc.sql("update held_back set due_at = due_at + interval '90' second where ticket = :ticket")
                .param("ticket", Long.valueOf(walk.number()))
                .update();

        Locator held = page.locator(".timeline .held");
        assertThat(held).containsText("Wrong window, sorry");
        assertThat(held).containsText("leaves in");
        assertThat(messages("customer", walk)).doesNotContain("Wrong window");
        accessible();
        page.click("[data-undo]");

        assertThat(page.locator("[role=status]")).hasText("Taken back; nothing has left.");
        assertThat(page.locator("#composer")).hasValue("Wrong window, sorry");
        assertThat(held).hasCount(0);
        await().during(Duration.ofSeconds(12))
                .atMost(Duration.ofSeconds(30))
                .until(() -> mails(walk) == mails
                        && !messages("lead", walk).contains("Wrong window")
                        && !messages("customer", walk).contains("Wrong window"));
    }

    @Test
    void aReplyLeavesByItselfOnceAndAWithdrawalToo() {
        Walk walk = Walk.request(api, Map.of());
        int mails = mails(walk);
        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        page.fill("#composer", "We are on it");
        page.press("#composer", "Control+Enter");
        assertThat(page.locator(".timeline .held")).isVisible();
        page.locator(".timeline .outbound:not(.held):has-text('We are on it')")
                .waitFor(new Locator.WaitForOptions().setTimeout(40_000));

        assertThat(page.locator(".timeline .held")).hasCount(0);
        assertThat(messages("customer", walk)).containsOnlyOnce("We are on it");
        assertThat(mails(walk)).isEqualTo(mails + 1);
        assertThat(api.get("lead", "/api/tickets/" + walk.number() + "/timeline")
                        .text())
                .contains("\"actor\":\"agent\"");

        page.click("summary:has-text('Withdraw the ticket')");
        page.click("text=Withdraw >> nth=-1");
        assertThat(page.locator(".timeline .held")).containsText("Withdrawal by agent");
        walk.is("DIAGNOSING");
        await().atMost(Duration.ofSeconds(40)).until(() -> walk.state().equals("WITHDRAWN"));
    }

    @Test
    void aNoteLooksLikeNoReplyAndIsSavedAtOnce() {
        Walk walk = Walk.request(api, Map.of());
        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        Locator composer = page.locator(".composer");
        String asReply = (String) composer.evaluate("one => getComputedStyle(one).backgroundColor");
        assertThat(page.locator(".to-note")).isHidden();
        page.keyboard().press("x");
        page.keyboard().type("The customer forgot to pay");

        assertThat(page.locator(".to-customer")).isHidden();
        assertThat((String) composer.evaluate("one => getComputedStyle(one).backgroundColor"))
                .isNotEqualTo(asReply);
        accessible();
        page.keyboard().press("Control+Enter");
        assertThat(page.locator(".timeline .internal").last()).containsText("The customer forgot to pay");
        assertThat(messages("customer", walk)).doesNotContain("forgot to pay");
    }

    @Test
    void aLeadKeepsTextsAndAnAgentInsertsThemFilled() {
        Walk walk = Walk.request(
                api,
                Map.of(
                        "title",
                        "Printer",
                        "contact",
                        Map.of("name", "Eva Malá", "email", "eva@brnologistics.example")));
        signIn("lead");
        page.navigate("/texts");
        page.fill("[name=externalId]", "greeting-cs");
        page.fill("[name=name]", "Pozdrav");
        page.fill("[name=language]", "cs");
        page.selectOption("[name=partnerId]", "demo-direct");
        page.fill("[name=body]", "Dobrý den, {contact}, o {nonsense} {number} víme.");
        page.click("text=Save");
        assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
                .containsText("{nonsense}");
        page.fill("[name=body]", "Dobrý den, {contact}, o {number} víme. {agent}");
        page.click("text=Save");
        assertThat(page.locator("[role=status]")).hasText("Saved.");
        accessible();

        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        page.selectOption(
                "[data-insert]", new com.microsoft.playwright.options.SelectOption().setLabel("Pozdrav (CS)"));
        assertThat(page.locator("#composer"))
                .hasValue("Dobrý den, Eva Malá, o [CSP#" + walk.number() + "] víme. Jana Kopecká");
        assertThat(api.put(
                                "agent",
                                "/api/text-modules/mine",
                                Map.of("name", "x", "language", "en", "partnerId", "demo-direct", "body", "x"))
                        .status())
                .isEqualTo(403);
        assertThat(api.get("agent", "/api/text-modules/greeting-cs")
                        .body()
                        .path("language")
                        .asString())
                .isEqualTo("cs");
    }

    @Test
    void aFileIsReadByWhoMayReadItsMessageAndItsScriptNeverRuns() {
        Walk walk = Walk.request(api, Map.of());
        Walk foreign = Walk.request(api, Map.of("customerId", "demo-direct-2"));
        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        page.keyboard().press("x");
        page.fill("#composer", "What they sent");
        page.setInputFiles(
                "[name=files]",
                new FilePayload(
                        "pic<b>ture.svg".replace("<b>", ""), "image/svg+xml", SCRIPT.getBytes(StandardCharsets.UTF_8)));
        page.click(".to-note");
        Locator link = page.locator(".files a");
        assertThat(link).hasText("picture.svg");
        String path = link.getAttribute("href");
        String id = path.substring(path.lastIndexOf('/') + 1);

        var answer = page.request().get(path);
        assertThat(answer.headers()).containsEntry("content-type", "application/octet-stream");
        assertThat(answer.headers().get("content-disposition")).startsWith("attachment");
        assertThat(answer.headers()).containsEntry("x-content-type-options", "nosniff");
        assertThat(answer.text()).isEqualTo(SCRIPT);
        page.setContent("<iframe src='http://127.0.0.1:" + port + path + "'></iframe>");
        assertThat(page.evaluate("window.__xss")).isNull();
        complaints.clear();

        String file = "/api/tickets/" + walk.number() + "/attachments/" + id;
        assertThat(api.get("lead", file).status()).isEqualTo(200);
        // it came with an internal note
        assertThat(api.get("customer", file).text().replace(id, ""))
                .isEqualTo(api.get("customer", "/api/tickets/" + walk.number() + "/attachments/none")
                        .text()
                        .replace("none", ""));
        assertThat(api.get("customer", file).status()).isEqualTo(404);
        assertThat(api.get("customer", "/api/tickets/" + foreign.number() + "/attachments")
                        .status())
                .isEqualTo(404);
        assertThat(api.get("lead", "/api/tickets/" + foreign.number() + "/attachments/" + id)
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "run.exe, MZ, of one of the kinds",
        "fine.pdf, MZ, what the name fine.pdf says",
        "fine.txt, #!/bin/sh, what the name fine.txt says",
        "noend, text, of one of the kinds",
        ".bashrc, text, a file name",
        "../up.txt, text, a file name",
        "empty.txt, '', 1 byte to 10 MiB"
    })
    void aFileThatDoesNotFitIsRefusedByNameTypeOrSize(String name, String content, String expected) {
        Walk walk = Walk.request(api, Map.of());

        Api.Answer answer = attach("agent", walk.number(), name, content);

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.text()).contains(expected);
        assertThat(api.get("agent", "/api/tickets/" + walk.number() + "/attachments")
                        .body()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void aCustomersFileComesWithItsWordsAndItsOwnAreItsAlone() {
        Walk walk = Walk.request(api, Map.of());

        Api.Answer answer = attach("customer", walk.number(), "log.txt", "2026-11-26 broken");

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        String id = answer.body().path("items").path(0).path("id").asString();
        assertThat(api.get("customer", "/api/tickets/" + walk.number() + "/attachments/" + id)
                        .text())
                .isEqualTo("2026-11-26 broken");
        api.post(
                "lead",
                "/api/tickets/" + walk.number() + "/correct",
                Map.of("customerId", "demo-direct-2", "reason", "Another company of the same name"));
        assertThat(api.get("customer", "/api/tickets/" + walk.number() + "/attachments/" + id)
                        .status())
                .isEqualTo(404);
    }

    private Api.Answer attach(String account, String number, String name, String content) {
        String body = "--cut\r\nContent-Disposition: form-data; name=\"body\"\r\n\r\nSee the file\r\n"
                + "--cut\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name
                + "\"\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n--cut--\r\n";
        return api.raw(
                account,
                "/api/tickets/" + number + "/attachments",
                body.getBytes(StandardCharsets.UTF_8),
                "multipart/form-data; boundary=cut");
    }

    private String messages(String account, Walk walk) {
        return api.get(account, "/api/tickets/" + walk.number() + "/messages").text();
    }

    private int mails(Walk walk) {
        return api.get("operator", "/api/mail?ticket=" + walk.number())
                .body()
                .path("total")
                .asInt();
    }
}
