package dev.signalbox.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A new reseller with one customer, whose plan of so many incidents comes before its distributor. */
public record PlanHolder(String partner) {

    public static PlanHolder of(Api api, int incidents) {
        String partner = "led-" + UUID.randomUUID().toString().substring(0, 8);
        PlanHolder made = new PlanHolder(partner);
        String plan = made.plan();
        put(
                api,
                "partners/" + partner,
                Map.of(
                        "name",
                        "Ledger Ltd",
                        "type",
                        "INDIRECT_RESELLER",
                        "competency",
                        "SILVER",
                        "partnerCenterRoles",
                        List.of("ADMIN_AGENT"),
                        "supportEmail",
                        "help@ledger.example",
                        "supportPhone",
                        "+420 555 0111",
                        "supportUrl",
                        "https://ledger.example",
                        "providerId",
                        "demo-provider"));
        put(
                api,
                "support-plans/" + plan,
                Map.of(
                        "partnerId",
                        partner,
                        "vehicle",
                        "SIGNATURE_CLOUD",
                        "name",
                        "Signature Cloud Support",
                        "accessId",
                        "A-1",
                        "contractId",
                        "C-1",
                        "incidentsRemaining",
                        incidents));
        put(
                api,
                "customers/" + partner + "-1",
                Map.of(
                        "partnerId",
                        partner,
                        "name",
                        "Counting House",
                        "tenantId",
                        UUID.randomUUID().toString(),
                        "domain",
                        partner + ".example",
                        "country",
                        "CZ",
                        "language",
                        "en",
                        "timeZone",
                        "Europe/Prague"));
        put(api, "contracts/" + partner + "-k", Map.of("customerId", partner + "-1", "tier", "STANDARD"));
        put(
                api,
                "delegated-access/" + partner + "-g",
                Map.of(
                        "customerId",
                        partner + "-1",
                        "model",
                        "GDAP",
                        "status",
                        "active",
                        "endDate",
                        "2099-01-01T00:00:00Z",
                        "roles",
                        List.of("Service support administrator")));
        put(
                api,
                "subscriptions/" + partner + "-m365",
                Map.of(
                        "customerId",
                        partner + "-1",
                        "productFamily",
                        "M365",
                        "name",
                        "Business",
                        "deployment",
                        "CLOUD"));
        return made;
    }

    public String plan() {
        return partner + "-plan";
    }

    public String customer() {
        return partner + "-1";
    }

    private static void put(Api api, String path, Map<String, ?> fields) {
        Api.Answer answer = api.put("operator", "/api/" + path, fields);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }
}
