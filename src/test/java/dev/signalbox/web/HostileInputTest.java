package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.PageClient;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.SqlTexts;
import dev.signalbox.support.Walk;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Hostile parameters and bodies on every route of the running product, whichever it has. */
@SignalboxTest
@ExtendWith(OutputCaptureExtension.class)
class HostileInputTest {

    private static final List<String> SQL = List.of(
            "' or '1'='1",
            "1; drop table ticket --",
            "%' union select password from account --",
            "title desc; select 1");

    @LocalServerPort
    int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping routes;

    Api api;
    Walk walk;

    @BeforeEach
    void world() {
        api = new Api(port);
        walk = Walk.request(api, Map.of());
    }

    @Test
    void sqlInAnyParameterIsAValueLikeAnyOtherAndInNoStatementsText() {
        List<String> broken = new ArrayList<>();
        PageClient pages = new PageClient(port).signIn("operator", "demo");
        Set<String> sent = SqlTexts.during(() -> parametersOfGets().forEach((path, names) -> {
            for (String name : names) {
                for (String attack : SQL) {
                    String asked = path + "?" + name + "=" + URLEncoder.encode(attack, StandardCharsets.UTF_8);
                    int status = path.startsWith("/api")
                            ? api.get("operator", asked).status()
                            : pages.get(asked).status();
                    if (status >= 500) {
                        broken.add(asked + " answered " + status);
                    }
                }
            }
        }));

        assertThat(sent)
                .hasSizeGreaterThan(50)
                .noneMatch(text -> text.contains("'1'='1")
                        || text.contains("drop table")
                        || text.contains("select password from account")
                        || text.contains("desc; select"));
        assertThat(broken).isEmpty();
        assertThat(api.get("agent", "/api/tickets?q=" + URLEncoder.encode("' or '1'='1", StandardCharsets.UTF_8))
                        .body()
                        .path("total")
                        .asInt())
                .isZero();
        walk.is("DIAGNOSING");
    }

    @Test
    void fieldsThatNobodyMaySetAreRefusedOrIgnoredByEveryCall() {
        Map<String, Object> greedy = Map.of(
                "role", "OPERATOR",
                "state", "CLOSED",
                "customerId", "demo-bare-1",
                "partnerId", "demo-bare",
                "assignee", "customer",
                "number", "10000008",
                "severity", "A",
                "__proto__", Map.of("admin", true));
        Walk own = Walk.request(api, Map.of("customerId", "demo-direct-1"));
        List<String> broken = new ArrayList<>();
        for (String account : List.of("customer", "agent")) {
            for (String path : posts()) {
                int status = api.post(account, path.replace("{number}", own.number()), greedy)
                        .status();
                if (status >= 500) {
                    broken.add(account + " " + path + " answered " + status);
                }
                assertThat(own.field("customerId")).as(path).isEqualTo("demo-direct-1");
                assertThat(own.field("severity")).as(path).isEqualTo("B");
            }
        }

        assertThat(broken).isEmpty();
        assertThat(api.get("customer", "/api/tickets?state=CLOSED")
                        .body()
                        .path("items")
                        .findValuesAsString("number"))
                .doesNotContain(own.number());
    }

    @Test
    void whatPeopleWriteIsNowhereInTheLogAndNobodyForgesALineOfIt(CapturedOutput output) {
        String canary = "Canary" + System.nanoTime();
        String forged = canary + "\r\n2026-11-26T00:00:00.000Z  INFO forged by a user\u001b[31m";
        api.post("agent", "/api/tickets", Map.of("customerId", canary, "title", forged, "description", forged));
        Walk told = Walk.request(
                api,
                Map.of(
                        "title",
                        canary,
                        "description",
                        forged.replace("\u001b", ""),
                        "contact",
                        Map.of("name", canary, "email", canary + "@brnologistics.example")));
        told.replies(forged.replace("\u001b", ""));
        api.post(
                "agent", "/api/tickets/" + told.number() + "/messages", Map.of("visibility", "PUBLIC", "body", forged));
        api.get("agent", "/api/tickets?q=" + URLEncoder.encode(forged, StandardCharsets.UTF_8));
        api.raw(
                "operator",
                "/api/events",
                ("{\"customerId\": \"" + canary + "\"}").getBytes(StandardCharsets.UTF_8),
                "application/json",
                "ce-specversion",
                "1.0",
                "ce-id",
                canary,
                "ce-source",
                "urn:hostile",
                "ce-subject",
                "HOSTILE",
                "ce-type",
                "dev.signalbox.ticket.requested.v1");
        new PageClient(port).post("/login", Map.of("username", forged, "password", canary), true);

        assertThat(output.getAll()
                        .lines()
                        .filter(line ->
                                line.contains("forged by a user") && line.startsWith("2026-11-26T00:00:00.000Z")))
                .isEmpty();
        assertThat(output.getAll()).doesNotContain("\u001b[31mforged", "INFO forged by a user\u001b");
        assertThat(output.getAll().lines().filter(line -> line.contains(canary)).toList())
                .as("lines of the log that hold what people wrote")
                .isEmpty();
    }

    @Test
    void hugeHeadersAndBodiesAreRefusedAndOthersServed() {
        String huge = "x".repeat(30_000);
        assertThat(api.raw(
                                "agent",
                                "/api/tickets",
                                "{}".getBytes(StandardCharsets.UTF_8),
                                "application/json",
                                "X-Huge",
                                huge)
                        .status())
                .isBetween(400, 499);
        assertThat(api.post(
                                "agent",
                                "/api/tickets/" + walk.number() + "/messages",
                                Map.of("visibility", "PUBLIC", "body", "x".repeat(3_000_000)))
                        .status())
                .isBetween(400, 499);
        assertThat(api.get("agent", "/api/tickets/" + walk.number()).status()).isEqualTo(200);
    }

    /** The parameters of every page and API call that reads, by a path with something in each variable. */
    private Map<String, List<String>> parametersOfGets() {
        Map<String, List<String>> found = new TreeMap<>();
        routes.getHandlerMethods().forEach((route, method) -> {
            if (route.getMethodsCondition().getMethods().stream()
                    .anyMatch(one -> one.name().equals("GET"))) {
                route.getPatternValues().stream()
                        .filter(path ->
                                !path.startsWith("/v3") && !path.startsWith("/swagger") && !path.equals("/live"))
                        .forEach(path -> found.merge(filled(path), parameters(method), (some, more) -> {
                            List<String> all = new ArrayList<>(some);
                            all.addAll(more);
                            return all;
                        }));
            }
        });
        return found;
    }

    private String filled(String path) {
        return path.replaceAll("[{]number(:[^}]*)?}", walk.number())
                .replaceAll("[{]kind(:[^}]*)?}", "customers")
                .replaceAll("[{][a-zA-Z]+(:[^}]*)?}", "x%27%20or%20%271%27=%271");
    }

    private static List<String> parameters(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                .map(parameter -> {
                    String name =
                            parameter.getParameterAnnotation(RequestParam.class).name();
                    return name.isEmpty()
                            ? method.getMethod()
                                    .getParameters()[parameter.getParameterIndex()]
                                    .getName()
                            : name;
                })
                .collect(Collectors.toList());
    }

    /** The calls that change a ticket, or make something. */
    private List<String> posts() {
        return routes.getHandlerMethods().keySet().stream()
                .filter(route -> route.getMethodsCondition().getMethods().stream()
                        .anyMatch(one -> one.name().equals("POST")))
                .flatMap(route -> route.getPatternValues().stream())
                .filter(path -> path.startsWith("/api/")
                        && !path.replace("{number}", "").contains("{")
                        && !path.contains("import")
                        && !path.contains("clock"))
                .sorted()
                .toList();
    }
}
