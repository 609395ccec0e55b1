package dev.signalbox.decision;

import static dev.signalbox.decision.Cases.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Eligible and chosen vehicle together, as a ticket meets them: each vehicle is somebody's. */
class VehicleForTicketDecisionTest {

    private static final List<String> CANDIDATES = List.of(
            "COMMERCIAL",
            "PREMIER",
            "ADVANCED",
            "SIGNATURE_CLOUD",
            "UNIFIED",
            "CSP_INCLUDED",
            "ON_PREMISES_INCIDENT",
            "PAY_PER_INCIDENT",
            "DISTRIBUTOR");

    private final Map<String, Object> facts = new HashMap<>(given(
            "policySet", "SEED_2021",
            "issueClass", "TECHNICAL",
            "productFamily", "M365",
            "deployment", "CLOUD",
            "tenantContext", "CUSTOMER",
            "partnerType", "DIRECT_BILL",
            "competency", "NONE"));
    private final Map<String, Integer> incidentsByPlan = new HashMap<>();
    private String severity = "B";

    @Test
    void commercialMattersTakeCommercialSupport() {
        with("issueClass", "COMMERCIAL").holding("PREMIER", "ADVANCED");

        assertThat(vehicle()).isEqualTo("COMMERCIAL");
    }

    @Test
    void aFaultTakesAdvancedBeforePremier() {
        holding("PREMIER", "ADVANCED");

        assertThat(vehicle()).isEqualTo("ADVANCED");
    }

    @Test
    void aSevereFaultTakesPremierBeforeAdvanced() {
        holding("PREMIER", "ADVANCED").severity = "A";

        assertThat(vehicle()).isEqualTo("PREMIER");
    }

    @Test
    void withoutAFeeSilverHasSignatureCloudSupport() {
        with("competency", "SILVER").holding("SIGNATURE_CLOUD").incidentsByPlan.put("SIGNATURE_CLOUD", 2);

        assertThat(vehicle()).isEqualTo("SIGNATURE_CLOUD");
    }

    @Test
    void signatureCloudSupportWithoutIncidentsLeavesNothing() {
        with("competency", "SILVER").holding("SIGNATURE_CLOUD").incidentsByPlan.put("SIGNATURE_CLOUD", 0);

        assertThat(vehicle()).isEqualTo("NO_ENTITLEMENT");
    }

    @Test
    void in2021DynamicsNeedsMoreThanSignatureCloudSupport() {
        with("competency", "GOLD").with("productFamily", "D365_CE").holding("SIGNATURE_CLOUD");
        assertThat(vehicle()).isEqualTo("NO_ENTITLEMENT");

        holding("ADVANCED");
        assertThat(vehicle()).isEqualTo("ADVANCED");
    }

    @Test
    void withoutAnyPlanTheTwoPolicySetsDisagree() {
        assertThat(vehicle()).isEqualTo("NO_ENTITLEMENT");

        with("policySet", "CURRENT_2026");
        assertThat(vehicle()).isEqualTo("CSP_INCLUDED");
    }

    @Test
    void todaySignatureCloudSupportIsForTheOwnAzureTenant() {
        with("policySet", "CURRENT_2026").with("productFamily", "AZURE").holding("SIGNATURE_CLOUD");
        assertThat(vehicle()).isEqualTo("CSP_INCLUDED");

        with("tenantContext", "PARTNER_OWN");
        assertThat(vehicle()).isEqualTo("SIGNATURE_CLOUD");
    }

    @Test
    void unifiedExistsTodayOnly() {
        holding("UNIFIED");
        assertThat(vehicle()).isEqualTo("NO_ENTITLEMENT");

        with("policySet", "CURRENT_2026");
        assertThat(vehicle()).isEqualTo("UNIFIED");
    }

    @Test
    void aResellersAzureAndCommercialMattersGoToItsProviderToday() {
        with("policySet", "CURRENT_2026")
                .with("partnerType", "INDIRECT_RESELLER")
                .holding("PREMIER");
        with("productFamily", "AZURE");
        assertThat(vehicle()).isEqualTo("DISTRIBUTOR");

        with("issueClass", "COMMERCIAL");
        assertThat(vehicle()).isEqualTo("DISTRIBUTOR");

        with("policySet", "SEED_2021");
        assertThat(vehicle()).isEqualTo("COMMERCIAL");
    }

    @Test
    void ownServersTakeAnIncidentWhileInMainstreamSupportAndAPaidCaseAfterwards() {
        with("productFamily", "ON_PREM").with("deployment", "ON_PREM").with("onPremVersion", "N_MINUS_1");
        with("mainstreamSupport", true).holding("ON_PREMISES_INCIDENT");
        assertThat(vehicle()).isEqualTo("ON_PREMISES_INCIDENT");

        with("mainstreamSupport", false);
        assertThat(vehicle()).isEqualTo("PAY_PER_INCIDENT");
    }

    private VehicleForTicketDecisionTest with(String fact, Object value) {
        facts.put(fact, value);
        return this;
    }

    private VehicleForTicketDecisionTest holding(String... plans) {
        for (var plan : plans) {
            incidentsByPlan.put(plan, null);
        }
        return this;
    }

    private Object vehicle() {
        var eligible = CANDIDATES.stream().filter(this::isEligible).toList();
        var asked = given(
                "partner",
                "demo-direct",
                "policySet",
                facts.get("policySet"),
                "severity",
                severity,
                "issueClass",
                facts.get("issueClass"),
                "eligible",
                eligible);
        return DecisionTables.ask("choose-vehicle", asked).outputs().getFirst().get("vehicle");
    }

    private boolean isEligible(String candidate) {
        var asked = new HashMap<>(facts);
        asked.put("candidate", candidate);
        asked.put("planStatus", incidentsByPlan.containsKey(candidate) ? "ACTIVE" : "NONE");
        asked.put("incidentsRemaining", incidentsByPlan.get(candidate));
        return (boolean) DecisionTables.ask("eligible-vehicle", asked)
                .outputs()
                .getFirst()
                .get("eligible");
    }
}
