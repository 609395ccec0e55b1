package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@SignalboxTest
class RightsTest {

    private static final List<String> ACCOUNTS =
            List.of("agent", "lead", "manager", "operator", "auditor", "customer", "producer");

    /** Every route of the API has a row below; a new one fails the test until it has. */
    private static final Set<String> COVERED = new TreeSet<>(Set.of(
            "POST /api/tickets",
            "GET /api/tickets",
            "GET /api/tickets/{number}",
            "GET /api/tickets/{number}/timeline",
            "GET /api/tickets/{number}/decisions",
            "GET /api/tickets/{number}/clocks",
            "GET /api/tickets/{number}/messages",
            "POST /api/tickets/{number}/messages",
            "POST /api/tickets/{number}/withdraw",
            "POST /api/tickets/{number}/reopen",
            "POST /api/tickets/{number}/merge",
            "POST /api/tickets/{number}/severity",
            "GET /api/tasks",
            "GET /api/tasks/{id}",
            "POST /api/tasks/{id}/claim",
            "POST /api/tasks/{id}/release",
            "POST /api/tasks/{id}/complete",
            "POST /api/events",
            "GET /api/events",
            "GET /api/dead-letters",
            "GET /api/dead-letters/{id}",
            "POST /api/dead-letters/{id}/replay",
            "GET /api/customers",
            "GET /api/customers/{id}",
            "GET /api/customers/{id}/health",
            "GET /api/customers/{id}/support-statement",
            "GET /api/customers/{id}/entitlements",
            "POST /api/demo/clock"));

    @LocalServerPort
    int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping routes;

    Api api;

    @BeforeEach
    void client() {
        api = new Api(port);
    }

    @Test
    void everyRouteOfTheApiHasACase() {
        Set<String> found = routes.getHandlerMethods().keySet().stream()
                .filter(route -> route.getPatternValues().stream().anyMatch(path -> path.startsWith("/api")))
                .flatMap(route -> route.getMethodsCondition().getMethods().stream()
                        .map(method -> method + " "
                                + route.getPatternValues().iterator().next()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(found).isEqualTo(COVERED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET  /api/tickets                           | 200 200 200 200 200 200 403
                    GET  /api/tickets/{own}                     | 200 200 200 200 200 200 403
                    GET  /api/tickets/{foreign}                 | 200 200 200 200 200 404 403
                    GET  /api/tickets/{foreign}/timeline        | 200 200 200 200 200 404 403
                    GET  /api/tickets/{foreign}/decisions       | 200 200 200 200 200 404 403
                    GET  /api/tickets/{foreign}/clocks          | 200 200 200 200 200 404 403
                    GET  /api/tickets/{foreign}/messages        | 200 200 200 200 200 404 403
                    POST /api/tickets/{foreign}/messages        | 422 422 422 403 403 404 403
                    POST /api/tickets/{own}/messages            | 422 422 422 403 403 422 403
                    POST /api/tickets/{foreign}/reopen          | 422 422 422 403 403 404 403
                    POST /api/tickets/{foreign}/merge           | 422 422 422 403 403 404 403
                    POST /api/tickets/{own}/merge               | 422 422 422 403 403 403 403
                    POST /api/tickets/{own}/severity            | 403 422 422 403 403 403 403
                    POST /api/tickets/10000008/withdraw         | 404 404 404 404 404 404 403
                    POST /api/tickets                           | 422 422 422 403 403 422 422
                    GET  /api/tasks                             | 200 200 200 200 200 200 200
                    GET  /api/tasks/{task}                      | 200 200 200 404 404 404 404
                    POST /api/tasks/{task}/release              | 409 409 409 404 404 404 404
                    POST /api/tasks/{task}/complete             | 422 422 422 404 404 404 404
                    POST /api/tasks/none/claim                  | 404 404 404 404 404 404 404
                    POST /api/events                            | 403 403 403 400 403 403 400
                    GET  /api/events?source=a&id=b              | 404 404 404 404 404 403 404
                    GET  /api/dead-letters                      | 403 403 403 200 200 403 403
                    GET  /api/dead-letters/none                 | 403 403 403 404 404 403 403
                    POST /api/dead-letters/none/replay          | 403 403 403 404 403 403 403
                    GET  /api/customers                         | 200 200 200 403 200 200 403
                    GET  /api/customers/demo-direct-1           | 200 200 200 403 200 200 403
                    GET  /api/customers/demo-silver-1           | 200 200 200 403 200 404 403
                    GET  /api/customers/demo-silver-1/health    | 200 200 200 403 200 404 403
                    GET  /api/customers/demo-silver-1/support-statement | 200 200 200 403 200 404 403
                    GET  /api/customers/demo-silver-1/entitlements      | 200 200 200 403 200 404 403
                    POST /api/demo/clock                        | 422 422 422 422 403 403 422
                    GET  /actuator/prometheus                   | 403 403 200 200 403 403 403
                    """)
    void eachRoleDoesItsOwnWorkOnTheDataItMaySee(String route, String expected) {
        Walk own = Walk.request(api, Map.of());
        Walk foreign = Walk.request(api, Map.of("customerId", "demo-bare-1", "reportedCategory", "OTHER"));
        String task = foreign.task("triage").path("id").asString();
        String method = route.split("\\s+")[0];
        String path = route.split("\\s+")[1]
                .replace("{own}", own.number())
                .replace("{foreign}", foreign.number())
                .replace("{task}", task);

        String found = ACCOUNTS.stream()
                .map(account -> String.valueOf(status(account, method, path)))
                .collect(Collectors.joining(" "));

        assertThat(found).isEqualTo(expected.strip());
    }

    private int status(String account, String method, String path) {
        return method.equals("GET")
                ? api.get(account, path).status()
                : api.raw(account, path, "{}".getBytes(StandardCharsets.UTF_8), "application/json")
                        .status();
    }

    @Test
    void nobodyUnknownComesIn() {
        for (String path : List.of("/api/tickets", "/api/tasks", "/api/events?source=a&id=b", "/actuator/prometheus")) {
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
