package dev.signalbox.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.signalbox.support.Api;
import dev.signalbox.support.ChangedModels;
import dev.signalbox.support.Desk;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The pages as people use them, in a real browser. */
@SignalboxTest
class PagesTest {

    private static final String OTHER_CUSTOMER = "demo-direct-2";

    private static Playwright playwright;
    private static Browser browser;

    @LocalServerPort
    int port;

    Api api;
    BrowserContext context;
    Page page;

    /** What the browser refused or reported; a page that breaks its own content policy shows up here. */
    List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void open() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = Desk.launch(playwright);
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void client() {
        api = new Api(port);
        fresh(new Browser.NewContextOptions());
    }

    @AfterEach
    void leave() {
        context.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void onlyTheRightPasswordLeadsIn() {
        page.navigate("/");
        page.fill("[name=username]", "agent");
        page.fill("[name=password]", "wrong");
        page.click("button.primary");

        assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
                .hasText("Account and password do not match.");

        page.fill("[name=username]", "agent");
        page.fill("[name=password]", "demo");
        page.click("button.primary");

        assertThat(page.locator("h1")).hasText("All open");
        page.click("text=Sign out");
        assertThat(page).hasURL(Pattern.compile("/login\\?out"));
    }

    @Test
    void aTicketIsFiledAndDiagnosedByThePages() {
        signIn("agent");
        page.click("#key-new");
        page.selectOption("[name=customerId]", "demo-direct-1");
        page.fill("[name=title]", "Mailboxes vanish in Brno");
        page.fill("[name=description]", "Since this morning.\nPrague is fine.");
        page.selectOption("[name=reportedCategory]", "SERVICE_ERROR");
        page.selectOption("[name=productFamily]", "M365");
        page.selectOption("[name=businessImpact]", "MODERATE");
        page.click("text=File the ticket");

        assertThat(page.locator("h1")).hasText("Mailboxes vanish in Brno");
        assertThat(page.locator(".line .at")).hasText("Diagnosis");
        assertThat(page.locator(".timeline")).containsText("Prague is fine.");

        choose("healthMatch", "NONE");
        choose("symptomsMatch", "false");
        choose("needsEngineering", "false");
        page.click("text=Complete the step");

        assertThat(page.locator(".side h2").first()).hasText("Diagnose the fault");
        choose("outcome", "DIAGNOSED");
        choose("causeDomain", "CONFIGURATION");
        page.fill("[name='steps[0].tried']", "Test user");
        page.fill("[name='steps[0].result']", "Same fault");
        page.fill("[name='steps[0].at']", "2026-11-20 08:00");
        page.click("text=Complete the step");

        assertThat(page.locator(".side h2").first()).hasText("Resolve the fault");
        assertThat(page.locator(".timeline")).containsText("Partner resolves");
    }

    @Test
    void notesStayInsideAndRepliesGoOut() {
        String number = Walk.request(api, Map.of()).number();
        signIn("agent");
        page.navigate("/tickets/" + number);
        page.fill("#composer", "Looks like the connector again");
        page.check(".composer [value=note]");
        page.click(".to-note");
        assertThat(page.locator(".timeline .internal")).containsText("Looks like the connector again");

        page.fill("#composer", "We are on it");
        page.press("#composer", "Control+Enter");
        page.locator(".timeline .outbound:not(.held):has-text('We are on it')")
                .waitFor(new Locator.WaitForOptions().setTimeout(30_000));
        assertThat(page.locator(".timeline .internal")).hasCount(1);

        signIn("customer");
        page.navigate("/tickets/" + number);
        assertThat(page.locator(".timeline")).containsText("We are on it");
        assertThat(page.locator(".timeline")).not().containsText("connector");
        assertThat(page.locator("text=Internal note")).hasCount(0);
        page.fill("#composer", "Thank you");
        page.click(".composer button.primary");
        assertThat(page.locator(".timeline .inbound").last()).containsText("Thank you");
    }

    @Test
    void aWrongNewTicketSaysSoBesideTheFieldAndKeepsWhatWasTyped() {
        signIn("agent");
        page.navigate("/tickets/new");
        page.selectOption("[name=customerId]", "demo-direct-1");
        page.fill("[name=title]", "Kept title");
        page.fill("[name=description]", "Kept description");
        page.selectOption("[name=reportedCategory]", "SERVICE_ERROR");
        page.fill("[name=contactName]", "Eva");
        page.click("text=File the ticket");

        Locator email = page.locator("label:has([name=contactEmail])");
        assertThat(email.locator(".err")).containsText("Expected");
        assertThat(page.locator("[name=contactEmail]")).hasAttribute("aria-invalid", "true");
        assertThat(page.locator("[name=title]")).hasValue("Kept title");
        assertThat(page.locator("[name=description]")).hasValue("Kept description");
        assertThat(page.locator("[name=customerId]")).hasValue("demo-direct-1");
        assertThat(page.locator("[name=contactName]")).hasValue("Eva");
    }

    @Test
    void aWrongStepSaysSoBesideTheFieldAndKeepsWhatWasTyped() {
        Walk walk = Walk.request(api, Map.of()).healthy();
        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        choose("outcome", "DIAGNOSED");
        choose("causeDomain", "CONFIGURATION");
        page.fill("[name='steps[0].tried']", "Kept step");
        page.fill("[name='steps[0].result']", "Same fault");
        page.fill("[name='steps[0].at']", "yesterday");
        page.click("text=Complete the step");

        assertThat(page.locator("fieldset .err")).containsText("found yesterday");
        assertThat(page.locator("[name='steps[0].tried']")).hasValue("Kept step");
        assertThat(page.locator("[name='steps[0].at']")).hasValue("yesterday");
        assertThat(page.locator("[name=causeDomain]")).hasValue("CONFIGURATION");
        assertThat(walk.tasks()).containsExactly("diagnose");
    }

    @Test
    void theListIsWorkedByKeys() {
        Walk.request(api, Map.of());
        Walk.request(api, Map.of());
        signIn("agent");
        Locator rows = page.locator("tr[data-href]");

        page.keyboard().press("j");
        assertThat(rows.nth(0)).hasClass("cursor");
        page.keyboard().press("j");
        assertThat(rows.nth(1)).hasClass("cursor");
        page.keyboard().press("k");
        assertThat(rows.nth(0)).hasClass("cursor");
        String first = rows.nth(0).getAttribute("data-href");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile(first));

        page.waitForLoadState();
        page.keyboard().press("/");
        assertThat(page.locator("#q")).isFocused();
        page.keyboard().type("jk");
        assertThat(page.locator("#q")).hasValue("jk");
        page.locator("#q").blur();
        page.keyboard().press("n");
        assertThat(page).hasURL(Pattern.compile("/tickets/new"));
    }

    @Test
    void minutesAreBookedANeedIsNotedAndTheMonthIsReadForPaper() {
        String number = Walk.request(api, Map.of("customerId", "demo-silver-3", "reportedCategory", "HOW_TO"))
                .number();
        signIn("manager");
        page.navigate("/tickets/" + number);
        page.click("summary:has-text('Work: 0 m booked')");
        page.fill("[name=minutes]", "90");
        accessible();
        page.click("button:has-text('Book')");
        assertThat(page.locator("[role=status]")).hasText("Booked.");
        page.click("summary:has-text('Work: 1 h 30 m booked')");
        assertThat(page.locator(".said").first()).containsText("1 h 30 m manager, chargeable");

        page.click("summary:has-text('Opportunities: 0')");
        page.selectOption("form[action$='/opportunities'] select", "AZURE");
        page.fill("form[action$='/opportunities'] [name=note]", "Backup in the cloud");
        page.click("button:has-text('Note the opportunity')");
        assertThat(page.locator("summary:has-text('Opportunities: 1')")).isVisible();

        page.navigate("/data/customers/demo-silver-3");
        page.click("text=Chargeable work by month");
        assertThat(page.locator("tbody tr:has-text('" + number + "')")).containsText("90.00 EUR");
        accessible();
        page.click("[rel=prev]");
        assertThat(page.locator(".empty")).hasText("No chargeable work in this month.");
        accessible();
    }

    @Test
    void theKeysAreShownAndCanBeSwitchedOff() {
        String number = Walk.request(api, Map.of()).number();
        signIn("agent");
        page.navigate("/tickets/" + number);
        page.keyboard().press("?");
        assertThat(page.locator("#keys")).isVisible();
        accessible();
        page.check("#keys-off");
        page.keyboard().press("Escape");
        page.keyboard().press("n");
        assertThat(page).hasURL(Pattern.compile("/tickets/" + number));

        page.keyboard().press("?");
        page.uncheck("#keys-off");
        page.keyboard().press("Escape");
        page.keyboard().press("c");
        assertThat(page.locator(".side .hint").first()).hasText("yours");
        page.waitForLoadState();
        page.keyboard().press("x");
        page.keyboard().type("Only for us");
        page.keyboard().press("Control+Enter");
        assertThat(page.locator(".timeline .internal").last()).containsText("Only for us");
    }

    @Test
    void theFlowIsShownAsAPictureWithWhereTheTicketIsAndWas() {
        Walk walk = Walk.request(api, Map.of()).healthy();
        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        page.keyboard().press("p");

        Locator diagnosis = page.locator(".flow").first();
        assertThat(diagnosis).hasAttribute("data-drawn", "true");
        assertThat(page.locator("h1")).hasText("Mailboxes disappear");
        assertThat(page.locator("#picture h2").first()).containsText("Diagnosis");
        assertThat(diagnosis.locator("[data-element-id=userTask_diagnose]")).hasClass(Pattern.compile("\\bat\\b"));
        assertThat(diagnosis.locator("[data-element-id=userTask_checkHealth]"))
                .hasClass(Pattern.compile("\\bpassed\\b"));
        assertThat(page.locator("[data-flow]")).hasCount(3);
        accessible();

        signIn("customer");
        Response hidden = page.navigate("/tickets/" + walk.number() + "/picture");
        assertThat(hidden.status()).isEqualTo(404);
        complaints.removeIf(complaint -> complaint.contains("status of 404"));
    }

    @Test
    void theCasePackageStandsOnOnePageWithWhatIsMissing() {
        Walk walk = Walk.request(api, Map.of()).healthy().diagnosed("UNDOCUMENTED_DEVIATION");
        signIn("agent");
        page.navigate("/tickets/" + walk.number() + "/package");

        assertThat(page.locator("#package h1")).hasText("Case package");
        assertThat(page.locator("#package")).containsText("Still missing");
        assertThat(page.locator("#package")).containsText("the contact is the partner's, not the customer's");
        assertThat(page.locator("#package table")).containsText("Mailboxes disappear");
        accessible();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator(".rail")).isHidden();
    }

    @Test
    void twoAgentsMeetOnOneTicketSeeEachOtherAndLoseNothing() {
        Walk walk = Walk.request(api, Map.of("title", "Two at once")).healthy();
        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        assertThat(page.locator("html")).hasAttribute("data-live", "true");
        page.fill("[name='steps[0].tried']", "What I was writing");

        try (BrowserContext other =
                browser.newContext(new Browser.NewContextOptions().setBaseURL("http://127.0.0.1:" + port))) {
            Page theirs = other.newPage();
            theirs.navigate("/login");
            theirs.fill("[name=username]", "lead");
            theirs.fill("[name=password]", "demo");
            theirs.click("button.primary");
            theirs.navigate("/tickets/" + walk.number());
            assertThat(page.locator("#others")).containsText("Petr Vaněk");
            assertThat(theirs.locator("#others")).containsText("Jana Kopecká");

            theirs.check(".composer [value=note]");
            theirs.fill("#composer", "I saw this before");
            theirs.click(".to-note");
        }

        assertThat(page.locator(".timeline .internal")).containsText("I saw this before");
        assertThat(page.locator("#moved")).isVisible();
        assertThat(page.locator("[name='steps[0].tried']")).hasValue("What I was writing");
    }

    @Test
    void aTicketThatMovesMovesInTheListWithoutLosingThePlace() {
        Walk one = Walk.request(api, Map.of("title", "Moves while seen", "businessImpact", "SIGNIFICANT"));
        signIn("agent");
        page.navigate("/?q=" + one.number());
        assertThat(page.locator("html")).hasAttribute("data-live", "true");
        page.keyboard().press("j");
        assertThat(page.locator("tr.cursor .state")).hasText("Diagnosing");

        one.healthy().diagnosed("CONFIGURATION");

        assertThat(page.locator("tr.cursor .state")).hasText("Resolving");
    }

    @Test
    void aCustomerSeesItsOwnTicketsOnly() {
        String own = Walk.request(api, Map.of("title", "Our own fault")).number();
        String foreign = Walk.request(api, Map.of("customerId", OTHER_CUSTOMER, "title", "Somebody else's fault"))
                .number();
        signIn("customer");

        page.navigate("/?q=" + own);
        assertThat(page.locator("tbody")).containsText("Our own fault");
        page.navigate("/?q=" + foreign);
        assertThat(page.locator("tbody tr")).hasCount(0);
        assertThat(page.locator(".rail")).not().containsText("Queues");

        for (String number : List.of(foreign, "99999999", "12")) {
            Response answer = page.navigate("/tickets/" + number);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(page.locator("h1")).hasText("Nothing here");
            assertThat(page.locator("body")).not().containsText("Exception");
        }
        complaints.removeIf(complaint -> complaint.contains("status of 404"));
    }

    @Test
    void whatARoleMayNotDoIsRefusedWithoutDetails() {
        signIn("auditor");

        Response answer = page.navigate("/tickets/new");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(page.locator("h1")).hasText("Not yours to do");
        assertThat(page.locator("body")).not().containsText("REQUEST_TICKET");
        complaints.removeIf(complaint -> complaint.contains("status of 403"));
    }

    @Test
    void storedScriptIsTextAndNeverRuns() {
        String attack = "<script>window.__xss=1</script><img src=x onerror=\"window.__xss=2\">[[${7*7}]]'\"";
        Walk walk = Walk.request(api, Map.of("title", attack, "description", attack))
                .replies(attack);
        signIn("agent");
        page.navigate("/tickets/" + walk.number());
        assertThat(page.locator("h1")).hasText(attack);
        assertThat(page.locator(".timeline .inbound p").first()).hasText(attack);
        assertThat(page.locator(".timeline .inbound p").last()).hasText(attack);
        assertThat(page.evaluate("window.__xss")).isNull();

        page.navigate("/?q=" + walk.number());
        assertThat(page.locator("td.title a").first()).hasText(attack);
        assertThat(page.evaluate("window.__xss")).isNull();

        page.navigate("/?q=" + java.net.URLEncoder.encode(attack, java.nio.charset.StandardCharsets.UTF_8));
        assertThat(page.locator("#q")).hasValue(attack);
        assertThat(page.evaluate("window.__xss")).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void everyPageIsAccessibleAndFitsAPhone(ColorScheme scheme) {
        String diagnosing = Walk.request(api, Map.of()).healthy().number();
        Walk escalating = Walk.request(api, Map.of("title", "Long" + "winded".repeat(40)))
                .healthy()
                .diagnosed("SERVICE_MALFUNCTION");
        String closing = Walk.request(api, Map.of()).number();
        context.close();
        fresh(new Browser.NewContextOptions().setColorScheme(scheme));

        page.navigate("/login");
        accessible();
        signIn("lead");
        accessible();
        for (String path : List.of(
                "/?closed=true",
                "/?q=nothing-like-this",
                "/tickets/new",
                "/board",
                "/reports",
                "/reports/what-if",
                "/customers",
                "/customers/demo-direct-1",
                "/tickets/" + diagnosing,
                "/tickets/" + closing,
                "/tickets/" + escalating.number())) {
            page.navigate(path);
            accessible();
            page.setViewportSize(390, 844);
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .as(path)
                    .isLessThanOrEqualTo(390);
            accessible();
            page.setViewportSize(1440, 900);
        }
        String letter = deadLetter("accessible-" + scheme);
        signIn("operator");
        for (String path : List.of(
                "/operations",
                "/operations/dead-letters/" + letter,
                "/data/customers",
                "/data/customers/demo-direct-3",
                "/data/agents/agent",
                "/data/partners?q=nobody",
                "/data/import",
                "/models",
                "/models/support-boundary.dmn",
                "/models/ticket-lifecycle.bpmn",
                "/models/triage.form",
                "/audit",
                "/account/password")) {
            page.navigate(path);
            accessible();
            page.setViewportSize(390, 844);
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .as(path)
                    .isLessThanOrEqualTo(390);
            accessible();
            page.setViewportSize(1440, 900);
        }
        page.navigate("/nothing");
        accessible();
        complaints.removeIf(complaint -> complaint.contains("status of 404"));
    }

    @Test
    void aLeadReadsTheMonthAndAsksWhatAnotherTargetWouldMove() {
        Walk ticket = Walk.request(api, Map.of());
        signIn("lead");
        page.click(".rail >> text=Reports");

        assertThat(page.locator("#reports table").first()).containsText("Brno Logistics");
        page.click("text=What if");
        page.fill("[name=minutes]", "600");
        page.selectOption("[name=customerId]", "demo-direct-1");
        page.click("text=Ask what would move");

        assertThat(page.locator("#whatif table")).containsText(ticket.number());
        accessible();
        page.fill("[name=minutes]", "soon");
        page.click("text=Ask what would move");
        assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
                .containsText("Minutes: Expected a whole number from 1 to 527040; found \"soon\".");
    }

    @Test
    void aLeadHandsOutWorkFromTheBoardAndSeesWhatFailed() {
        Walk one = Walk.request(api, Map.of("title", "Board one", "businessImpact", "SIGNIFICANT"));
        String task = one.task("check-health").path("id").asString();
        signIn("lead");
        page.navigate("/board");
        page.evaluate("id => document.querySelector('[name=task]').value = id", task);
        page.locator("[name=task]").first().check();
        page.selectOption("[name=assignee]", "agent");
        page.click("text=Assign >> nth=-1");

        assertThat(page.locator(".notice")).hasText("1 handed to agent.");
        assertThat(one.task("check-health").path("assignee").asString()).isEqualTo("agent");

        page.evaluate("() => document.querySelector('[name=task]').value = 'gone'");
        page.locator("[name=task]").first().check();
        page.selectOption("[name=assignee]", "agent");
        page.click("text=Assign >> nth=-1");
        assertThat(page.locator(".notice.bad")).containsText("1 could not be handed over");
    }

    @Test
    void workIsHandedOnlyToThoseOfTheDeskWhoMayDoIt() {
        String task =
                Walk.request(api, Map.of()).task("check-health").path("id").asString();

        for (String unfit : List.of("customer", "producer", "auditor", "nobody-known")) {
            assertThat(api.post("lead", "/api/tasks/" + task + "/assign", Map.of("assignee", unfit))
                            .status())
                    .as(unfit)
                    .isEqualTo(422);
        }
        assertThat(api.post("agent", "/api/tasks/" + task + "/assign", Map.of("assignee", "agent"))
                        .status())
                .isEqualTo(403);
        var handed = api.post("lead", "/api/tasks/" + task + "/assign", Map.of("assignee", "agent"));
        assertThat(handed.body().path("assignee").asString()).isEqualTo("agent");
        var freed = api.post("lead", "/api/tasks/" + task + "/assign", Map.of());
        assertThat(freed.body().path("assignee").isNull()).isTrue();
    }

    @Test
    void anOperatorMendsADeadEventAndSendsItAgain() {
        String letter = deadLetter("mend-1");
        signIn("operator");
        page.navigate("/operations");
        page.click("a[href$='" + letter + "']");
        assertThat(page.locator(".facts").first()).containsText("Expected a known customer; found nobody-here");

        page.click("text=Send again >> nth=-1");
        assertThat(page.locator(".notice.bad")).containsText("Still rejected");

        page.fill("[name=payload]", page.inputValue("[name=payload]").replace("nobody-here", "demo-direct-1"));
        page.click("text=Send again >> nth=-1");
        assertThat(page.locator(".notice")).containsText("Applied to ticket");
        assertThat(page.locator("[name=payload]")).hasValue(Pattern.compile(".*nobody-here.*"));
        assertThat(api.get("operator", "/api/events?source=urn:pages&id=mend-1")
                        .body()
                        .path("result")
                        .asString())
                .isEqualTo("APPLIED");
        assertThat(api.get("operator", "/api/audit?kind=dead-letters&id=" + letter)
                        .body()
                        .path("items")
                        .path(0)
                        .toString())
                .contains("\"mended\"")
                .doesNotContain("demo-direct-1\",\"title");
    }

    /** A request for a customer that nobody knows; the answer is its dead letter's id. */
    private String deadLetter(String id) {
        api.raw(
                "operator",
                "/api/events",
                """
                {"customerId": "nobody-here", "title": "Lost", "description": "x", "reportedCategory": "OTHER"}""".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "application/json",
                "ce-specversion",
                "1.0",
                "ce-id",
                id,
                "ce-source",
                "urn:pages",
                "ce-subject",
                "PAGES-" + id,
                "ce-type",
                "dev.signalbox.ticket.requested.v1");
        return api.get("operator", "/api/events?source=urn:pages&id=" + id)
                .body()
                .path("deadLetter")
                .asString();
    }

    @Test
    void theCustomerPageShowsServicesPlansAndTicketsToStaffAndLessToTheCustomer() {
        Walk.request(api, Map.of("title", "Seen on the customer page"));
        signIn("agent");
        page.navigate("/customers?q=brnologistics");
        page.click("td.title a >> nth=0");

        assertThat(page.locator("h1")).hasText("Brno Logistics");
        assertThat(page.locator("tr:has-text('Microsoft 365') a"))
                .hasAttribute("href", Pattern.compile("^https://admin[.]microsoft[.]com/.*CTID=[0-9a-f-]{36}&.*"));
        assertThat(page.locator(".side")).containsText("Signature Cloud Support");

        signIn("customer");
        page.navigate("/customers");
        assertThat(page.locator("h1")).hasText("Brno Logistics");
        assertThat(page.locator(".side")).not().containsText("Signature Cloud Support");
        assertThat(page.locator("main")).not().containsText("admin center");
        Response foreign = page.navigate("/customers/" + OTHER_CUSTOMER);
        assertThat(foreign.status()).isEqualTo(404);
        complaints.removeIf(complaint -> complaint.contains("status of 404"));
    }

    @Test
    void aTableIsTriedReleasedReadAndTakenBackByThePage() {
        var file = new com.microsoft.playwright.options.FilePayload(
                "assign-queue.dmn",
                "application/xml",
                ChangedModels.frontDesk().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        signIn("manager");
        page.navigate("/models");
        page.click("summary");
        page.setInputFiles("[name=files]", file);
        page.fill("[name=reason]", "A front desk");
        page.click("text=Try, change nothing");

        assertThat(page.locator(".notice")).containsText("Everything fits: assign-queue.dmn");

        page.setInputFiles("[name=files]", file);
        page.fill("[name=reason]", "A front desk");
        page.click("text=Release all or nothing");
        assertThat(page.locator(".notice")).containsText("is in force: assign-queue.dmn");
        page.click("a:text-is('assign-queue.dmn')");
        assertThat(page.locator("tr:has(.fate.changed)")).containsText("\"front-desk\"");
        accessible();

        page.fill("[name=reason]", "Not yet");
        page.click("text=Take it back");
        assertThat(page.locator(".listhead").first()).containsText("Not yet");
        assertThat(page.locator("tr:has(.fate.changed)")).containsText("\"triage\"");
    }

    @Test
    void aManagerSeesAFlowAsAPictureAndHowOftenEachRuleAnsweredAndWasOverridden() {
        Walk walk = Walk.request(api, Map.of());
        Api.Answer overridden = api.post(
                "lead",
                "/api/tickets/" + walk.number() + "/decisions/issue-class/override",
                Map.of("outputs", Map.of("issueClass", "ADVISORY"), "reason", "Only a question."));
        assertThat(overridden.status()).as(overridden.text()).isEqualTo(200);
        signIn("manager");

        page.navigate("/models/issue-class.dmn");

        var row = page.locator("tbody tr:has(td.often)").first();
        assertThat(Integer.parseInt(row.locator("td.num").first().innerText())).isPositive();
        accessible();
        page.navigate("/models/ticket-lifecycle.bpmn");
        assertThat(page.locator("[data-drawn=true] svg").first()).isVisible();
        accessible();
    }

    @Test
    void aFileIsTriedReadAndLoadedByThePage() {
        signIn("manager");
        page.navigate("/data/import");
        page.setInputFiles(
                "[name=files]",
                new com.microsoft.playwright.options.FilePayload(
                        "teams.csv",
                        "text/csv",
                        "externalId,name\npage-1,First\npage 2,Second\n"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        page.click("text=Try, change nothing");

        assertThat(page.locator(".notice")).containsText("1 rows do not fit");
        assertThat(page.locator("tbody tr").first()).containsText("Expected an id of at most 60");
        assertThat(api.get("manager", "/api/teams/page-1").status()).isEqualTo(404);

        page.setInputFiles(
                "[name=files]",
                new com.microsoft.playwright.options.FilePayload(
                        "teams.csv",
                        "text/csv",
                        "externalId,name\npage-1,First\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        page.click("text=Load all or nothing");

        assertThat(page.locator(".notice")).hasText("Loaded.");
        assertThat(api.get("manager", "/api/teams/page-1").status()).isEqualTo(200);
    }

    @Test
    void aNewColleagueComesInWithAOneTimePasswordAndChoosesAnother() {
        api.put("operator", "/api/agents/newcomer", Map.of("displayName", "Nora Nová", "role", "AGENT"));
        signIn("operator");
        page.navigate("/data/agents/newcomer");
        page.click("text=Give a one-time password");
        String once = page.locator(".copy").innerText();
        assertThat(once).matches("[a-z0-9]{5}(-[a-z0-9]{5}){3}");

        signIn("newcomer", once, "main.signin");
        page.navigate("/tickets/new");
        assertThat(page).hasURL(Pattern.compile("/account/password$"));
        page.fill("[name=password]", "quite long enough");
        page.fill("[name=again]", "quite long enough!");
        page.click("button.primary");
        assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
                .hasText("The two do not match.");
        page.fill("[name=password]", "quite long enough");
        page.fill("[name=again]", "quite long enough");
        page.click("button.primary");

        assertThat(page.locator("h1")).hasText("All open");
        api.put(
                "operator",
                "/api/agents/newcomer",
                Map.of("displayName", "Nora Nová", "role", "AGENT", "active", false));
        page.navigate("/tickets/new");
        assertThat(page).hasURL(Pattern.compile("/login$"));
    }

    private void accessible() {
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })");
        String pictures = System.getProperty("signalbox.pictures");
        if (pictures != null) {
            String name = page.url().replaceFirst("^http://[^/]*/", "").replaceAll("[^a-z0-9-]+", "_") + "-"
                    + page.viewportSize().width + "-"
                    + page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'");
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(pictures, name + ".png"))
                    .setFullPage(true));
        }
        assertThat(Desk.violations(page)).as(page.url()).isEmpty();
    }

    private void choose(String field, String option) {
        page.selectOption(".side [name=" + field + "]", option);
    }

    private void signIn(String account) {
        signIn(account, "demo", ".desk");
    }

    private void signIn(String account, String password, String leadsTo) {
        context.clearCookies();
        page.navigate("/login");
        page.fill("[name=username]", account);
        page.fill("[name=password]", password);
        page.click("button.primary");
        assertThat(page.locator(leadsTo)).isVisible();
    }

    private void fresh(Browser.NewContextOptions options) {
        context = browser.newContext(options.setBaseURL("http://127.0.0.1:" + port));
        context.setDefaultTimeout(15_000);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }
}
