package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.Browsing;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Script in whatever can be typed, mailed, imported or sent is text on every page that shows it. */
@SignalboxTest
class StoredScriptTest extends Browsing {

    private static final String ATTACK =
            "<script>window.__xss=1</script><img src=x onerror=window.__xss=2>\"'><svg onload=window.__xss=3>${7*7}[[${7*7}]]";

    @Autowired
    JdbcClient jdbc;

    @Test
    void scriptInEveryFieldIsTextOnEveryPage() {
        String customer = "script-1";
        put(
                "/api/customers/" + customer,
                Map.of(
                        "name",
                        ATTACK,
                        "partnerId",
                        "demo-direct",
                        "tenantId",
                        "7d1c1a52-6f0f-4d83-9a3b-0d2f5b6c7e11",
                        "domain",
                        "script.example",
                        "country",
                        "CZ",
                        "timeZone",
                        "Europe/Prague"));
        put("/api/contacts/script-1", Map.of("customerId", customer, "name", ATTACK, "email", "script@script.example"));
        put("/api/teams/script-1", Map.of("name", ATTACK, "partnerId", "demo-direct"));
        put("/api/queues/script-1", Map.of("name", ATTACK, "partnerId", "demo-direct"));
        put("/api/agents/script-1", Map.of("displayName", ATTACK, "role", "AGENT"));
        put(
                "/api/text-modules/script-1",
                Map.of(
                        "name",
                        ATTACK,
                        "language",
                        "en",
                        "partnerId",
                        "demo-direct",
                        "body",
                        ATTACK.replace("{7*7}", "")));
        Walk walk = Walk.request(
                api,
                Map.of(
                        "customerId",
                        customer,
                        "title",
                        ATTACK,
                        "description",
                        ATTACK,
                        "externalReference",
                        "ref-" + ATTACK.length()));
        String ticket = "/api/tickets/" + walk.number();
        walk.replies(ATTACK);
        ok(api.post("agent", ticket + "/messages", Map.of("visibility", "INTERNAL", "body", ATTACK)));
        ok(api.post("agent", ticket + "/messages", Map.of("visibility", "PUBLIC", "body", ATTACK)));
        ok(api.post("agent", ticket + "/work", Map.of("minutes", 5, "note", ATTACK)));
        ok(api.post("agent", ticket + "/opportunities", Map.of("service", ATTACK, "note", ATTACK)));
        ok(api.post("lead", ticket + "/correct", Map.of("businessImpact", "MINIMAL", "reason", ATTACK)));
        ok(api.post(
                "lead",
                ticket + "/decisions/issue-class/override",
                Map.of("outputs", Map.of("issueClass", "ADVISORY"), "reason", ATTACK)));
        ok(api.post("lead", ticket + "/split", Map.of("title", ATTACK, "description", ATTACK, "reason", ATTACK)));
        ok(api.post(
                "lead", ticket + "/move", Map.of("stage", "AWAITING_CUSTOMER", "question", ATTACK, "reason", ATTACK)));
        String letter = deadLetter();
        jdbc.sql("""
                insert into mail_in (id, event_id, partner_id, customer_id, state, reason, sender, subject, body, attachments, read_at)
                values ('script-1', 'script-1', 'demo-direct', :customer, 'REFUSED', :attack, :attack, :attack, :attack, 0, current_timestamp)""").param("customer", customer).param("attack", ATTACK).update();

        List<String> ran = new ArrayList<>();
        signIn("lead");
        look(
                ran,
                "/",
                "/?q=" + walk.number(),
                "/board",
                "/customers",
                "/customers/" + customer,
                "/texts",
                "/texts?id=script-1",
                "/tickets/new?customer=" + customer,
                "/tickets/" + walk.number(),
                "/tickets/" + walk.number() + "/correct",
                "/tickets/" + walk.number() + "/move",
                "/tickets/" + walk.number() + "/split",
                "/tickets/" + walk.number() + "/merge",
                "/tickets/" + walk.number() + "/picture");
        signIn("operator");
        look(
                ran,
                "/operations",
                "/operations/dead-letters/" + letter,
                "/audit",
                "/data/customers",
                "/data/customers/" + customer,
                "/data/contacts/script-1",
                "/data/teams",
                "/data/queues",
                "/data/agents",
                "/data/agents/script-1",
                "/data/text-modules",
                "/data/customers/" + customer + "/work");

        // nobody else's test meets them
        put("/api/agents/script-1", Map.of("displayName", ATTACK, "role", "AGENT", "active", false));
        assertThat(ran).isEmpty();
        complaints.removeIf(complaint -> complaint.contains("status of 404"));
    }

    private void look(List<String> ran, String... paths) {
        for (String path : paths) {
            assertThat(page.navigate(path).status()).as(path).isEqualTo(200);
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })");
            if (page.evaluate("window.__xss ?? null") != null) {
                ran.add(path);
            }
            if (page.locator("main script:not([src]), main img[src=x], main svg[onload]")
                            .count()
                    > 0) {
                ran.add(path + " holds its markup");
            }
            if (page.content().contains("49[[") || page.content().contains("[[49]]")) {
                ran.add(path + " evaluated an expression");
            }
        }
    }

    private void put(String path, Map<String, ?> body) {
        ok(api.put("operator", path, body));
    }

    private static void ok(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 202);
    }

    private String deadLetter() {
        api.raw(
                "operator",
                "/api/events",
                ("{\"customerId\": \"nobody\", \"title\": \"<script>window.__xss=4</script>\", \"description\": \"x\","
                                + " \"reportedCategory\": \"OTHER\"}")
                        .getBytes(StandardCharsets.UTF_8),
                "application/json",
                "ce-specversion",
                "1.0",
                "ce-id",
                "script-1",
                "ce-source",
                "urn:script",
                "ce-subject",
                "SCRIPT-1",
                "ce-type",
                "dev.signalbox.ticket.requested.v1");
        return api.get("operator", "/api/events?source=urn:script&id=script-1")
                .body()
                .path("deadLetter")
                .asString();
    }
}
