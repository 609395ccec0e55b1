package dev.signalbox.masterdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@SignalboxTest
class ImportTest {

    private static final String BOUNDARY = "3fbd04f5b6f2";

    @LocalServerPort
    int port;

    Api api;

    @BeforeEach
    void client() {
        api = new Api(port);
    }

    private Api.Answer load(PartnerFiles files, boolean dryRun) {
        return api.raw(
                "operator",
                "/api/import?dryRun=" + dryRun,
                files.multipart(BOUNDARY),
                "multipart/form-data; boundary=" + BOUNDARY);
    }

    private long customers(String prefix) {
        return api.get("operator", "/api/customers?q=" + prefix)
                .body()
                .path("total")
                .asLong();
    }

    @Test
    void aDryRunNamesEachOfTwentyFaultsAndChangesNothing() {
        PartnerFiles files = PartnerFiles.of("dry");
        List<String> planted = files.plantTwentyFaults();

        Api.Answer answer = load(files, true);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("committed").booleanValue()).isFalse();
        List<String> refused = new ArrayList<>();
        for (JsonNode row : answer.body().path("rows")) {
            if (row.path("result").asString().equals("REFUSED")) {
                refused.add(row.path("kind").asString() + ":" + row.path("line").asInt());
                assertThat(row.path("problems")).as(row.toString()).isNotEmpty();
            }
        }
        assertThat(refused).containsExactlyInAnyOrderElementsOf(planted);
        assertThat(customers("dry-")).isZero();
    }

    @Test
    void eachFaultIsNamedWithItsFieldWhatWasExpectedAndWhatWasFound() {
        PartnerFiles files = PartnerFiles.of("named");
        files.plantTwentyFaults();

        String problems = load(files, true).body().path("rows").toString();

        assertThat(problems)
                .contains(
                        "\"field\":\"timeZone\",\"expected\":\"a time zone such as Europe/Prague\",\"found\":\"Prag\"")
                .contains("\"field\":\"country\"")
                .contains(
                        "\"field\":\"partnerId\",\"expected\":\"the id of one of the known partners\",\"found\":\"named-nobody\"")
                .contains("\"field\":\"domain\",\"expected\":\"one that no other customer has\"")
                .contains("\"field\":\"externalId\",\"expected\":\"an id once in a file\"")
                .contains("\"field\":\"closes\",\"expected\":\"a time after opens, 08:00\",\"found\":\"07:00\"")
                .contains("\"field\":\"onPremVersion\"")
                .contains("\"field\":\"incidentsRemaining\"")
                .contains("\"field\":\"validTo\"")
                .contains(
                        "\"field\":\"teams\",\"expected\":\"the id of one of the known teams\",\"found\":\"named-second\"");
    }

    @Test
    void withOneFaultNothingIsLoaded() {
        PartnerFiles files = PartnerFiles.of("one").plant("agents", 41, "a40@", "a40");

        Api.Answer answer = load(files, false);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("committed").booleanValue()).isFalse();
        assertThat(customers("one-")).isZero();
        assertThat(api.get("operator", "/api/partners/one-p").status()).isEqualTo(404);
    }

    @Test
    void goodFilesLoadOnceAndTheSecondTimeNothingChanges() {
        PartnerFiles files = PartnerFiles.of("good");

        Api.Answer first = load(files, false);
        Api.Answer second = load(files, false);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body().path("counts").path("customers").path("NEW").asInt())
                .isEqualTo(300);
        assertThat(first.body().path("counts").path("subscriptions").path("NEW").asInt())
                .isEqualTo(900);
        assertThat(first.body().path("counts").path("agents").path("NEW").asInt())
                .isEqualTo(40);
        assertThat(second.body().path("rows")).isEmpty();
        assertThat(second.body().path("counts").path("subscriptions").toString())
                .isEqualTo("{\"UNCHANGED\":900}");
        assertThat(api.get("operator", "/api/agents/good-a1")
                        .body()
                        .path("role")
                        .asString())
                .isEqualTo("LEAD");
    }

    @Test
    void whatIsExportedIsImportedAgainWithoutAChange() {
        load(PartnerFiles.of("round"), false);
        for (Kind kind : Kinds.ALL) {
            Api.Answer csv = api.get("operator", "/api/export/" + kind + "?format=csv");
            Api.Answer again = api.raw(
                    "operator",
                    "/api/import/" + kind + "?dryRun=true",
                    csv.text().getBytes(StandardCharsets.UTF_8),
                    "text/csv");

            assertThat(again.status()).as(kind + " " + again.text()).isEqualTo(200);
            assertThat(again.body().path("rows")).as(kind.name()).isEmpty();
        }
        Api.Answer everything = api.get("operator", "/api/export");
        Api.Answer again = api.raw(
                "operator",
                "/api/import?dryRun=true",
                everything.text().getBytes(StandardCharsets.UTF_8),
                "application/json");
        assertThat(again.body().path("rows")).isEmpty();
        assertThat(everything.text()).doesNotContain("\"accessId\":\"A-1\"").contains("\"accessId\":\"…\"");
    }

    @Test
    void aFormulaInACellStaysText() {
        api.put("operator", "/api/teams/formula", Map.of("name", "=HYPERLINK(\"x\")"));

        String csv = api.get("operator", "/api/export/teams?format=csv").text();

        assertThat(csv).contains("\"'=HYPERLINK(\"\"x\"\")\"");
        assertThat(api.raw(
                                "operator",
                                "/api/import/teams?dryRun=true",
                                csv.getBytes(StandardCharsets.UTF_8),
                                "text/csv")
                        .body()
                        .path("rows"))
                .isEmpty();
    }

    @Test
    void aChangedRowIsToldWithWhatItWasAndIs() {
        api.put("operator", "/api/teams/told", Map.of("name", "Before"));

        Api.Answer answer = api.raw(
                "operator",
                "/api/import/teams?dryRun=true",
                "externalId;name\ntold;After\n".getBytes(StandardCharsets.UTF_8),
                "text/csv");

        assertThat(answer.body().path("rows").get(0).path("changes").toString())
                .isEqualTo("{\"name\":{\"from\":\"Before\",\"to\":\"After\"}}");
        assertThat(api.get("operator", "/api/teams/told").body().path("name").asString())
                .isEqualTo("Before");
    }

    @Test
    void filesThatAreNoneAreRefusedByName() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "externalId,shoeSize\nx,44\n", "shoeSize",
                        "name\nx\n", "a header with the column externalId",
                        "externalId,name\nx,y,z\n", "2 cells",
                        "externalId,name\nx,\"y\n", "teams.csv")
                .entrySet()) {
            Api.Answer answer = api.raw(
                    "operator",
                    "/api/import/teams?dryRun=true",
                    wrong.getKey().getBytes(StandardCharsets.UTF_8),
                    "text/csv");
            assertThat(answer.text()).as(wrong.getKey()).contains(wrong.getValue());
        }
        assertThat(api.raw("operator", "/api/import/teams", new byte[] {'e', (byte) 0xff, (byte) 0xfe}, "text/csv")
                        .text())
                .contains("text in UTF-8");
        assertThat(api.raw("operator", "/api/import/shoes", "externalId\n".getBytes(StandardCharsets.UTF_8), "text/csv")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void anImportedCustomerIsFoundByIdTenantAndDomainAndItsTicketRuns() {
        load(PartnerFiles.of("line"), false);
        String tenant = api.get("agent", "/api/customers/line-7")
                .body()
                .path("tenantId")
                .asString();

        for (String key : List.of("line-7", tenant, "c7.line.example", "C7.LINE.example")) {
            Walk walk = Walk.request(
                    api, Map.of("customerId", key, "subscriptionId", "line-7-m365", "productFamily", "M365"));

            assertThat(walk.ticket().path("customerId").asString()).isEqualTo("line-7");
            assertThat(walk.ticket().path("state").asString()).isNotEqualTo("WITHDRAWN");
        }
    }

    @Test
    void aCustomerIsFoundByIdTenantAndDomainInAddressesFiltersAndSearch() {
        String tenant = UUID.nameUUIDFromBytes("tenant:demo-direct-2".getBytes(StandardCharsets.UTF_8))
                .toString();
        JsonNode customer =
                api.get("manager", "/api/customers/" + tenant.toUpperCase()).body();
        String number = Walk.request(api, Map.of("customerId", tenant)).number();

        assertThat(customer.path("id").asString()).isEqualTo("demo-direct-2");
        for (String key : List.of(
                "demo-direct-2", tenant, customer.path("domain").asString().toUpperCase())) {
            assertThat(api.get("manager", "/api/tickets?size=200&customer=" + key)
                            .text())
                    .as(key)
                    .contains("\"" + number + "\"");
            assertThat(api.get("manager", "/api/subscriptions?customer=" + key)
                            .body()
                            .path("total")
                            .asInt())
                    .as(key)
                    .isPositive();
            assertThat(api.get("manager", "/api/customers/" + key + "/work-statement")
                            .body()
                            .path("customerId")
                            .asString())
                    .isEqualTo("demo-direct-2");
            assertThat(api.get("manager", "/api/customers?q=" + key)
                            .body()
                            .path("total")
                            .asInt())
                    .as(key)
                    .isEqualTo(1);
        }
        assertThat(api.get("customer", "/api/tickets?customer=" + tenant)
                        .body()
                        .path("total")
                        .asInt())
                .as("a foreign one")
                .isZero();
    }
}
