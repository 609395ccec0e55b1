package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.FilingCustomer;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Cases that no API takes: each missing field is named with its reason, and the whole package stands on one sheet. */
@SignalboxTest
class GuidedFilingTest {

    private static final Map<String, String> VALUES = Map.of(
            "startTime", "2026-11-20T07:30:00Z",
            "stepsTried", "Another user, another browser.",
            "partnerContact", "Filing Desk, desk@filing.example, +420 555 0100");

    @LocalServerPort
    int port;

    private Api api;
    private FilingCustomer customer;

    @BeforeEach
    void aCustomerWithEverything() {
        api = new Api(port);
        customer =
                FilingCustomer.of(api).subscribes(api, "M365", Map.of()).subscribes(api, "BUSINESS_CENTRAL", Map.of());
    }

    private Walk escalated(String family) {
        Walk walk = Walk.request(api, Map.of("customerId", customer.id(), "productFamily", family));
        if (walk.tasks().contains("check-health")) {
            walk.healthy();
        }
        return walk.complete("diagnose", Map.of("outcome", "DIAGNOSED", "causeDomain", "UNDOCUMENTED_DEVIATION"))
                .is("ESCALATION_PREPARING");
    }

    private JsonNode sheet(Walk walk) {
        Api.Answer answer = api.get("agent", "/api/tickets/" + walk.number() + "/case/package");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    private Map<String, String> missing(Walk walk) {
        Map<String, String> missing = new LinkedHashMap<>();
        sheet(walk)
                .path("missing")
                .forEach(one -> missing.put(
                        one.path("field").asString(), one.path("reason").asString()));
        return missing;
    }

    private Map<String, String> fields(Walk walk) {
        Map<String, String> fields = new LinkedHashMap<>();
        sheet(walk)
                .path("fields")
                .forEach(one -> fields.put(
                        one.path("field").asString(), one.path("value").asString()));
        return fields;
    }

    private List<String> asked(Walk walk) {
        List<String> asked = new ArrayList<>();
        walk.task("complete-package")
                .path("form")
                .path("components")
                .forEach(component -> asked.add(component.path("key").asString()));
        return asked;
    }

    @Test
    void aMicrosoft365CaseNamesEachMissingFieldAndIsFiledByHand() {
        Walk walk = escalated("M365");

        assertThat(missing(walk))
                .isEqualTo(Map.of(
                        "startTime", "Microsoft looks at its logs from that time on",
                        "stepsTried", "Microsoft asks what was tried, and when",
                        "partnerContact", "the contact is the partner's, not the customer's"));
        assertThat(asked(walk)).containsExactlyInAnyOrder("startTime", "stepsTried", "partnerContact");
        for (String field : List.of("startTime", "stepsTried", "partnerContact")) {
            walk.complete("complete-package", Map.of(field, VALUES.get(field)));
            assertThat(missing(walk)).doesNotContainKey(field);
        }
        walk.approvedIfAsked();

        assertThat(missing(walk)).isEmpty();
        assertThat(sheet(walk).path("channel").asString()).isEqualTo("M365_ADMIN_CENTER");
        assertThat(sheet(walk).path("deepLink").asString())
                .startsWith("https://admin.microsoft.com/")
                .contains(customer.tenant());
        assertThat(fields(walk))
                .containsEntry("tenantId", customer.tenant())
                .containsEntry("severity", "B")
                .containsEntry("startTime", "2026-11-20T07:30:00Z")
                // the Microsoft 365 admin center has no field for them
                .doesNotContainKeys("accessId", "contractId");
        assertThat(api.get("customer", "/api/tickets/" + walk.number() + "/case/package")
                        .status())
                .isIn(403, 404);
        walk.complete("file-case", Map.of("externalId", "34567890")).is("AWAITING_MICROSOFT");
        assertThat(walk.field("externalId")).isEqualTo("34567890");
    }

    @Test
    void aBusinessCentralCaseGoesWithThePlansIdsAndItsNumberIsNeeded() {
        Walk walk = escalated("BUSINESS_CENTRAL");

        assertThat(missing(walk)).containsOnlyKeys("startTime", "stepsTried", "partnerContact");
        walk.complete("complete-package", VALUES).approvedIfAsked();

        assertThat(sheet(walk).path("channel").asString()).isEqualTo("BC_ADMIN_CENTER");
        assertThat(sheet(walk).path("deepLink").asString())
                .isEqualTo("https://businesscentral.dynamics.com/" + customer.tenant() + "/admin");
        assertThat(fields(walk)).containsEntry("accessId", "A-1").containsEntry("contractId", "C-1");
        String task = walk.task("file-case").path("id").asString();
        Api.Answer none = api.post("agent", "/api/tasks/" + task + "/complete", Map.of("values", Map.of()));
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.body().path("errors").path(0).path("field").asString()).isEqualTo("externalId");
        walk.complete("file-case", Map.of("externalId", "2511250040001234")).is("AWAITING_MICROSOFT");
        assertThat(walk.field("externalId")).isEqualTo("2511250040001234");
    }

    @Test
    void filesAreKeptWithTheCaseListedAndGivenBack() {
        Walk walk = escalated("M365");
        String path = "/api/tickets/" + walk.number() + "/case/attachments";

        Api.Answer added =
                api.raw("agent", path + "?name=trace.txt", "It hangs.".getBytes(StandardCharsets.UTF_8), "text/plain");
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        Api.Answer program = api.raw(
                "agent", path + "?name=tool.exe", "MZ".getBytes(StandardCharsets.UTF_8), "application/octet-stream");
        assertThat(program.status()).isEqualTo(422);
        assertThat(program.body().path("errors").valueStream().map(error -> error.path("field")
                        .asString()))
                .containsExactly("name", "content");

        String id = added.body().path("id").asString();
        assertThat(sheet(walk).path("attachments").path(0).path("name").asString())
                .isEqualTo("trace.txt");
        assertThat(api.get("lead", path + "/" + id).text()).isEqualTo("It hangs.");
        assertThat(api.get("customer", path).status()).isEqualTo(403);
        assertThat(api.delete("agent", path + "/" + id).status()).isEqualTo(204);
        assertThat(api.get("lead", path + "/" + id).status()).isEqualTo(404);
    }
}
