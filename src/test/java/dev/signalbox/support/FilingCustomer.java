package dev.signalbox.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** A new customer of the one partner that is connected to the simulated Microsoft, with delegated access. */
public record FilingCustomer(String id, String tenant, String azureSubscription) {

    public static FilingCustomer of(Api api) {
        String id = "filing-" + UUID.randomUUID().toString().substring(0, 8);
        FilingCustomer made = new FilingCustomer(
                id, UUID.randomUUID().toString(), UUID.randomUUID().toString());
        put(
                api,
                "partners/" + MicrosoftForTests.PARTNER,
                Map.of(
                        "name",
                        "Filing Ltd",
                        "type",
                        "DIRECT_BILL",
                        "competency",
                        "GOLD",
                        "partnerCenterRoles",
                        List.of("ADMIN_AGENT"),
                        "supportEmail",
                        "help@filing.example",
                        "supportPhone",
                        "+420 555 0111",
                        "supportUrl",
                        "https://filing.example"));
        put(
                api,
                "support-plans/" + MicrosoftForTests.PARTNER + "-asfp",
                Map.of(
                        "partnerId",
                        MicrosoftForTests.PARTNER,
                        "vehicle",
                        "ADVANCED",
                        "name",
                        "Advanced Support for Partners",
                        "accessId",
                        "A-1",
                        "contractId",
                        "C-1"));
        put(
                api,
                "customers/" + id,
                Map.of(
                        "partnerId",
                        MicrosoftForTests.PARTNER,
                        "name",
                        "Machine Hall",
                        "tenantId",
                        made.tenant(),
                        "domain",
                        id + ".example",
                        "country",
                        "CZ",
                        "language",
                        "en",
                        "timeZone",
                        "Europe/Prague"));
        put(api, "contracts/" + id + "-k", Map.of("customerId", id, "tier", "STANDARD"));
        put(
                api,
                "delegated-access/" + id + "-g",
                Map.of(
                        "customerId",
                        id,
                        "model",
                        "GDAP",
                        "status",
                        "active",
                        "endDate",
                        "2099-01-01T00:00:00Z",
                        "roles",
                        List.of("Service support administrator")));
        return made;
    }

    public FilingCustomer subscribes(Api api, String family, Map<String, ?> more) {
        Map<String, Object> fields =
                new HashMap<>(Map.of("customerId", id, "productFamily", family, "name", family, "deployment", "CLOUD"));
        fields.putAll(more);
        put(api, "subscriptions/" + id + "-" + family.toLowerCase(Locale.ROOT), fields);
        return this;
    }

    public FilingCustomer subscribesToAzure(Api api, String plan) {
        return subscribes(
                api,
                "AZURE",
                Map.of("azurePlanType", plan, "azureRightGranted", true, "azureSubscriptionId", azureSubscription));
    }

    private static void put(Api api, String path, Map<String, ?> fields) {
        Api.Answer answer = api.put("operator", "/api/" + path, fields);
        assertThat(answer.status()).as(answer.text()).isLessThan(300);
    }
}
