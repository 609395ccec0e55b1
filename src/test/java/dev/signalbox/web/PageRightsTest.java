package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.PageClient;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every page and every form of the running product, tried as strangers would; a new one without a case fails. */
@SignalboxTest
class PageRightsTest {

    private static final String CANARY = "Canary of somebody else";

    /** What anybody may see, and why. */
    private static final Set<String> FOR_ALL = Set.of("/login", "/error", "/status/{link}");

    /** Streams stay open, and say what their own tests see. */
    private static final Set<String> STREAMS = Set.of("/live");

    @LocalServerPort
    int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping routes;

    Api api;
    Map<String, String> own;
    Map<String, String> foreign;
    Map<String, String> unknown;
    int eventsBefore;

    @BeforeEach
    void world() {
        api = new Api(port);
        own = ids(Walk.request(api, Map.of()), "demo-direct-1");
        foreign = ids(Walk.request(api, Map.of("customerId", "demo-bare-1", "title", CANARY)), "demo-bare-1");
        eventsBefore = events(foreign);
        unknown = new LinkedHashMap<>();
        own.keySet().forEach(name -> unknown.put(name, "no-such"));
        unknown.put("number", "10000008");
        for (Map<String, String> ids : List.of(foreign, unknown)) {
            // flows and tables are the house's, and kinds are the same for all
            ids.putAll(Map.of("models/file", "none.form", "version", "1", "kind", "customers"));
        }
    }

    /** What stands for each variable: {@code <first segment>/<variable>}, or the variable alone. */
    private Map<String, String> ids(Walk walk, String customer) {
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put("number", walk.number());
        ids.put("customers/id", customer);
        ids.put("data/id", customer);
        ids.put("tasks/id", walk.task("check-health").path("id").asString());
        ids.put(
                "decisions/id",
                api.get("lead", "/api/tickets/" + walk.number() + "/decisions")
                        .body()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString());
        ids.put("work/id", "none");
        ids.put("held/id", "none");
        ids.put("attachment", "none");
        ids.put("dead-letters/id", "none");
        ids.put("standstills/id", "none");
        ids.put("models/file", "triage.form");
        ids.put("version", "1");
        ids.put("kind", "customers");
        ids.put("link", "none");
        ids.put("views/id", "none");
        ids.put("absences/id", "none");
        return ids;
    }

    @Test
    void aForeignIdAnswersLikeAnUnknownOneOnEveryPageAndForm() {
        api.agent("pages-agent", Map.of("displayName", "Pages", "role", "AGENT", "partnerId", "demo-direct"));
        api.agent("pages-manager", Map.of("displayName", "Pages", "role", "MANAGER", "partnerId", "demo-direct"));
        List<String> leaks = new ArrayList<>();
        for (String account : List.of("customer", "pages-agent", "pages-manager")) {
            PageClient client = new PageClient(port).signIn(account, api.passwordOf(account));
            for (String route : routes()) {
                if (!route.contains("{")) {
                    continue;
                }
                PageClient.Answer other = ask(client, route, foreign);
                PageClient.Answer none = ask(client, route, unknown);
                if (other.status() != none.status()) {
                    leaks.add(route + " tells " + account + " a foreign id (" + other.status()
                            + ") from an unknown one (" + none.status() + ")");
                }
                if (other.text().contains(CANARY)) {
                    leaks.add(route + " shows " + account + " what is somebody else's");
                }
            }
            for (String path : List.of("/", "/?q=Canary", "/customers", "/customers?q=demo-bare", "/data/customers")) {
                if (client.get(path).text().contains(CANARY)) {
                    leaks.add(path + " shows " + account + " what is somebody else's");
                }
            }
        }

        assertThat(leaks).isEmpty();
        assertThat(events(foreign)).isEqualTo(eventsBefore);
    }

    @Test
    void nobodyWhoIsNotSignedInSeesAnyPage() {
        PageClient stranger = new PageClient(port);
        List<String> open = new ArrayList<>();
        for (String route : routes()) {
            PageClient.Answer answer = ask(stranger, route, own);
            boolean sentAway = answer.status() == 302 && answer.location().contains("/login")
                    || answer.status() == 403 && route.startsWith("POST");
            if (!sentAway) {
                open.add(route + " answered " + answer.status());
            }
        }

        assertThat(open).isEmpty();
    }

    @Test
    void noFormIsTakenWithoutItsTokenAndNoPageChangesAnythingByBeingLookedAt() {
        PageClient lead = new PageClient(port).signIn("lead", api.passwordOf("lead"));
        int before = events(own);
        List<String> taken = new ArrayList<>();
        for (String route : routes()) {
            if (route.startsWith("GET")) {
                ask(lead, route, own);
                continue;
            }
            PageClient.Answer answer = lead.post(path(route, own), Map.of("reason", "forged"), false);
            if (answer.status() != 403) {
                taken.add(route + " answered " + answer.status());
            }
        }

        assertThat(taken).isEmpty();
        assertThat(events(own)).isEqualTo(before);
    }

    private int events(Map<String, String> ids) {
        return api.get("operator", "/api/tickets/" + ids.get("number") + "/timeline")
                .body()
                .path("total")
                .asInt();
    }

    private TreeSet<String> routes() {
        return routes.getHandlerMethods().keySet().stream()
                .flatMap(route -> route.getPatternValues().stream()
                        .filter(path -> !path.startsWith("/api")
                                && !path.startsWith("/v3/")
                                && !path.startsWith("/swagger")
                                && !path.startsWith("/schemas")
                                && !path.startsWith("/asyncapi")
                                && !FOR_ALL.contains(path)
                                && !STREAMS.contains(path))
                        .flatMap(path -> route.getMethodsCondition().getMethods().stream()
                                .map(method -> method + " " + path)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private PageClient.Answer ask(PageClient client, String route, Map<String, String> ids) {
        String path = path(route, ids);
        return switch (route.split(" ")[0]) {
            case "GET" -> client.get(path);
            case "POST" -> client.post(path, Map.of(), true);
            default -> throw new IllegalArgumentException("Expected GET or POST of a page, found " + route);
        };
    }

    private static String path(String route, Map<String, String> ids) {
        String path = route.split(" ")[1];
        Pattern variable = Pattern.compile("[{]([a-zA-Z]+)(?::([^}]*))?}");
        for (Matcher found = variable.matcher(path); found.find(); found = variable.matcher(path)) {
            String name = found.group(1);
            String[] before = path.substring(0, found.start()).split("/");
            String room = before.length == 0 ? "" : before[before.length - 1];
            String id = ids.getOrDefault(room + "/" + name, ids.get(name));
            if (id == null && name.equals("id")) {
                id = ids.get(path.split("/")[1] + "/id");
            }
            if (id == null && found.group(2) != null && found.group(2).contains("|")) {
                id = found.group(2).split("[|]")[0];
            }
            assertThat(id)
                    .as("what stands for {%s} of %s in this test", name, route)
                    .isNotNull();
            path = path.replace(found.group(), id);
        }
        return path.contains("/picture/flow") ? path + "?id=none" : path;
    }
}
