package dev.signalbox.web.worklist;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import dev.signalbox.support.Api;
import dev.signalbox.support.Desk;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@SignalboxTest
class WorkListTest {

    private static Desk desk;

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    Api api;

    @BeforeAll
    static void open() {
        desk = new Desk();
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void nothingChosen() {
        api = new Api(port);
        for (String table : List.of("desk_choice", "saved_view", "absence")) {
            jdbc.sql("delete from " + table).update();
        }
    }

    @AfterEach
    void nothingBroke() {
        assertThat(desk.complaints(404, 403, 400)).isEmpty();
    }

    @Test
    void aCustomersListTellsNothingOfHowTheDeskIsOrganised() {
        Walk.request(api, Map.of("title", "Seen by its customer"));
        Page page = desk.of("customer", port);
        page.navigate("/?columns=due,ticket,owner,queue,customer,state");

        assertThat(page.locator("thead th")).hasText(new String[] {"Due", "Ticket", "State"});
        assertThat(page.locator("[name=columns][value=owner]")).hasCount(0);
        assertThat(page.locator("[name=columns][value=updated]")).hasCount(1);
        assertThat(page.locator(".rail")).containsText("Your company");
    }

    @Test
    void eachListKeepsItsFiltersAndSortAndAllKeepTheColumnsForTheOneWhoChose() {
        Walk.request(api, Map.of("title", "Kept filter M365"));
        Page page = desk.of("agent", port);
        page.selectOption("[name=product]", "M365");
        page.click("summary:has-text('Columns')");
        page.check("[name=columns][value=created]");
        page.uncheck("[name=columns][value=next]");
        page.click("text=Apply");
        assertThat(page.locator("thead")).containsText("Opened");
        page.click("button.sort:has-text('Number')");

        page.navigate("/?mine=true");
        assertThat(page.locator("[name=product]")).hasValue("");
        Page elsewhere = desk.of("agent", port);

        assertThat(elsewhere.locator("[name=product]")).hasValue("M365");
        assertThat(elsewhere.locator("th[aria-sort=ascending]")).hasText("Number");
        assertThat(elsewhere.locator("thead")).containsText("Opened");
        assertThat(elsewhere.locator("thead")).not().containsText("Next move");
        assertThat(desk.of("lead", port).locator("[name=product]")).hasValue("");

        elsewhere.click("text=Reset");
        assertThat(elsewhere.locator("[name=product]")).hasValue("");
        assertThat(elsewhere.locator("thead")).containsText("Next move");
    }

    @Test
    void filtersNarrowByStateProductCustomerAndOwner() {
        Walk one = Walk.request(api, Map.of("title", "Narrow one", "customerId", "demo-direct-2"));
        Walk other = Walk.request(api, Map.of("title", "Narrow other"));
        claim("agent", other);
        Page page = desk.of("agent", port);

        page.navigate("/?customer=" + name("demo-direct-2") + "&owner=nobody&state=DIAGNOSING&sort=-createdAt");
        assertThat(page.locator("tbody")).containsText("Narrow one");
        assertThat(page.locator("tbody")).not().containsText("Narrow other");

        page.navigate("/?owner=me&sort=-createdAt");
        assertThat(page.locator("tbody")).containsText("Narrow other");
        assertThat(page.locator("tbody")).not().containsText("Narrow one");

        page.navigate("/?customer=no-such-customer");
        assertThat(page.locator("tbody tr")).hasCount(0);
        for (String wrong : List.of("state=NONE", "severity=Z", "product=X", "owner=all", "sort=secret", "columns=x")) {
            Response answer = page.navigate("/?" + wrong);
            assertThat(answer.status()).as(wrong).isEqualTo(400);
        }
        assertThat(one.tasks()).containsExactly("check-health");
    }

    @Test
    void aSearchFindsByNumberCustomerTextAndExternalId() {
        Walk walk = Walk.request(
                api,
                Map.of(
                        "customerId", "demo-direct-2",
                        "title", "Unmistakable zebra",
                        "description", "The okapi printer is silent.",
                        "externalReference", "EXT-4711-Q"));
        Page page = desk.of("agent", port);

        for (String words : List.of(walk.number(), name("demo-direct-2"), "zebra", "okapi", "ext-4711")) {
            page.navigate("/?sort=-createdAt&q=" + words.replace(" ", "%20"));
            assertThat(page.locator("tbody tr[data-href='/tickets/" + walk.number() + "']"))
                    .hasCount(1);
        }
    }

    @Test
    void aViewIsTheOwnersUntilSharedAndThenTheDesks() {
        Page agent = desk.of("agent", port);
        agent.navigate("/?severity=A&owner=nobody");
        save(agent, "A without owner", false);
        assertThat(agent.locator("h1")).hasText("A without owner");
        assertThat(agent.locator("[name=severity]")).hasValue("A");
        String own = agent.url().replaceFirst(".*view=", "");
        agent.navigate("/?queue=triage");
        save(agent, "Triage for all", true);
        String shared = agent.url().replaceFirst(".*view=", "");

        Page lead = desk.of("lead", port);
        assertThat(lead.locator(".rail")).containsText("Triage for all");
        assertThat(lead.locator(".rail")).not().containsText("A without owner");
        assertThat(lead.navigate("/?view=" + own).status()).isEqualTo(404);
        assertThat(desk.of("customer", port).navigate("/?view=" + shared).status())
                .isEqualTo(404);
        lead.navigate("/?view=" + shared);
        assertThat(lead.locator("h1")).hasText("Triage for all");
        Desk.accessible(lead);
        lead.click("text=Delete this view");
        assertThat(lead.locator(".notice")).hasText("The view Triage for all is gone.");
        agent.navigate("/");
        assertThat(agent.locator(".rail")).containsText("A without owner");
        assertThat(agent.locator(".rail")).not().containsText("Triage for all");
    }

    @Test
    void manyTicketsAreLookedAtThenDoneOneByOneAndTheFailedStayChosen() {
        Walk free = Walk.request(api, Map.of("title", "Bulk free"));
        Walk taken = Walk.request(api, Map.of("title", "Bulk taken"));
        claim("lead", taken);
        Page page = desk.of("agent", port);
        page.navigate("/?q=Bulk&sort=-createdAt");
        box(page, free).check();
        box(page, taken).check();
        assertThat(page.locator("#bulk-count")).hasText("2 chosen");
        page.click("#bulk-claim");

        Locator fates = page.locator("#preview tbody tr");
        assertThat(fates.filter(new Locator.FilterOptions().setHasText("Bulk free")))
                .containsText("becomes yours");
        assertThat(fates.filter(new Locator.FilterOptions().setHasText("Bulk taken")))
                .containsText("lead has it");
        assertThat(assignee(free)).isEmpty();
        Desk.accessible(page);
        page.click("text=Do it for 1");

        assertThat(page.locator("[role=status]")).hasText("Done for 1.");
        assertThat(page.locator(".results li").filter(new Locator.FilterOptions().setHasText("Bulk taken")))
                .containsText("lead has it");
        assertThat(assignee(free)).isEqualTo("agent");
        assertThat(assignee(taken)).isEqualTo("lead");
        assertThat(box(page, taken)).isChecked();
        assertThat(box(page, free)).not().isChecked();
        assertThat(page).hasURL(Pattern.compile("q=Bulk"));
        Desk.accessible(page);
    }

    @Test
    void aTicketThatIsNotTheirsIsUnknownInABulkToo() {
        Walk foreign = Walk.request(api, Map.of("customerId", "demo-bare-1", "title", "Not theirs"));
        api.agent("bulk-agent", Map.of("displayName", "Own partner", "role", "AGENT", "partnerId", "demo-direct"));
        Page page = desk.window("http://127.0.0.1:" + port);
        page.navigate("/login");
        page.fill("[name=username]", "bulk-agent");
        page.fill("[name=password]", "correct horse battery " + Integer.toHexString("bulk-agent".hashCode()));
        page.click("button.primary");

        page.navigate("/list/bulk?what=CLAIM&ticket=" + foreign.number() + "&ticket=10000008");

        assertThat(page.locator("#preview tbody tr:has-text('no such ticket')")).hasCount(2);
        assertThat(page.locator("body")).not().containsText("Not theirs");
        assertThat(page.navigate("/list/bulk?what=ASSIGN&ticket=" + foreign.number())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theListClaimsAndAssignsByKeysAndTheTicketAssignsToo() {
        Walk one = Walk.request(api, Map.of("title", "Keys one"));
        Page page = desk.of("lead", port);
        page.navigate("/?q=" + one.number());
        assertThat(page.locator("html")).hasAttribute("data-live", "true");
        page.keyboard().press("j");
        page.keyboard().press("c");
        assertThat(page.locator("[role=status]")).hasText("Done for 1.");
        assertThat(assignee(one)).isEqualTo("lead");

        assertThat(page.locator("html")).hasAttribute("data-live", "true");
        page.keyboard().press("j");
        page.keyboard().press("a");
        assertThat(page.locator("#bulk-assignee")).isFocused();
        assertThat(box(page, one)).isChecked();
        page.selectOption("#bulk-assignee", "agent");
        page.click("#bulk button[value=ASSIGN]");
        page.click("text=Do it for 1");
        assertThat(page.locator("[role=status]")).hasText("Done for 1.");
        assertThat(assignee(one)).isEqualTo("agent");

        page.navigate("/tickets/" + one.number());
        assertThat(page.locator("html")).hasAttribute("data-live", "true");
        page.keyboard().press("a");
        page.selectOption("#preview [name=assignee]", "lead");
        page.click("text=Look first");
        page.click("text=Do it for 1");
        assertThat(page).hasURL(Pattern.compile("/tickets/" + one.number() + "$"));
        assertThat(assignee(one)).isEqualTo("lead");
    }

    @Test
    void keysStayOffForThePersonInEveryBrowser() {
        Page page = desk.of("agent", port);
        page.keyboard().press("?");
        page.waitForResponse("**/choices/keys", () -> page.check("#keys-off"));

        Page elsewhere = desk.of("agent", port);
        elsewhere.keyboard().press("n");
        assertThat(elsewhere).not().hasURL(Pattern.compile("/tickets/new"));
        Page other = desk.of("lead", port);
        other.keyboard().press("n");
        assertThat(other).hasURL(Pattern.compile("/tickets/new"));
    }

    @Test
    void whoeverStandsInSeesAndWorksTheTasksOfTheAbsentAndOnlyThose() {
        Walk walk = Walk.request(api, Map.of("title", "Left behind"));
        claim("lead", walk);
        String task = walk.task("check-health").path("id").asString();
        String before =
                api.post("agent", "/api/tasks/" + task + "/complete", healthy()).text();
        assertThat(before).contains("is lead's");
        Page lead = desk.of("lead", port);
        lead.navigate("/absences");
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        lead.selectOption("[name=account]", "lead");
        lead.selectOption("[name=substitute]", "agent");
        lead.fill("[name=first]", today);
        lead.fill("[name=last]", today);
        lead.click("button:text-is('Enter')");
        assertThat(lead.locator(".notice")).hasText("Entered.");
        assertThat(lead.locator("#absences tbody tr")).containsText("away now");
        Desk.accessible(lead);

        Page agent = desk.of("agent", port);
        agent.navigate("/?mine=true&sort=-createdAt");
        assertThat(agent.locator("tbody")).containsText("Left behind");
        agent.navigate("/tickets/" + walk.number());
        assertThat(agent.locator(".side .hint").first()).hasText("lead's; you stand in");
        assertThat(api.post("agent", "/api/tasks/" + task + "/complete", healthy())
                        .status())
                .isEqualTo(200);
        assertThat(walk.timeline().toString()).contains("\"assignee\":\"agent\"");

        lead.click("#absences tbody button");
        assertThat(lead.locator(".notice")).containsText("Over");
        Walk later = Walk.request(api, Map.of());
        claim("lead", later);
        String next = later.task("check-health").path("id").asString();
        assertThat(api.post("agent", "/api/tasks/" + next + "/complete", healthy())
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aSubstituteDoesWhatOnlyTheAbsentLeadMayAndNoMoreThanThat() {
        Walk walk =
                Walk.request(api, Map.of("customerId", "demo-bare-1")).healthy().diagnosed("SERVICE_MALFUNCTION");
        Walk other =
                Walk.request(api, Map.of("customerId", "demo-bare-1")).healthy().diagnosed("SERVICE_MALFUNCTION");
        String kind = walk.tasks().getFirst();
        assertThat(List.of("no-entitlement", "grant-role")).contains(kind);
        String task = walk.task(kind).path("id").asString();
        api.post("lead", "/api/tasks/" + task + "/claim", Map.of());
        assertThat(api.get("agent", "/api/tasks/" + task).status()).isEqualTo(404);
        jdbc.sql("""
                insert into absence values ('a1', 'lead', 'agent', timestamp with time zone '2000-01-01 00:00:00+00',
                  timestamp with time zone '2100-01-01 00:00:00+00', 'lead', current_timestamp)""").update();

        assertThat(api.get("agent", "/api/tasks/" + task).status()).isEqualTo(200);
        assertThat(api.get("agent", "/api/tasks/" + other.task(kind).path("id").asString())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void nobodyEntersAnAbsenceOfAnotherWithoutTheRightNorASubstituteWhoDoesNotFit() {
        Page agent = desk.of("agent", port);
        agent.navigate("/absences");
        assertThat(agent.locator("[name=account] option")).hasCount(1);
        for (String unfit : List.of("agent", "customer", "nobody-known")) {
            agent.navigate("/absences");
            agent.evaluate(
                    "who => { const o = document.querySelector('[name=substitute]'); o.innerHTML = ''; o.add(new Option(who, who)); }",
                    unfit);
            agent.fill("[name=first]", "2090-01-01");
            agent.fill("[name=last]", "2090-01-02");
            agent.click("button:text-is('Enter')");
            assertThat(agent.locator(".notice.bad")).containsText("Choose another colleague");
        }
        agent.evaluate(
                "() => { const o = document.querySelector('[name=account]'); o.innerHTML = ''; o.add(new Option('lead', 'lead')); }");
        agent.selectOption("[name=substitute]", "manager");
        agent.click("button:text-is('Enter')");
        assertThat(agent.locator("h1")).hasText("Not yours to do");
    }

    private static Map<String, Object> healthy() {
        return Map.of("values", Map.of("healthMatch", "NONE", "symptomsMatch", false, "needsEngineering", false));
    }

    private void claim(String account, Walk walk) {
        String task = walk.task("check-health").path("id").asString();
        assertThat(api.post(account, "/api/tasks/" + task + "/claim", Map.of()).status())
                .isEqualTo(200);
    }

    private static String assignee(Walk walk) {
        String holder = walk.task("check-health").path("assignee").asString("");
        return holder.equals("null") ? "" : holder;
    }

    private String name(String customer) {
        return api.get("operator", "/api/customers/" + customer)
                .body()
                .path("name")
                .asString();
    }

    private static Locator box(Page page, Walk walk) {
        return page.locator("input[name=ticket][form=bulk][value='" + walk.number() + "']");
    }

    private static void save(Page page, String name, boolean shared) {
        page.click("summary:has-text('Save as a view')");
        page.fill("[name=name]", name);
        if (shared) {
            page.check("[name=shared]");
        }
        page.click(".menu button.primary");
    }
}
