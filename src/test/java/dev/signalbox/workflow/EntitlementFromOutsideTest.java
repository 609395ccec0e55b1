package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.PlanHolder;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What a partner holds and uses, as the API shows it. */
@SignalboxTest
class EntitlementFromOutsideTest {

    private static final int TICKETS = 8;
    private static final int INCIDENTS = 3;

    @LocalServerPort
    int port;

    private String partner = "";
    private String plan = "";
    private Api api;

    @BeforeEach
    void aResellerWithAPlanOfThree() {
        api = new Api(port);
        PlanHolder holder = PlanHolder.of(api, INCIDENTS);
        partner = holder.partner();
        plan = holder.plan();
    }

    @Test
    void ofEightTicketsAtOnceThreeReserveAndTheOthersTakeTheirAlternative() throws Exception {
        List<Callable<Walk>> all = new ArrayList<>();
        for (int i = 0; i < TICKETS; i++) {
            all.add(() -> Walk.request(api, Map.of("customerId", partner + "-1"))
                    .healthy()
                    .diagnosed("UNDOCUMENTED_DEVIATION")
                    .packaged()
                    .approvedIfAsked());
        }
        List<Walk> walks = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (Future<Walk> one : pool.invokeAll(all)) {
                walks.add(one.get());
            }
        }

        Map<String, List<Walk>> byVehicle =
                walks.stream().collect(java.util.stream.Collectors.groupingBy(walk -> walk.field("vehicle")));
        assertThat(byVehicle.get("SIGNATURE_CLOUD")).hasSize(INCIDENTS);
        assertThat(byVehicle.get("DISTRIBUTOR")).hasSize(TICKETS - INCIDENTS);
        assertThat(held().path("incidentsRemaining").asInt()).isZero();
        assertThat(held().path("incidentsReserved").asInt()).isEqualTo(INCIDENTS);
        JsonNode ledger =
                api.get("lead", "/api/support-plans/" + plan + "/ledger?size=3").body();
        assertThat(ledger.path("total").asInt()).isEqualTo(INCIDENTS);
        assertThat(ledger.path("items")).hasSize(3).allSatisfy(entry -> {
            assertThat(entry.path("kind").asString()).isEqualTo("RESERVED");
            assertThat(entry.path("ticket").asString()).isNotEmpty();
            assertThat(entry.path("reason").asString()).isEqualTo("set aside before filing");
        });
        assertThat(alternative(byVehicle.get("DISTRIBUTOR").getLast(), "SIGNATURE_CLOUD")
                        .path("wouldHelp")
                        .asString())
                .contains("incident");
    }

    @Test
    void theVehicleNamesItsAlternativesAndWhatWouldMakeEachEligible() {
        Walk walk = Walk.request(api, Map.of("customerId", partner + "-1"))
                .healthy()
                .diagnosed("UNDOCUMENTED_DEVIATION");

        JsonNode chosen =
                api.get("lead", "/api/tickets/" + walk.number() + "/vehicle").body();

        assertThat(chosen.path("vehicle").asString()).isEqualTo("SIGNATURE_CLOUD");
        assertThat(chosen.path("plan").path("incidentsRemaining").asInt()).isEqualTo(INCIDENTS);
        assertThat(alternative(walk, "DISTRIBUTOR").path("eligible").asBoolean())
                .isTrue();
        assertThat(alternative(walk, "PREMIER").path("eligible").asBoolean()).isFalse();
        assertThat(alternative(walk, "PREMIER").path("wouldHelp").asString()).isNotBlank();
        assertThat(alternative(walk, "PREMIER").path("rule").path("id").asString())
                .startsWith("eligible-vehicle_");
    }

    @Test
    void aManagerSetsTheBalanceRightAndEverybodySeesWhoAndWhy() {
        assertThat(api.post("manager", adjust(), Map.of("incidents", -4, "reason", "too many"))
                        .status())
                .isEqualTo(422);
        assertThat(api.post("lead", adjust(), Map.of("incidents", -2, "reason", "no right"))
                        .status())
                .isEqualTo(403);

        Api.Answer adjusted =
                api.post("manager", adjust(), Map.of("incidents", -2, "reason", "used before we counted"));

        assertThat(adjusted.body().path("incidentsRemaining").asInt()).isEqualTo(1);
        JsonNode entry = api.get("auditor", "/api/support-plans/" + plan + "/ledger")
                .body()
                .path("items")
                .path(0);
        assertThat(entry.path("kind").asString()).isEqualTo("ADJUSTED");
        assertThat(entry.path("actor").asString()).isEqualTo("manager");
        assertThat(entry.path("reason").asString()).isEqualTo("used before we counted");
        assertThat(api.get("auditor", "/api/audit?kind=support-plans&id=" + plan)
                        .text())
                .contains("support-plan.adjusted");
    }

    @Test
    void aBalancePutWithThePlansDataIsALineOfTheLedgerToo() {
        Api.Answer answer = api.put(
                "operator",
                "/api/support-plans/" + plan,
                Map.of(
                        "partnerId",
                        partner,
                        "vehicle",
                        "SIGNATURE_CLOUD",
                        "name",
                        "Signature Cloud Support",
                        "accessId",
                        "…",
                        "contractId",
                        "…",
                        "incidentsRemaining",
                        5));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.body().path("accessId").asString()).isEqualTo("…");
        JsonNode entry = api.get("lead", "/api/support-plans/" + plan + "/ledger")
                .body()
                .path("items")
                .path(0);
        assertThat(entry.path("kind").asString()).isEqualTo("ADJUSTED");
        assertThat(entry.path("incidents").asInt()).isEqualTo(2);
        assertThat(entry.path("actor").asString()).isEqualTo("operator");
    }

    private String adjust() {
        return "/api/support-plans/" + plan + "/adjust";
    }

    private JsonNode held() {
        return api.get("lead", "/api/customers/" + partner + "-1/entitlements")
                .body()
                .path("items")
                .path(0);
    }

    private JsonNode alternative(Walk walk, String vehicle) {
        return api.get("lead", "/api/tickets/" + walk.number() + "/vehicle")
                .body()
                .path("alternatives")
                .valueStream()
                .filter(one -> one.path("vehicle").asString().equals(vehicle))
                .findFirst()
                .orElseThrow();
    }
}
