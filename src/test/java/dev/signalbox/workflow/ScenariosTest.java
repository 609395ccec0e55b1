package dev.signalbox.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.Walk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The matters a desk meets, each walked from the request to its end as a support manager would tell it. */
@SignalboxTest
class ScenariosTest {

    @LocalServerPort
    int port;

    Api api;

    @BeforeEach
    void client() {
        api = new Api(port);
    }

    private Walk fault(Map<String, ?> fields) {
        return Walk.request(api, fields);
    }

    private static Walk diagnosed(Walk walk, String cause) {
        return (walk.tasks().contains("check-health") ? walk.healthy() : walk).diagnosed(cause);
    }

    @Test
    void aBillingDisputeGoesToPartnerCenterFreeOfCharge() {
        Walk walk = diagnosed(
                fault(Map.of("reportedCategory", "BILLING", "title", "Charged for cancelled seats")),
                "BILLING_DISPUTE");

        walk.filed("616122292874576").is("AWAITING_MICROSOFT");

        assertThat(walk.field("issueClass")).isEqualTo("COMMERCIAL");
        assertThat(walk.field("vehicle")).isEqualTo("COMMERCIAL");
        assertThat(walk.field("channel")).isEqualTo("PARTNER_CENTER_REQUEST");
        assertThat(walk.told()).doesNotContain("entitlement.reserved");
        walk.microsoft("closed")
                .complete("verify-solution", Map.of("works", true))
                .confirmed()
                .is("CLOSED");
    }

    @Test
    void anAzureOutageIsLinkedWaitedForAndEscalatedWithItsIncidentWhenTheFaultStays() {
        String tenant = tenant("demo-provider-1");
        String issue = "AZ" + UUID.randomUUID();
        issue(tenant, issue, false, "2026-11-20T08:00:00Z");

        Walk walk = fault(Map.of("customerId", "demo-provider-1", "productFamily", "AZURE"));
        assertThat(walk.task("check-health").path("context").path("knownIssues").asString())
                .contains(issue);
        walk.complete("check-health", match(issue)).is("LINKED_TO_OUTAGE");
        issue(tenant, issue, true, "2026-11-20T09:00:00Z");
        walk.complete("check-health", match(issue)).is("DIAGNOSING");
        walk.diagnosed("SERVICE_UNAVAILABLE").is("ESCALATION_PREPARING");

        walk.filed("2411230040001234").is("AWAITING_MICROSOFT");

        assertThat(walk.field("vehicle")).isEqualTo("PREMIER");
        assertThat(walk.field("healthIssueId")).isEqualTo(issue);
        assertThat(walk.told()).contains("ticket.outage-linked", "ticket.outage-ended");
    }

    @Test
    void aMicrosoft365FaultTakesTheVehicleOfItsPolicySet() {
        Walk seed = diagnosed(fault(Map.of("customerId", "demo-silver-1")), "UNDOCUMENTED_DEVIATION");
        Walk current = diagnosed(
                fault(Map.of("customerId", "demo-silver-1", "policySet", "CURRENT_2026")), "UNDOCUMENTED_DEVIATION");

        assertThat(seed.field("vehicle")).isEqualTo("SIGNATURE_CLOUD");
        assertThat(current.field("vehicle")).isEqualTo("CSP_INCLUDED");
        assertThat(current.field("channel")).isEqualTo("M365_ADMIN_CENTER");
    }

    @Test
    void aDynamicsFaultNeedsAdvancedSupportOrHigher() {
        Walk with = diagnosed(fault(Map.of("productFamily", "D365_CE")), "SERVICE_MALFUNCTION");
        Walk without = diagnosed(
                fault(Map.of("customerId", "demo-silver-1", "productFamily", "D365_CE")), "SERVICE_MALFUNCTION");

        assertThat(with.field("vehicle")).isEqualTo("ADVANCED");
        assertThat(with.field("channel")).isEqualTo("POWER_PLATFORM_ADMIN_CENTER");
        assertThat(without.field("vehicle")).isEqualTo("NO_ENTITLEMENT");
        assertThat(without.task("no-entitlement")
                        .path("context")
                        .path("wouldHelp")
                        .asString())
                .contains("SIGNATURE_CLOUD", "ADVANCED");
    }

    @Test
    void anOnPremisesFaultOutsideMainstreamSupportIsPaidPerIncidentAndApproved() {
        Walk walk = diagnosed(
                fault(Map.of("customerId", "demo-silver-2", "productFamily", "ON_PREM")), "UNDOCUMENTED_DEVIATION");

        walk.packaged();

        assertThat(walk.field("vehicle")).isEqualTo("PAY_PER_INCIDENT");
        assertThat(walk.tasks()).containsExactly("approve-escalation");
    }

    @Test
    void aHowToIsAdvisoryAndStaysWithThePartner() {
        Walk walk = diagnosed(fault(Map.of("reportedCategory", "HOW_TO")), "KNOWN_DOCUMENTED");

        walk.complete("resolve", Map.of("outcome", "FIXED", "solution", "Retention is set in the policy."))
                .confirmed();

        assertThat(walk.is("CLOSED").field("issueClass")).isEqualTo("ADVISORY");
        assertThat(walk.field("vehicle")).isNull();
    }

    @Test
    void aMarketplaceProductGoesToItsPublisher() {
        Walk walk = diagnosed(fault(Map.of("productFamily", "MARKETPLACE")), "ISV_PRODUCT")
                .is("WITH_THIRD_PARTY");

        walk.complete("hand-over", Map.of("outcome", "ACKNOWLEDGED", "reference", "ISV-4"));
        walk.complete("hand-over", Map.of("outcome", "RESOLVED")).is("RESOLVED");

        assertThat(walk.field("boundary")).isEqualTo("ROUTE_ISV");
    }

    @Test
    void aResellersAzureFaultGoesToItsProvider() {
        Walk walk = diagnosed(
                fault(Map.of("customerId", "demo-reseller-1", "productFamily", "AZURE", "policySet", "CURRENT_2026")),
                "SERVICE_UNAVAILABLE");

        assertThat(walk.is("WITH_THIRD_PARTY").field("channel")).isEqualTo("DISTRIBUTOR_DESK");
        assertThat(walk.field("vehicle")).isEqualTo("DISTRIBUTOR");
    }

    @Test
    void severityAHoldsOnlyWithACommitmentAroundTheClockAndACompleteContact() {
        Map<String, Object> critical = new HashMap<>(Map.of(
                "businessImpact",
                "SIGNIFICANT",
                "commit24x7",
                true,
                "contact",
                Map.of("name", "Eva", "email", "eva@example.org", "phone", "+420 555 0100")));
        Walk with = fault(critical);
        critical.put("commit24x7", false);
        Walk withoutCommitment = fault(critical);
        critical.put("commit24x7", true);
        critical.put("contact", Map.of("name", "Eva", "email", "eva@example.org"));
        Walk withoutPhone = fault(critical);

        assertThat(with.field("severity")).isEqualTo("A");
        assertThat(withoutCommitment.field("severity")).isEqualTo("B");
        assertThat(withoutPhone.field("severity")).isEqualTo("B");
        diagnosed(with, "SERVICE_UNAVAILABLE").packaged();
        assertThat(with.tasks()).containsExactly("approve-escalation");
    }

    @Test
    void delegationLostInTheMiddleStopsTheFilingUntilItIsGrantedAgain() {
        Walk walk = diagnosed(fault(Map.of("customerId", "demo-provider-3")), "UNDOCUMENTED_DEVIATION");
        walk.packaged().approvedIfAsked();
        assertThat(walk.tasks()).containsExactly("file-case");

        delegation(walk, "demo-provider-3", "terminated");
        assertThat(walk.is("AWAITING_CUSTOMER").field("nextMove")).isEqualTo("CUSTOMER");
        delegation(walk, "demo-provider-3", "active");

        walk.is("ESCALATION_PREPARING").filed("2411230040009999").is("AWAITING_MICROSOFT");
    }

    @Test
    void aSecurityReportNeverBecomesASupportIncident() {
        Walk walk = diagnosed(fault(Map.of("reportedCategory", "SECURITY_VULNERABILITY")), "UNKNOWN");

        assertThat(walk.is("WITH_THIRD_PARTY").field("boundary")).isEqualTo("ROUTE_SECURITY");
        assertThat(walk.field("vehicle")).isNull();
    }

    private String tenant(String customer) {
        return api.get("lead", "/api/customers/" + customer)
                .body()
                .path("tenantId")
                .asString();
    }

    private static Map<String, Object> match(String issue) {
        return Map.of("healthMatch", "INCIDENT", "issueId", issue, "symptomsMatch", true, "needsEngineering", false);
    }

    private void issue(String tenant, String id, boolean over, String modified) {
        Api.Answer answer = api.event(
                "urn:test:health",
                UUID.randomUUID().toString(),
                "service-health.issue-updated",
                id,
                Map.of(
                        "tenantIds",
                        List.of(tenant),
                        "issue",
                        Map.of(
                                "id",
                                id,
                                "title",
                                "Connectivity in West Europe",
                                "service",
                                "Azure",
                                "classification",
                                "Incident",
                                "status",
                                over ? "ServiceRestored" : "Investigating",
                                "isResolved",
                                over,
                                "startDateTime",
                                "2026-11-20T06:00:00Z",
                                "lastModifiedDateTime",
                                modified)));
        assertThat(answer.body().path("results").path(0).path("result").asString())
                .as(answer.text())
                .isEqualTo("ACCEPTED");
    }

    private void delegation(Walk walk, String customer, String status) {
        String tenant = tenant(customer);
        assertThat(walk.event(
                        "delegation.changed",
                        tenant,
                        Map.of("tenantId", tenant, "status", status, "endDateTime", "2099-01-01T00:00:00Z")))
                .isEqualTo("ACCEPTED");
    }
}
