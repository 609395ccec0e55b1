package dev.signalbox.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.signalbox.support.Browsing;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Setting a ticket right from its own page, in a real browser. */
@SignalboxTest
class TicketPageTest extends Browsing {

    @Test
    void whatAFormTellsOnceIsNotTakenByALiveRefreshBetween() {
        String here = "/tickets/" + Walk.request(api, Map.of()).number();
        signIn("agent");
        page.navigate(here);
        String token = page.locator("[name=_csrf]").first().inputValue();
        String address = page.url();
        context.request()
                .post(
                        address + "/messages",
                        RequestOptions.create()
                                .setMaxRedirects(0)
                                .setForm(FormData.create()
                                        .set("_csrf", token)
                                        .set("body", "By phone")
                                        .set("visibility", "INTERNAL")));
        String refreshed = context.request()
                .get(address, RequestOptions.create().setHeader("X-Requested-With", "live"))
                .text();
        page.navigate(here);
        assertThat(page.locator("[role=status]")).hasText("Written.");
        assertThat(refreshed).contains("By phone").doesNotContain("role=\"status\"");
    }

    @Test
    void anAgentCorrectsTheCategoryInADialogAndALeadMore() {
        Walk walk = Walk.request(api, Map.of("reportedCategory", "BILLING"));
        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        assertThat(page.locator(".acts")).not().containsText("Move");
        page.click(".acts >> text=Correct");
        Locator dialog = page.locator("#dialog");
        assertThat(dialog.locator("[name=severity]")).hasCount(0);
        dialog.locator("[name=reportedCategory]").selectOption("SERVICE_ERROR");
        dialog.locator("[name=reason]").fill("They meant the service");
        accessible();
        dialog.locator("button.primary").click();

        assertThat(page.locator("[role=status]")).hasText("Corrected; the ticket goes where the facts now say.");
        assertThat(page.locator(".line .at")).hasText("Diagnosis");
        assertThat(page.locator(".timeline")).containsText("corrected Category: Billing → Error in a service");
        assertThat(page.locator(".timeline .internal").last()).containsText("They meant the service");

        signIn("lead");
        page.navigate("/tickets/" + walk.number());
        page.click(".acts >> text=Move");
        dialog.locator("[name=stage]").selectOption("PARTNER_RESOLVING");
        dialog.locator("[name=reason]").fill("I know this one");
        dialog.locator("button.primary").click();
        assertThat(page.locator(".line .at")).hasText("Partner");
        assertThat(page.locator(".side h2").first()).hasText("Resolve the fault");
    }

    @Test
    void anAgentSaysAfterwardsForWhomTheTicketWaitedAndTheClockStops() {
        Walk walk = Walk.request(api, Map.of("customerId", "demo-provider-1"));
        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        page.click(".acts >> text=Waited for");
        Locator dialog = page.locator("#dialog");
        dialog.locator("[name=party]").selectOption("CUSTOMER");
        dialog.locator("[name=since]").fill("this morning");
        dialog.locator("[name=reason]").fill("They asked us by phone to wait");
        accessible();
        dialog.locator("button.primary").click();
        assertThat(page.locator(".missing:has([name=since]) .err"))
                .containsText("a time such as 2026-11-23 07:30; found this morning");
        complaints.removeIf(complaint -> complaint.contains("status of 422"));

        String received = walk.ticket().path("createdAt").asString();
        page.locator("[name=since]").fill(received);
        page.locator("#act button.primary").click();

        assertThat(page.locator("[role=status]")).hasText("The clocks count as you said.");
        assertThat(page.locator(".timeline .internal").last()).containsText("They asked us by phone to wait");
        JsonNode response = api.get("agent", "/api/tickets/" + walk.number() + "/clocks")
                .body()
                .path("items")
                .valueStream()
                .filter(clock -> clock.path("kind").asString().equals("RESPONSE"))
                .findFirst()
                .orElseThrow();
        assertThat(response.path("state").asString()).isEqualTo("PAUSED");
        assertThat(response.path("paused").path("owner").asString()).isEqualTo("CUSTOMER");
    }

    @Test
    void timesAreInTheViewersZoneAndTheCustomersStandsBeside() {
        Walk walk = Walk.request(api, Map.of()).healthy();
        ZonedDateTime received =
                Instant.parse(walk.ticket().path("createdAt").asString()).atZone(ZoneId.of("America/New_York"));
        context.close();
        fresh(new Browser.NewContextOptions().setTimezoneId("America/New_York"));
        signIn("agent");
        page.navigate("/tickets/" + walk.number());

        Locator time = page.locator(".timeline time").first();
        assertThat(time)
                .hasText(DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH)
                        .format(received));
        assertThat(time)
                .hasAttribute(
                        "title",
                        DateTimeFormatter.ofPattern("d MMM yyyy HH:mm z", Locale.ENGLISH)
                                        .format(received) + " · "
                                + DateTimeFormatter.ofPattern("d MMM HH:mm z", Locale.ENGLISH)
                                        .format(received.withZoneSameInstant(ZoneId.of("Europe/Prague")))
                                + " at the customer");
        assertThat(page.locator("label:has([name='steps[0].at'])")).containsText("America/New_York");
    }

    @Test
    void aDecisionSaysWhyWhatIsNearestAndIsOverriddenThere() {
        Walk walk = Walk.request(api, Map.of("reportedCategory", "SERVICE_ERROR"));
        signIn("lead");
        page.navigate("/tickets/" + walk.number());
        Locator classified = page.locator("li.decided:has-text('Issue class:')").first();
        classified.locator("summary").click();
        assertThat(classified.locator(".rule")).containsText("is technical and break-fix");
        assertThat(classified.locator(".but")).containsText("Would be “Advisory” if “Category” were “How to”.");

        classified.locator("a[data-dialog]").click();
        Locator dialog = page.locator("#dialog");
        assertThat(dialog.locator("#dialog-title")).hasText("Issue class");
        dialog.locator("[name=issueClass]").selectOption("COMMERCIAL");
        dialog.locator("[name=reason]").fill("It is about the invoice");
        accessible();
        dialog.locator("button.primary").click();

        assertThat(page.locator("[role=status]")).hasText("Your answer stands in place of the table's.");
        assertThat(page.locator(".timeline")).containsText("overrode Issue class: Commercial");
        assertThat(walk.field("issueClass")).isEqualTo("COMMERCIAL");

        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        page.locator("li.decided:has-text('Issue class:') summary").last().click();
        page.locator("li.decided:has-text('Issue class:') a[data-dialog]")
                .last()
                .click();
        assertThat(dialog).containsText("lead answered Commercial in its place.");
        assertThat(dialog.locator("form.plain")).hasCount(0);
    }

    @Test
    void savingOverSomebodyElsesChangeShowsBothAndOverwritesNothing() {
        Walk walk = Walk.request(api, Map.of("businessImpact", "MODERATE"));
        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        page.click(".acts >> text=Correct");
        api.post(
                "lead",
                "/api/tickets/" + walk.number() + "/correct",
                Map.of("businessImpact", "MINIMAL", "reason", "One person only"));
        Locator dialog = page.locator("#dialog");
        dialog.locator("[name=businessImpact]").selectOption("SIGNIFICANT");
        dialog.locator("[name=reason]").fill("The whole office");
        Response answer = page.waitForResponse(
                "**/correct", () -> dialog.locator("button.primary").click());

        assertThat(answer.status()).isEqualTo(409);
        Locator row = page.locator("table.clash tbody tr");
        assertThat(row).containsText("Moderate: work goes on, impaired");
        assertThat(row).containsText("Minimal: a nuisance lead");
        assertThat(row).containsText("Significant: work stands still");
        assertThat(page.locator("[name=reason]")).hasValue("The whole office");
        accessible();
        assertThat(walk.field("businessImpact")).isEqualTo("MINIMAL");

        page.click("text=Save mine all the same");
        assertThat(page.locator("[role=status]")).isVisible();
        assertThat(walk.field("businessImpact")).isEqualTo("SIGNIFICANT");
        complaints.removeIf(complaint -> complaint.contains("status of 409"));
    }

    @Test
    void aStepThatSomebodyElseDidFirstShowsTheirsAndKeepsWhatWasTyped() {
        Walk walk = Walk.request(api, Map.of()).healthy();
        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        page.selectOption(".side [name=outcome]", "DIAGNOSED");
        page.selectOption(".side [name=causeDomain]", "SERVICE_MALFUNCTION");
        page.fill("[name='steps[0].tried']", "What I tried meanwhile");
        walk.diagnosed("CONFIGURATION");
        Response answer = page.waitForResponse("**/tasks/*", () -> page.click("text=Complete the step"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(page.locator("#typed")).containsText("What I tried meanwhile");
        assertThat(page.locator(".side h2:text-is('Resolve the fault')")).isVisible();
        assertThat(page.locator(".timeline")).containsText("Diagnosis");
        accessible();
        walk.is("PARTNER_RESOLVING");
        complaints.removeIf(complaint -> complaint.contains("status of 409"));
    }

    @Test
    void aTicketIsSplitAndMergedBackFromThePage() {
        Walk walk = Walk.request(api, Map.of());
        signIn("lead");
        page.navigate("/tickets/" + walk.number() + "/split");
        page.fill("[name=title]", "The printers");
        page.fill("[name=description]", "They do not print either.");
        page.fill("[name=reason]", "Another matter");
        page.click("button.primary");
        assertThat(page.locator("h1")).hasText("The printers");
        String second = page.locator("[data-ticket]").getAttribute("data-ticket");

        page.click(".acts >> text=Merge");
        page.locator("#dialog [name=into]").selectOption(walk.number());
        page.locator("#dialog [name=reason]").fill("The same after all");
        page.locator("#dialog button.primary").click();

        assertThat(page.locator("[data-ticket]")).hasAttribute("data-ticket", walk.number());
        assertThat(Walk.of(api, second).state()).isEqualTo("MERGED");
        assertThat(api.get("agent", "/api/tickets/" + second + "/messages").text())
                .contains("The same after all");
    }

    @Test
    void customersReachNoneOfIt() {
        Walk walk = Walk.request(api, Map.of());
        signIn("customer");
        page.navigate("/tickets/" + walk.number());
        assertThat(page.locator(".acts")).hasCount(0);
        for (String act : new String[] {"correct", "move", "split", "merge", "decisions/none"}) {
            Response answer = page.navigate("/tickets/" + walk.number() + "/" + act);
            assertThat(answer.status()).as(act).isEqualTo(404);
        }
        complaints.removeIf(complaint -> complaint.contains("status of 404"));
    }
}
