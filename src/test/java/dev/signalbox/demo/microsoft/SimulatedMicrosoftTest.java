package dev.signalbox.demo.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.support.TurnedClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulatedMicrosoftTest {

    private static final String TENANT = "6f1a2b3c-0000-4000-8000-000000000001";
    private static final String OTHER = "6f1a2b3c-0000-4000-8000-000000000002";
    private static final String APP = "aaaaaaaa-0000-4000-8000-00000000000a";
    private static final String GRAPH = "https://graph.microsoft.com/.default";
    private static final String AZURE = "https://management.azure.com/.default";
    private static final String ISSUES = "/v1.0/admin/serviceAnnouncement/issues";

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-03-02T08:00:00Z"));
    private final HttpClient client = HttpClient.newHttpClient();
    private SimulatedMicrosoft microsoft;
    private GraphHealth graph;

    @BeforeEach
    void start() {
        microsoft = SimulatedMicrosoft.start(0, clock);
        graph = microsoft.with(new GraphHealth(microsoft));
        microsoft.directory().app(APP, "right").consent(TENANT, APP, "ServiceHealth.Read.All");
    }

    @AfterEach
    void stop() {
        client.close();
        microsoft.close();
    }

    @Test
    void aWrongSecretIsRefusedAsDocumented() throws Exception {
        HttpResponse<String> refused = token(TENANT, "wrong", GRAPH);

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(json(refused).path("error").asString()).isEqualTo("invalid_client");
        assertThat(json(refused).path("error_codes").path(0).asInt()).isEqualTo(7000215);
        assertThat(json(refused).path("error_description").asString()).startsWith("AADSTS7000215:");
    }

    @Test
    void aTenantThatNeverConsentedKnowsNoApp() throws Exception {
        microsoft.directory().tenant(OTHER);

        assertThat(json(token(OTHER, "right", GRAPH))
                        .path("error_codes")
                        .path(0)
                        .asInt())
                .isEqualTo(700016);
        assertThat(json(token("nobody", "right", GRAPH))
                        .path("error_codes")
                        .path(0)
                        .asInt())
                .isEqualTo(90002);
    }

    @Test
    void aScopeThatIsNoDefaultIsRefused() throws Exception {
        assertThat(json(token(TENANT, "right", "https://graph.microsoft.com/ServiceHealth.Read.All"))
                        .path("error")
                        .asString())
                .isEqualTo("invalid_scope");
    }

    @Test
    void aTokenIsGoodForItsServiceAndItsTime() throws Exception {
        String token = good(GRAPH);

        assertThat(get(ISSUES, token).statusCode()).isEqualTo(200);
        assertThat(get(ISSUES, good(AZURE)).statusCode()).isEqualTo(401);
        clock.advance(Duration.ofMinutes(61));

        HttpResponse<String> expired = get(ISSUES, token);
        assertThat(expired.statusCode()).isEqualTo(401);
        assertThat(json(expired).path("error").path("code").asString()).isEqualTo("InvalidAuthenticationToken");
    }

    @Test
    void healthNeedsItsPermission() throws Exception {
        microsoft.directory().consent(TENANT, APP, "User.Read.All");

        assertThat(get(ISSUES, good(GRAPH)).statusCode()).isEqualTo(403);
    }

    @Test
    void pagesAreFollowedByTheirLinks() throws Exception {
        for (int i = 0; i < 7; i++) {
            graph.begins("EX%06d".formatted(i), "Exchange Online", "Incident", "Issue " + i, TENANT);
        }
        graph.begins("EX999999", "Exchange Online", "Incident", "Somebody else's", OTHER);
        String token = good(GRAPH);
        List<String> seen = new ArrayList<>();
        String next = microsoft.baseUri() + ISSUES;
        while (next != null) {
            JsonNode page = json(client.send(
                    HttpRequest.newBuilder(URI.create(next))
                            .header("Authorization", "Bearer " + token)
                            .header("Prefer", "odata.maxpagesize=3")
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
            page.path("value").forEach(issue -> seen.add(issue.path("id").asString()));
            next = page.path("@odata.nextLink").asString(null);
        }

        assertThat(seen)
                .containsExactly("EX000000", "EX000001", "EX000002", "EX000003", "EX000004", "EX000005", "EX000006");
        assertThat(microsoft.requests().count("GET .*/issues")).isEqualTo(3);
    }

    @Test
    void theTwoHundredFortyFirstRequestOfAMinuteIsThrottled() throws Exception {
        String token = good(GRAPH);
        for (int i = 0; i < 240; i++) {
            assertThat(get(ISSUES, token).statusCode()).isEqualTo(200);
        }

        HttpResponse<String> refused = get(ISSUES, token);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, 61L);
        clock.advance(Duration.ofSeconds(61));
        assertThat(get(ISSUES, token).statusCode()).isEqualTo(200);
    }

    @Test
    void azureShowsEventsToReadersOfTheSubscriptionOnly() throws Exception {
        ResourceHealth azure = microsoft.with(new ResourceHealth(microsoft));
        microsoft.directory().subscription("sub-1", TENANT).roles("sub-1", APP, "Reader");
        microsoft.directory().subscription("sub-2", TENANT);
        azure.begins("BC_1-FXZ", "ServiceIssue", "Virtual Machines", "West Europe", "Virtual machines", "sub-1");
        String events = "/subscriptions/%s/providers/Microsoft.ResourceHealth/events%s";
        String token = good(AZURE);

        JsonNode found = json(get(events.formatted("sub-1", "?api-version=2025-05-01"), token));
        assertThat(found.path("value").path(0).path("properties").path("status").asString())
                .isEqualTo("Active");
        assertThat(get(events.formatted("sub-1", ""), token).statusCode()).isEqualTo(400);
        assertThat(get(events.formatted("sub-2", "?api-version=2025-05-01"), token)
                        .statusCode())
                .isEqualTo(403);
        assertThat(get(events.formatted("sub-9", "?api-version=2025-05-01"), token)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void faultsHappenAsOftenAsTheScenarioSays() throws Exception {
        String token = good(GRAPH);
        microsoft
                .scenario()
                .next(1, "/issues", Fault.throttled(Duration.ofSeconds(7)))
                .next(1, "/issues", new Fault.ExpiredToken())
                .next(1, "/issues", Fault.html())
                .next(1, "/issues", new Fault.Cut())
                // the JDK's client asks again by itself when a kept connection was closed
                .next(10, "/issues", new Fault.Broken());

        HttpResponse<String> throttled = get(ISSUES, token);
        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().firstValue("Retry-After")).contains("7");
        assertThat(get(ISSUES, token).statusCode()).isEqualTo(401);
        assertThat(get(ISSUES, token).body()).startsWith("<!DOCTYPE html>");
        assertThatThrownBy(() -> get(ISSUES, token)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get(ISSUES, token)).isInstanceOf(IOException.class);
        microsoft.scenario().clear();
        assertThat(get(ISSUES, token).statusCode()).isEqualTo(200);
    }

    private String good(String scope) throws Exception {
        return json(token(TENANT, "right", scope)).path("access_token").asString();
    }

    private HttpResponse<String> token(String tenant, String secret, String scope) throws Exception {
        return client.send(
                HttpRequest.newBuilder(microsoft.baseUri().resolve("/" + tenant + "/oauth2/v2.0/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s"
                                        .formatted(
                                                APP,
                                                secret,
                                                java.net.URLEncoder.encode(
                                                        scope, java.nio.charset.StandardCharsets.UTF_8))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return client.send(
                HttpRequest.newBuilder(microsoft.baseUri().resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }
}
