package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Each route of the API as each role, on the data of the role's own partner or customer and on that of another. The
 * routes come from the running product, the answers are compared with the table in docs/rights.md, which
 * {@code -Dsignalbox.rights.write=true} writes anew: a route without a row there fails.
 */
@SignalboxTest
class RightsTest {

    private static final Path TABLE = Path.of("docs/rights.md");
    private static final String BEGIN = "<!-- table: made by RightsTest -->\n";

    /** The accounts that ask: all but the service account work for the partner demo-direct. */
    private static final List<String> ROLES =
            List.of("agent", "lead", "manager", "operator", "auditor", "customer", "producer", "service account");

    private static final Map<String, String[]> ITEMS = Map.ofEntries(
            Map.entry("partners", new String[] {"demo-direct", "demo-bare"}),
            Map.entry("customers", new String[] {"demo-direct-1", "demo-bare-1"}),
            Map.entry("contacts", new String[] {"rights-own", "rights-foreign"}),
            Map.entry("contracts", new String[] {"demo-direct-1", "demo-bare-1"}),
            Map.entry("calendars", new String[] {"rights-own", "rights-foreign"}),
            Map.entry("calendar-uses", new String[] {"rights-own", "rights-foreign"}),
            Map.entry("on-call-shifts", new String[] {"rights-own", "rights-foreign"}),
            Map.entry("deliveries", new String[] {"demo-direct-1-any-any-any", "demo-bare-1-any-any-any"}),
            Map.entry("subscriptions", new String[] {"demo-direct-1-azure", "demo-bare-1-azure"}),
            Map.entry("support-plans", new String[] {"demo-direct-advanced", "demo-provider-premier"}),
            Map.entry("delegated-access", new String[] {"demo-direct-1", "demo-bare-1"}),
            Map.entry("teams", new String[] {"rights-own", "rights-foreign"}),
            Map.entry("queues", new String[] {"rights-own", "rights-foreign"}),
            Map.entry("text-modules", new String[] {"rights-own", "rights-foreign"}),
            Map.entry("agents", new String[] {"rights-colleague", "rights-stranger"}),
            Map.entry("service-accounts", new String[] {"rights-own", "rights-foreign"}),
            Map.entry("webhooks", new String[] {"rights-own", "rights-foreign"}),
            Map.entry("incoming", new String[] {"rights-own", "rights-foreign"}));

    @LocalServerPort
    int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping routes;

    @Autowired
    JdbcClient jdbc;

    Api api;
    Map<String, String> accounts;
    Map<String, String> own;
    Map<String, String> foreign;
    Map<String, String> unknown;

    @BeforeEach
    void world() {
        api = new Api(port);
        api.put("operator", "/api/teams/rights-own", Map.of("name", "Own", "partnerId", "demo-direct"));
        api.put("operator", "/api/teams/rights-foreign", Map.of("name", "Foreign", "partnerId", "demo-bare"));
        api.put("operator", "/api/queues/rights-own", Map.of("name", "Own", "partnerId", "demo-direct"));
        api.put("operator", "/api/queues/rights-foreign", Map.of("name", "Foreign", "partnerId", "demo-bare"));
        text("rights-own", "demo-direct");
        text("rights-foreign", "demo-bare");
        calendar("rights-own", "demo-direct");
        calendar("rights-foreign", "demo-bare");
        contact("rights-own", "demo-direct-1");
        contact("rights-foreign", "demo-bare-1");
        api.put("operator", "/api/agents/rights-colleague", person("AGENT", "demo-direct"));
        api.put("operator", "/api/agents/rights-stranger", person("AGENT", "demo-bare"));
        shift("rights-own", "demo-direct", "rights-colleague");
        shift("rights-foreign", "demo-bare", "rights-stranger");
        incoming("rights-own", "demo-direct", "demo-direct-1");
        incoming("rights-foreign", "demo-bare", "demo-bare-1");
        service("rights-own", "demo-direct");
        service("rights-foreign", "demo-bare");
        webhooks();
        accounts = new LinkedHashMap<>();
        for (String role : ROLES.subList(0, 7)) {
            String id = role.equals("customer") ? role : "rights-" + role;
            if (!role.equals("customer")) {
                api.agent(id, person(role.toUpperCase(java.util.Locale.ROOT), "demo-direct"));
            }
            accounts.put(role, id);
        }
        accounts.put(
                "service account",
                api.post("operator", "/api/service-accounts/rights-own/tokens", Map.of())
                        .body()
                        .path("token")
                        .asString());
        own = ids(Walk.request(api, Map.of("reportedCategory", "OTHER")), 0);
        foreign = ids(Walk.request(api, Map.of("customerId", "demo-bare-1", "reportedCategory", "OTHER")), 1);
        unknown = new LinkedHashMap<>();
        own.keySet().forEach(name -> unknown.put(name, "no-such"));
        unknown.put("number", "10000008");
        unknown.put("kind", "customers");
        // flows and tables belong to the whole house: there is no foreign one
        for (Map<String, String> ids : List.of(foreign, unknown)) {
            ids.putAll(Map.of("models/file", "none.form", "models/version", "1", "models/number", "0"));
        }
    }

    private void text(String id, String partner) {
        api.put(
                "operator",
                "/api/text-modules/" + id,
                Map.of("name", "Greeting", "language", "en", "partnerId", partner, "body", "Hello {contact}"));
    }

    private void calendar(String id, String partner) {
        api.put(
                "operator",
                "/api/calendars/" + id,
                Map.of(
                        "name",
                        "Desk",
                        "partnerId",
                        partner,
                        "timeZone",
                        "Europe/Prague",
                        "hours",
                        List.of("Mon-Fri 09:00-17:00")));
        api.put(
                "operator",
                "/api/calendar-uses/" + id,
                Map.of("partnerId", partner, "vehicle", "ISV", "calendarId", id));
    }

    private void shift(String id, String partner, String agent) {
        api.put(
                "operator",
                "/api/on-call-shifts/" + id,
                Map.of(
                        "partnerId",
                        partner,
                        "agent",
                        agent,
                        "from",
                        "2026-11-23T17:00:00Z",
                        "to",
                        "2026-11-24T07:00:00Z"));
    }

    private void contact(String id, String customer) {
        api.put(
                "operator",
                "/api/contacts/" + id,
                Map.of("customerId", customer, "name", "Rita Rights", "email", id + "@rights.example"));
    }

    private void webhooks() {
        Map.of("rights-own", "demo-direct", "rights-foreign", "demo-bare")
                .forEach((id, partner) -> api.put(
                        "operator",
                        "/api/webhooks/" + id,
                        Map.of(
                                "url",
                                "https://endpoint.example/" + id,
                                "types",
                                List.of("ticket.withdrawn"),
                                "partnerId",
                                partner,
                                "active",
                                false)));
    }

    private void incoming(String id, String partner, String customer) {
        jdbc.sql("delete from mail_in where id = :id").param("id", id).update();
        jdbc.sql("""
                insert into mail_in (id, event_id, partner_id, customer_id, state, attachments, read_at)
                values (:id, :id, :partner, :customer, 'REFUSED', 0, current_timestamp)""")
                .param("id", id)
                .param("partner", partner)
                .param("customer", customer)
                .update();
    }

    private static Map<String, Object> person(String role, String partner) {
        return Map.of("displayName", "Rights " + role, "role", role, "partnerId", partner);
    }

    private void service(String id, String partner) {
        api.put(
                "operator",
                "/api/service-accounts/" + id,
                Map.of(
                        "displayName",
                        "Monitoring",
                        "partnerId",
                        partner,
                        "sources",
                        List.of("urn:" + id),
                        "types",
                        List.of("*")));
    }

    /** What stands for each variable of a route: {@code <first segment>/<variable>}, or the variable alone. */
    private Map<String, String> ids(Walk walk, int which) {
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put("number", walk.number());
        ids.put("tasks/id", walk.task("triage").path("id").asString());
        ITEMS.forEach((kind, pair) -> {
            ids.put(kind + "/id", pair[which]);
            ids.put(kind + "/externalId", pair[which]);
        });
        ids.put("dead-letters/id", "none");
        ids.put("standstills/id", "none");
        api.post(
                "lead",
                "/api/tickets/" + walk.number() + "/messages",
                Map.of("visibility", "PUBLIC", "body", "We are on it."));
        ids.put(
                "mail/id",
                api.get("operator", "/api/mail?ticket=" + walk.number())
                        .body()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString());
        ids.put("tickets/id", made(api.post("agent", "/api/tickets/" + walk.number() + "/work", Map.of("minutes", 5))));
        ids.put(
                "opportunities/id",
                made(api.post(
                        "agent",
                        "/api/tickets/" + walk.number() + "/opportunities",
                        Map.of("productFamily", "AZURE", "note", "Wants a backup"))));
        ids.put("webhooks/name", which == 0 ? "alertmanager" : "none");
        ids.put("attachment", attached(walk.number()));
        ids.put("models/file", "triage.form");
        ids.put("models/version", "1");
        ids.put("models/number", "1");
        ids.put("connection", "none");
        ids.put("token", "none");
        ids.put("delivery", "none");
        ids.put("kind", "customers");
        ids.put("decision", "severity");
        return ids;
    }

    private String attached(String number) {
        String body = "--cut\r\nContent-Disposition: form-data; name=\"body\"\r\n\r\nSee\r\n"
                + "--cut\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\nText\r\n--cut--";
        return api.raw(
                        "agent",
                        "/api/tickets/" + number + "/attachments",
                        body.getBytes(StandardCharsets.UTF_8),
                        "multipart/form-data; boundary=cut")
                .body()
                .path("items")
                .path(0)
                .path("id")
                .asString();
    }

    private static String made(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.body().path("id").asString();
    }

    @Test
    void eachRoleDoesItsOwnWorkOnItsOwnDataAndOnNoOther() throws IOException {
        List<String> rows = new ArrayList<>();
        List<String> leaks = new ArrayList<>();
        for (String route : routes()) {
            Map<String, String> cells = new LinkedHashMap<>();
            for (String role : ROLES) {
                String account = accounts.get(role);
                Api.Answer mine = ask(account, route, own);
                if (!route.contains("{")) {
                    cells.put(role, String.valueOf(mine.status()));
                    if (route.startsWith("GET") && mine.text().contains("demo-bare")) {
                        leaks.add(route + " shows " + role + " what is of demo-bare");
                    }
                    continue;
                }
                Api.Answer other = ask(account, route, foreign);
                Api.Answer none = ask(account, route, unknown);
                cells.put(
                        role,
                        mine.status() == other.status() ? "" + mine.status() : mine.status() + " / " + other.status());
                boolean makes = route.startsWith("PUT");
                if (!makes && other.status() != none.status()) {
                    leaks.add(route + " tells " + role + " a foreign id (" + other.status() + ") from an unknown one ("
                            + none.status() + ")");
                }
                if (other.status() < 300 && other.text().contains("demo-bare")) {
                    leaks.add(route + " shows " + role + " what is of demo-bare");
                }
            }
            rows.add("| `" + route + "` | " + String.join(" | ", cells.values()) + " |");
        }
        String table = "| route | " + String.join(" | ", ROLES) + " |\n|---|" + "---|".repeat(ROLES.size()) + "\n"
                + String.join("\n", rows) + "\n";

        assertThat(leaks).isEmpty();
        assertThat(told(table)).isEqualTo(table);
    }

    private static String told(String found) throws IOException {
        String document = Files.readString(TABLE);
        String before = document.substring(0, document.indexOf(BEGIN) + BEGIN.length());
        if (Boolean.getBoolean("signalbox.rights.write")) {
            Files.writeString(TABLE, before + found);
        }
        return Files.readString(TABLE).substring(before.length());
    }

    /** Every route of the running product, with each kind of data where it takes any. */
    private TreeSet<String> routes() {
        TreeSet<String> all = routes.getHandlerMethods().keySet().stream()
                .filter(route -> route.getPatternValues().stream().anyMatch(path -> path.startsWith("/api")))
                .flatMap(route -> route.getMethodsCondition().getMethods().stream()
                        .flatMap(method -> kinds(method + " "
                                        + route.getPatternValues().iterator().next())
                                .stream()))
                .collect(Collectors.toCollection(TreeSet::new));
        all.add("GET /actuator/prometheus");
        return all;
    }

    private static List<String> kinds(String route) {
        Matcher kinds = Pattern.compile("\\{kind:([^}]*)}").matcher(route);
        return kinds.find()
                ? Pattern.compile("[|]")
                        .splitAsStream(kinds.group(1))
                        .map(kind -> route.replace(kinds.group(), kind))
                        .toList()
                : List.of(route);
    }

    private Api.Answer ask(String account, String route, Map<String, String> ids) {
        String[] parts = route.split(" ");
        String path = parts[1];
        String room = path.contains("/incoming/") ? "incoming" : path.split("/")[2];
        if (route.startsWith("DELETE /api/webhooks/")) {
            webhooks(); // the role before may have deleted it
        }
        for (Matcher variable = Pattern.compile("\\{([a-zA-Z]+)}").matcher(path);
                variable.find();
                variable = Pattern.compile("\\{([a-zA-Z]+)}").matcher(path)) {
            String name = variable.group(1);
            String id = ids.getOrDefault(room + "/" + name, ids.get(name));
            assertThat(id)
                    .as("what stands for {%s} of %s in this test", name, route)
                    .isNotNull();
            path = path.replace(variable.group(), id);
        }
        if (path.equals("/api/events") && parts[0].equals("GET")) {
            path += "?source=a&id=b";
        }
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        return switch (parts[0]) {
            case "GET" -> api.get(account, path);
            case "PUT" -> api.put(account, path, Map.of());
            case "DELETE" -> api.delete(account, path);
            case "POST" -> api.raw(account, path, body, "application/json");
            default -> throw new IllegalArgumentException(route);
        };
    }

    @Test
    void staffWithoutAPartnerReachesTheDataOfAll() {
        for (String path : List.of(
                "/api/tickets/" + foreign.get("number"),
                "/api/customers/demo-bare-1",
                "/api/contacts/rights-foreign",
                "/api/tasks/" + foreign.get("tasks/id"))) {
            assertThat(api.get("lead", path).status()).as(path).isEqualTo(200);
        }
        assertThat(api.get("customer", "/api/tickets/" + foreign.get("number")).status())
                .isEqualTo(404);
    }

    @Test
    void nobodyUnknownComesIn() {
        for (String route : routes()) {
            String path = route.split(" ")[1].replaceAll("\\{[^}]*}", "x");
            assertThat(api.get(null, path).status()).as(path).isEqualTo(401);
            assertThat(api.get("stranger", path).status()).as(path).isEqualTo(401);
        }
        assertThat(api.get(null, "/actuator/health").text()).contains("UP").doesNotContain("components", "db");
        assertThat(api.get(null, "/v3/api-docs").status()).isEqualTo(200);
    }

    @Test
    void aCustomerSeesNoInternalWordAndNoDecision() {
        Walk walk = Walk.request(api, Map.of());
        api.post(
                "agent",
                "/api/tickets/" + walk.number() + "/messages",
                Map.of("visibility", "INTERNAL", "body", "They forgot to pay."));

        String seen = api.get("customer", "/api/tickets/" + walk.number() + "/messages")
                        .text()
                + api.get("customer", "/api/tickets/" + walk.number() + "/timeline")
                        .text();

        assertThat(seen).doesNotContain("forgot to pay", "INTERNAL", "decision-made", "task-created");
        assertThat(api.get("customer", "/api/tickets/" + walk.number() + "/decisions")
                        .body()
                        .path("items"))
                .isEmpty();
    }
}
