package dev.signalbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.DelegatedAccess;
import dev.signalbox.customer.Subscription;
import dev.signalbox.entitlement.Plans;
import dev.signalbox.support.SignalboxTest;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@SignalboxTest
class DemoWorldTest {

    private static final List<String> FIXED =
            List.of("demo-direct", "demo-silver", "demo-bare", "demo-provider", "demo-reseller");

    @Autowired
    DemoWorld world;

    @Autowired
    Customers customers;

    @Autowired
    Plans plans;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient jdbc;

    @Test
    void seedingAgainAddsNothing() {
        List<Long> before = counts();

        world.seed();

        assertThat(counts()).isEqualTo(before);
    }

    private List<Long> counts() {
        return List.of("partner", "customer", "contract", "delivery", "subscription", "support_plan", "contact")
                .stream()
                .map(table -> jdbc.sql("select count(*) from " + table)
                        .query(Long.class)
                        .single())
                .toList();
    }

    @Test
    void theFirstCustomerOfEachPartnerHasEverythingAndUsableAccess() {
        for (String partner : FIXED) {
            String id = partner + "-1";

            assertThat(customers.subscriptions(id))
                    .as(id)
                    .extracting(Subscription::productFamily)
                    .containsExactlyInAnyOrder(
                            "AZURE",
                            "M365",
                            "EMS",
                            "D365_CE",
                            "D365_FO",
                            "BUSINESS_CENTRAL",
                            "POWER_PLATFORM",
                            "ON_PREM",
                            "MARKETPLACE",
                            "PARTNER_CENTER");
            assertThat(customers.access(id).orElseThrow().usable(clock.instant()))
                    .as(id)
                    .isTrue();
        }
    }

    @Test
    void theSecondCustomerOfEachPartnerHasLostItsAccess() {
        for (String partner : FIXED) {
            String id = partner + "-2";

            assertThat(customers.access(id).map(DelegatedAccess::status)).as(id).contains("expired");
            assertThat(customers.access(id).orElseThrow().usable(clock.instant()))
                    .as(id)
                    .isFalse();
            assertThat(customers.subscriptions(id))
                    .as(id)
                    .anyMatch(one -> "OLDER".equals(one.onPremVersion()) && !one.mainstreamSupport());
        }
    }

    @Test
    void plansAreHeldAsTheContractPromises() {
        assertThat(plans.planFor("demo-direct", "ADVANCED").orElseThrow().incidentsRemaining())
                .isNull();
        assertThat(plans.planFor("demo-silver", "ADVANCED")).isEmpty();
        assertThat(plans.held("demo-bare"))
                .noneMatch(plan -> List.of("ADVANCED", "PREMIER", "SIGNATURE_CLOUD", "UNIFIED")
                        .contains(plan.vehicle()));
        assertThat(plans.planFor("demo-provider", "PREMIER").orElseThrow().status())
                .isEqualTo("ACTIVE");
        assertThat(customers.partner("demo-reseller").providerId()).isEqualTo("demo-provider");
    }

    @Test
    void tenantsFollowFromIdsSoThatScriptsMayNameThem() {
        assertThat(customers.page(null, "demo-", 0, 200))
                .hasSizeGreaterThanOrEqualTo(12)
                .allMatch(customer -> customer.tenantId().equals(DemoWorld.tenant(customer.id())))
                .extracting(Customer::name)
                .doesNotHaveDuplicates();
    }
}
