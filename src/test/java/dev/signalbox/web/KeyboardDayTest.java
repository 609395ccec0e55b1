package dev.signalbox.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Browsing;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An agent's way from the list to a filed Microsoft case, without a mouse. */
@SignalboxTest
class KeyboardDayTest extends Browsing {

    @Test
    void anAgentTakesATicketFromTheListToAFiledCaseByKeyboardAlone() {
        Walk walk = Walk.request(api, Map.of("title", "Keys only please"));
        signIn("agent");

        keys("/");
        page.keyboard().type("Keys only please");
        keys("Enter");
        assertThat(page.locator("tr[data-href]")).hasCount(1);
        keys("j", "Enter");
        assertThat(page.locator("h1")).hasText("Keys only please");
        keys("c");
        assertThat(page.locator(".side .hint").first()).hasText("yours");

        step("Compare the symptoms");
        fill("healthMatch", "Nothing");
        fill("symptomsMatch", "No");
        fill("needsEngineering", "No");
        keys("Control+Enter");

        step("Diagnose the fault");
        fill("outcome", "The fault");
        fill("causeDomain", "Service malfunction");
        write("steps[0].tried", "Test user");
        write("steps[0].result", "Same fault");
        write("steps[0].at", "2026-11-20 08:00");
        page.waitForNavigation(() -> keys("Control+Enter"));

        for (int round = 0; round < 4 && walk.tasks().contains("complete-package"); round++) {
            step("Complete the package");
            for (int i = 0;
                    i
                            < page.locator("#step form.plain [name]:not([type=hidden])")
                                    .count();
                    i++) {
                String name = (String) page.evaluate("document.activeElement.name");
                switch ((String) page.evaluate("document.activeElement.tagName + ' ' + document.activeElement.type")) {
                    case "INPUT checkbox" -> keys("Space");
                    case "SELECT select-one" -> keys("ArrowDown");
                    default ->
                        page.keyboard()
                                .insertText(
                                        switch (name) {
                                            case "startTime" -> "2026-11-20 07:30";
                                            case "phone", "contact24x7" -> "+420 555 0100";
                                            default -> "Desk, desk@example.org, +420 555 0100";
                                        });
                }
                keys("Tab");
            }
            keys("Shift+Tab");
            page.waitForNavigation(() -> keys("Control+Enter"));
        }

        walk.approvedIfAsked();
        page.reload();
        step("File the case");
        page.keyboard().type("2611260040001234");
        keys("Control+Enter");

        assertThat(page.locator(".line .at")).hasText("Microsoft");
        assertThat(walk.field("externalId")).isEqualTo("2611260040001234");
    }

    /** Waits for the step, and goes to its form by its key. */
    private void step(String name) {
        assertThat(page.locator(".side h2").first()).hasText(name);
        keys("f");
    }

    /** Tabs on to a choice, and types what it begins with. */
    private void fill(String field, String beginning) {
        reach(field);
        page.keyboard().type(beginning);
    }

    private void write(String field, String text) {
        reach(field);
        page.keyboard().insertText(text);
    }

    private void reach(String field) {
        for (int i = 0; i < 40; i++) {
            if (field.equals(page.evaluate("document.activeElement.name"))) {
                return;
            }
            keys("Tab");
        }
        assertThat((String) page.evaluate("document.activeElement.name")).isEqualTo(field);
    }

    private void keys(String... keys) {
        for (String key : keys) {
            page.waitForLoadState();
            page.keyboard().press(key);
        }
    }
}
