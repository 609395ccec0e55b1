package dev.signalbox.web.security;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.signalbox.support.Api;
import dev.signalbox.support.Desk;
import dev.signalbox.support.SignInProvider;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signing in by OpenID Connect, at a real provider; its grants stand in {@code FreePlace}. */
@SignalboxTest
class OidcSignInTest {

    private static Desk desk;
    private static SignInProvider provider;

    @LocalServerPort
    int port;

    @Value("${test.oidc.port}")
    int providerPort;

    @Autowired
    JdbcClient jdbc;

    @BeforeAll
    static void open() {
        desk = new Desk();
    }

    @AfterAll
    static void close() {
        desk.close();
        if (provider != null) {
            provider.close();
            provider = null;
        }
    }

    @AfterEach
    void nothingBroke() {
        assertThat(desk.complaints(404, 403)).isEmpty();
    }

    @Test
    void aGroupOfTheProviderMakesALeadOfThePartnerOnEveryPageAndByNoPassword() {
        Walk.request(new Api(port), Map.of("customerId", "demo-bare-1", "title", "Another partner's"));
        says("lada", "lada@house.example", List.of("everybody", "desk-leads"), Map.of("name", "Láďa Vedoucí"));

        Page page = signIn("lada");

        assertThat(page.locator(".top")).containsText("Láďa Vedoucí");
        assertThat(page.locator(".rail")).containsText("Board");
        page.navigate("/?q=Another%20partner");
        assertThat(page.locator("tbody tr")).hasCount(0);
        assertThat(account("lada@house.example"))
                .containsEntry("role", "LEAD")
                .containsEntry("partner_id", "demo-direct")
                .containsEntry("password_hash", null);
        assertThat(new Api(port).get("lada@house.example", "/api/tickets").status())
                .isEqualTo(401);
        page.navigate("/account/password");
        page.fill("[name=password]", "quite long enough");
        page.fill("[name=again]", "quite long enough");
        page.click("button.primary");
        assertThat(page.locator("[role=alert]")).isVisible();
        assertThat(account("lada@house.example")).containsEntry("password_hash", null);
        assertThat(sessions()).doesNotContain("eyJ");
        page.navigate("/");
        page.click("text=Sign out");
        assertThat(page).hasURL(Pattern.compile("/login\\?out"));
    }

    @Test
    void whoIsInNoGroupWithAGrantIsToldSoAndGetsNothing() {
        says("nobody", "nobody@house.example", List.of("everybody"), Map.of());

        Page page = at("nobody");

        assertThat(page).hasURL(Pattern.compile("/login\\?noaccess"));
        assertThat(page.locator("[role=alert]"))
                .hasText("You are known there, and have no access here. Ask whoever runs Signalbox for it.");
        assertThat(jdbc.sql("select count(*) from account where username = 'nobody@house.example'")
                        .query(Long.class)
                        .single())
                .isZero();
        page.navigate("/tickets/new");
        assertThat(page).hasURL(Pattern.compile("/login$"));
    }

    @Test
    void theNameOfAnAccountWithAPasswordIsNobodysToTake() {
        says("thief", "operator", List.of("desk-leads"), Map.of());

        Page page = at("thief");

        assertThat(page).hasURL(Pattern.compile("/login\\?noaccess"));
        assertThat(account("operator")).containsEntry("role", "OPERATOR").containsEntry("subject", null);
    }

    @Test
    void whatTheProviderSaysHoldsFromTheNextSignInOnAndAnAccountSwitchedOffIsOut() {
        says("eva", "eva@house.example", List.of("desk-leads"), Map.of());
        signIn("eva");
        says("eva", "eva-renamed@house.example", List.of("desk-agents"), Map.of());
        Page page = signIn("eva");
        assertThat(page.locator(".rail")).not().containsText("Board");
        assertThat(account("eva@house.example")).containsEntry("role", "AGENT");

        jdbc.sql("update account set active = false where username = 'eva@house.example'")
                .update();
        page.navigate("/tickets/new");
        assertThat(page).hasURL(Pattern.compile("/login$"));
        assertThat(at("eva")).hasURL(Pattern.compile("/login\\?noaccess"));
    }

    @Test
    void aCustomersPersonComesInByTheTenantAndSeesItsOwnTickets() {
        Api api = new Api(port);
        String own = Walk.request(api, Map.of("title", "Tenant's own")).number();
        String foreign = Walk.request(api, Map.of("customerId", "demo-direct-2", "title", "Not the tenant's"))
                .number();
        String tenant = jdbc.sql("select tenant_id from customer where id = 'demo-direct-1'")
                .query(String.class)
                .single();
        says("cyril", "cyril@customer.example", List.of("customers"), Map.of("tid", tenant));

        Page page = signIn("cyril");

        page.navigate("/tickets/" + own);
        assertThat(page.locator("h1")).hasText("Tenant's own");
        assertThat(page.navigate("/tickets/" + foreign).status()).isEqualTo(404);

        says("dora", "dora@customer.example", List.of("customers"), Map.of("tid", "no-such-tenant"));
        assertThat(at("dora")).hasURL(Pattern.compile("/login\\?noaccess"));
    }

    @Test
    void anAccountThatAnOperatorPreparedBecomesThePersons() {
        new Api(port)
                .put(
                        "operator",
                        "/api/agents/prepared",
                        Map.of("displayName", "Prepared", "role", "AGENT", "partnerId", "demo-direct"));
        says("pavel", "prepared", List.of("desk-agents"), Map.of("name", "Pavel"));

        Page page = signIn("pavel");

        assertThat(page.locator(".top")).containsText("Pavel");
        assertThat(account("prepared").get("subject")).isEqualTo("pavel");
    }

    @Test
    void aProviderThatIsAwayKeepsNobodyElseOut() {
        Page page = desk.window("http://127.0.0.1:" + port);
        page.navigate("/login");
        page.click("text=Sign in with Away");

        assertThat(page.locator("[role=alert]"))
                .hasText("Signing in there did not work. Try again, or ask whoever runs Signalbox.");
        page.fill("[name=username]", "agent");
        page.fill("[name=password]", "demo");
        page.click("button.primary");
        assertThat(page.locator(".desk")).isVisible();
    }

    private void says(String person, String account, List<String> groups, Map<String, Object> more) {
        if (provider == null) {
            provider = new SignInProvider(
                    providerPort, "signalbox", "between-us", "http://127.0.0.1:" + port + "/login/oauth2/code/house");
        }
        Map<String, Object> claims = new java.util.HashMap<>(more);
        claims.put("preferred_username", account);
        claims.put("groups", groups);
        provider.says(person, claims);
    }

    /** Where the person stands after signing in at the provider. */
    private Page at(String person) {
        Page page = desk.window("http://127.0.0.1:" + port);
        page.navigate("/login");
        page.click("text=Sign in with House");
        page.fill("[name=username]", person);
        page.fill("[name=password]", "there");
        page.click("button");
        page.waitForURL(Pattern.compile("127\\.0\\.0\\.1:" + port));
        return page;
    }

    private Page signIn(String person) {
        Page page = at(person);
        assertThat(page.locator(".desk")).isVisible();
        return page;
    }

    private Map<String, Object> account(String name) {
        return jdbc.sql("select * from account where username = :name")
                .param("name", name)
                .query()
                .singleRow();
    }

    private String sessions() {
        return jdbc.sql("select attribute_bytes from spring_session_attributes")
                .query((row, i) -> new String(row.getBytes(1), java.nio.charset.StandardCharsets.ISO_8859_1))
                .list()
                .toString();
    }
}
