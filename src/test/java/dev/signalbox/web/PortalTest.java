package dev.signalbox.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import dev.signalbox.support.Browsing;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a customer does and sees, signed in and by a status link. */
@SignalboxTest
class PortalTest extends Browsing {

    @Test
    void aCustomerOpensRepliesConfirmsAndRates() {
        signIn("customer");
        page.navigate("/tickets/new");
        assertThat(page.locator("aside.side h2").first()).hasText("Current outages");
        assertThat(page.locator("aside.side")).containsText("Terms of support");
        page.fill("[name=title]", "Our mailboxes");
        page.fill("[name=description]", "They vanish");
        page.selectOption("[name=reportedCategory]", "SERVICE_ERROR");
        page.selectOption("[name=productFamily]", "M365");
        page.selectOption("[name=businessImpact]", "MODERATE");
        page.click("text=File the ticket");
        Walk walk = Walk.of(api, page.locator("[data-ticket]").getAttribute("data-ticket"));
        assertThat(page.locator(".facts").first()).containsText("Next move Agent");
        page.fill("#composer", "Also the calendars");
        page.click(".composer button.primary");
        assertThat(page.locator(".timeline .inbound").last()).containsText("Also the calendars");

        walk.healthy()
                .diagnosed("CONFIGURATION")
                .complete("resolve", Map.of("outcome", "FIXED", "solution", "Restarted"));
        page.reload();
        page.selectOption(".side [name=solved]", "true");
        page.click("text=Complete the step");
        assertThat(page.locator(".line .at")).hasText("Ended");

        page.check("[name=score][value='4']");
        accessible();
        page.click("text=Say so");
        assertThat(page.locator("[role=status]")).hasText("Thank you.");
        assertThat(page.locator("[name=score]")).hasCount(0);
        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        assertThat(page.locator(".side")).containsText("The customer gave 4 of 5");
        assertThat(page.locator(".timeline")).containsText("Rated 4 of 5");
    }

    @Test
    void aStatusLinkOpensOneTicketsStateAndNothingElse() {
        Walk walk = Walk.request(api, Map.of("title", "Secret title", "description", "Secret words"));
        Walk other = Walk.request(api, Map.of());
        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        page.click("summary:has-text('Status link')");
        String link = page.locator("a[href^='/status/']").getAttribute("href");
        context.clearCookies();

        Response open = page.navigate(link);
        assertThat(open.status()).isEqualTo(200);
        assertThat(page.locator("h1")).hasText("Request " + walk.number());
        assertThat(page.locator(".facts")).containsText("Diagnosing");
        assertThat(page.locator("body")).not().containsText("Secret");
        assertThat(page.locator("body")).not().containsText("Brno Logistics");
        assertThat(open.headers().get("referrer-policy")).isEqualTo("no-referrer");
        accessible();
        page.navigate("/tickets/" + walk.number());
        assertThat(page).hasURL(java.util.regex.Pattern.compile("/login$"));

        String mark = link.substring(link.lastIndexOf('.') + 1);
        String until = link.split("[.]")[1];
        String unknown = page.navigate("/status/10000008." + until + "." + mark).text();
        for (String wrong : List.of(
                "/status/" + other.number() + "." + until + "." + mark,
                "/status/" + walk.number() + "." + (Long.parseLong(until) + 1) + "." + mark,
                link + "x",
                "/status/" + walk.number(),
                "/status/x")) {
            Response answer = page.navigate(wrong);
            assertThat(answer.status()).as(wrong).isEqualTo(404);
            assertThat(answer.text()).as(wrong).isEqualTo(unknown);
        }
        api.post(
                "lead",
                "/api/tickets/" + walk.number() + "/correct",
                Map.of("customerId", "demo-direct-2", "reason", "Somebody else's"));
        assertThat(page.navigate(link).status()).isEqualTo(404);
        complaints.removeIf(complaint -> complaint.contains("status of 404"));
    }

    @Test
    void whatHangsTogetherIsShownWithItsTieAndNothingOfAnotherCustomers() {
        Walk whole = Walk.request(api, Map.of("title", "Whole one", "productFamily", "EMS"));
        Walk twin = Walk.request(api, Map.of("title", "Twin one", "productFamily", "EMS"));
        Walk foreign = Walk.request(
                api, Map.of("title", "Foreign one", "productFamily", "EMS", "customerId", "demo-direct-2"));
        String part = api.post(
                        "lead",
                        "/api/tickets/" + whole.number() + "/split",
                        Map.of("title", "Part one", "description", "x", "reason", "Two things"))
                .body()
                .path("number")
                .asString();
        signIn("agent");
        page.navigate("/tickets/" + whole.number());

        Locator related = page.locator(".card:has(h2:text-is('Related tickets'))");
        assertThat(related.locator("li:has-text('Part one')")).containsText("split off");
        assertThat(related.locator("li:has-text('Twin one')")).containsText("same customer and product");
        assertThat(related).not().containsText("Foreign one");
        assertThat(foreign.state()).isEqualTo("DIAGNOSING");
        related.locator("li:has-text('Twin one') a[data-dialog]").click();
        assertThat(page.locator("#dialog [name=into]")).hasValue(twin.number());

        page.navigate("/tickets/" + part);
        assertThat(related.locator("li:has-text('Whole one')")).containsText("split from");
    }
}
