package dev.signalbox.demo;

import dev.signalbox.clock.ServiceHours;
import dev.signalbox.customer.Contract;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.DelegatedAccess;
import dev.signalbox.customer.Delivery;
import dev.signalbox.customer.Partner;
import dev.signalbox.customer.Price;
import dev.signalbox.customer.Subscription;
import dev.signalbox.entitlement.Plans;
import dev.signalbox.entitlement.SupportPlan;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The partners and customers of the demo world. Tenant ids follow from the customer's id, so that they are the same on
 * every machine: the name-based UUID of {@code "tenant:" + id}.
 */
@Component
@ConditionalOnProperty(name = "signalbox.demo", havingValue = "true", matchIfMissing = true)
class DemoWorld {

    private static final List<String> CLOUD = List.of(
            "AZURE",
            "M365",
            "EMS",
            "D365_CE",
            "D365_FO",
            "BUSINESS_CENTRAL",
            "POWER_PLATFORM",
            "MARKETPLACE",
            "PARTNER_CENTER");
    private static final Set<String> FILING = Set.of("Service support administrator", "Support Request Contributor");
    private static final ZoneId PRAGUE = ZoneId.of("Europe/Prague");

    private final Customers customers;
    private final Plans plans;
    private final Clock clock;
    private final TransactionTemplate transaction;

    DemoWorld(Customers customers, Plans plans, Clock clock, PlatformTransactionManager transactions) {
        this.customers = customers;
        this.plans = plans;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Makes the world whole or not at all, and once: what people changed in the meantime stays. */
    void seed() {
        transaction.executeWithoutResult(status -> {
            if (customers.find("demo-direct-1").isEmpty()) {
                partners();
                plans();
                customers();
            }
            if (customers.find(DemoMicrosoft.CUSTOMERS.getFirst()).isEmpty()) {
                live();
            }
        });
    }

    private void partners() {
        partner("demo-direct", "Moravia Cloud", "DIRECT_BILL", "GOLD", Set.of("ADMIN_AGENT", "HELPDESK_AGENT"), null);
        partner("demo-silver", "Silverline IT", "DIRECT_BILL", "SILVER", Set.of("ADMIN_AGENT", "HELPDESK_AGENT"), null);
        partner("demo-bare", "Barefoot Systems", "DIRECT_BILL", "NONE", Set.of("ADMIN_AGENT", "HELPDESK_AGENT"), null);
        // Its desk holds the helpdesk role only, which cannot file everywhere
        partner("demo-trainee", "First Step IT", "DIRECT_BILL", "SILVER", Set.of("HELPDESK_AGENT"), null);
        partner(
                "demo-provider",
                "Continental Distribution",
                "INDIRECT_PROVIDER",
                "GOLD",
                Set.of("ADMIN_AGENT", "GLOBAL_ADMIN", "HELPDESK_AGENT"),
                null);
        partner(
                "demo-reseller",
                "Corner Office IT",
                "INDIRECT_RESELLER",
                "NONE",
                Set.of("ADMIN_AGENT", "HELPDESK_AGENT"),
                "demo-provider");
    }

    /** A partner whose health is read from a Microsoft; a world that was made before it gets it too. */
    private void live() {
        Instant now = clock.instant();
        partner(
                DemoMicrosoft.PARTNER,
                "Riverbank Cloud",
                "DIRECT_BILL",
                "GOLD",
                Set.of("ADMIN_AGENT", "HELPDESK_AGENT"),
                null);
        plan(DemoMicrosoft.PARTNER, "ADVANCED", "Advanced Support for Partners", null);
        plan(DemoMicrosoft.PARTNER, "SIGNATURE_CLOUD", "Signature Cloud Support", 10);
        List<String> names = List.of("Sedmihorky Spa", "Berounka Paper", "Kampa Print");
        for (int i = 0; i < names.size(); i++) {
            first(
                    DemoMicrosoft.CUSTOMERS.get(i),
                    names.get(i),
                    "GOLD",
                    business(7, 18),
                    "GDAP",
                    "active",
                    now.plus(Duration.ofDays(480)));
        }
    }

    private void partner(
            String id, String name, String type, String competency, Set<String> roles, @Nullable String provider) {
        String host = name.toLowerCase(Locale.ROOT).replace(' ', '-') + ".example";
        customers.put(new Partner(
                id,
                name,
                type,
                competency,
                null,
                roles,
                provider,
                "support@" + host,
                "+420 555 0100",
                "https://support." + host));
    }

    private void plans() {
        plan("demo-direct", "ADVANCED", "Advanced Support for Partners", null);
        plan("demo-direct", "SIGNATURE_CLOUD", "Signature Cloud Support", 2);
        plan("demo-direct", "ON_PREMISES_INCIDENT", "Product support, Gold 20-pack", 20);
        plan("demo-silver", "SIGNATURE_CLOUD", "Signature Cloud Support", 5);
        plan("demo-silver", "ON_PREMISES_INCIDENT", "Product support, Silver 15-pack", 15);
        plan("demo-provider", "PREMIER", "Premier Support for Partners", null);
        plan("demo-provider", "SIGNATURE_CLOUD", "Signature Cloud Support", 40);
        plan("demo-provider", "ON_PREMISES_INCIDENT", "Product support, Gold 20-pack", 20);
    }

    private void plan(String partner, String vehicle, String name, @Nullable Integer incidents) {
        Instant now = clock.instant();
        String id = partner + "-" + vehicle.toLowerCase(Locale.ROOT).replace('_', '-');
        plans.put(new SupportPlan(
                id,
                partner,
                vehicle,
                name,
                "ACTIVE",
                "ACC-" + Math.abs(id.hashCode()),
                "CON-" + Math.abs(id.hashCode() / 7),
                incidents,
                now.minus(Duration.ofDays(120)),
                now.plus(Duration.ofDays(245))));
    }

    private void customers() {
        Instant now = clock.instant();
        Instant nextYear = now.plus(Duration.ofDays(480));
        Instant gone = now.minus(Duration.ofDays(40));
        first("demo-direct-1", "Brno Logistics", "GOLD", business(8, 18), "GDAP", "active", nextYear);
        second("demo-direct-2", "Moravia Glass", "SILVER", business(8, 17), "GDAP", "expired", gone);
        first("demo-silver-1", "Havel Bakeries", "SILVER", business(7, 16), "GDAP", "active", nextYear);
        second("demo-silver-2", "Vltava Shipping", "STANDARD", business(9, 17), "GDAP", "expired", gone);
        first("demo-bare-1", "Petřín Observatory", "STANDARD", business(9, 17), "DAP", "active", null);
        second("demo-bare-2", "Olomouc Cheese", "STANDARD", business(8, 16), "DAP", "expired", gone);
        first("demo-provider-1", "Danube Insurance", "GOLD", ServiceHours.always(), "GDAP", "active", nextYear);
        second("demo-provider-2", "Tatra Outdoor", "SILVER", business(8, 18), "GDAP", "expired", gone);
        first("demo-trainee-1", "Lipno Marina", "STANDARD", business(8, 16), "DAP", "active", null);
        first("demo-reseller-1", "Old Town Dental", "STANDARD", business(8, 17), "GDAP", "active", nextYear);
        second("demo-reseller-2", "Sázava Mills", "STANDARD", business(8, 16), "GDAP", "expired", gone);

        // Delivery mixed, as contracts are: own desk, outsourcer under our label, another entity's support resold
        customer("demo-direct-3", "Ostrava Steel Works", "GOLD", ServiceHours.always());
        access("demo-direct-3", "GDAP", "expiring", now.plus(Duration.ofDays(12)));
        everything("demo-direct-3", "N", true, "PRODIRECT");
        delivery("demo-direct-3", null, null, null, "OWN_DESK", null, false, null);
        delivery("demo-direct-3", "M365", "FIRST", null, "OUTSOURCER", "Nightdesk", true, eur(35, Price.Per.HOUR));
        delivery(
                "demo-direct-3",
                "ON_PREM",
                null,
                null,
                "RESOLD_PROVIDER",
                "Server Care Ltd",
                true,
                eur(900, Price.Per.MONTH));
        customer("demo-provider-3", "Charles Bridge Hotels", "GOLD", business(6, 22));
        access("demo-provider-3", "GDAP", "active", nextYear);
        everything("demo-provider-3", "N_MINUS_1", true, "CSP");
        delivery("demo-provider-3", null, null, true, "OWN_DESK", null, false, null);
        delivery("demo-provider-3", null, null, false, "OUTSOURCER", "Nightdesk", true, eur(80, Price.Per.CASE));
        customer("demo-silver-3", "Krkonoše Ski Lifts", "STANDARD", business(7, 15));
        everything("demo-silver-3", "OLDER", false, "CSP");
        delivery("demo-silver-3", null, null, null, "OWN_DESK", null, true, eur(60, Price.Per.HOUR));
    }

    private static ServiceHours business(int opens, int closes) {
        return ServiceHours.business(PRAGUE, LocalTime.of(opens, 0), LocalTime.of(closes, 0));
    }

    private void first(
            String id,
            String name,
            String tier,
            ServiceHours hours,
            String model,
            String status,
            @Nullable Instant end) {
        customer(id, name, tier, hours);
        access(id, model, status, end);
        everything(id, "N", true, "CSP");
        delivery(id, null, null, null, "OWN_DESK", null, false, null);
    }

    private void second(
            String id, String name, String tier, ServiceHours hours, String model, String status, Instant end) {
        customer(id, name, tier, hours);
        access(id, model, status, end);
        for (String family : List.of("AZURE", "M365", "D365_CE")) {
            cloud(id, family, "CSP");
        }
        onPremises(id, "OLDER", false);
        delivery(id, null, null, null, "OWN_DESK", null, true, eur(70, Price.Per.HOUR));
    }

    private void customer(String id, String name, String tier, ServiceHours hours) {
        String domain = java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFD)
                        .replaceAll("\\p{M}", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z]+", "")
                + ".example";
        customers.put(
                new Customer(id, id.substring(0, id.lastIndexOf('-')), name, tenant(id), domain, "CZ", "en", PRAGUE));
        customers.put(new Contract(id, tier, hours));
        customers.addContact(
                id,
                People.NAMES.get(Math.floorMod(id.hashCode(), People.NAMES.size())),
                "it@" + domain,
                "+420 555 0199");
    }

    static String azureSubscription(String customer) {
        return UUID.nameUUIDFromBytes(("azure:" + customer).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    static String tenant(String customer) {
        return UUID.nameUUIDFromBytes(("tenant:" + customer).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private void access(String id, String model, String status, @Nullable Instant end) {
        customers.put(new DelegatedAccess(id, model, status, end, FILING));
    }

    private void everything(String id, String version, boolean mainstream, String azurePlan) {
        CLOUD.forEach(family -> cloud(id, family, azurePlan));
        onPremises(id, version, mainstream);
    }

    private void cloud(String id, String family, String azurePlan) {
        boolean azure = family.equals("AZURE");
        customers.put(new Subscription(
                subscription(id, family),
                id,
                family,
                family.replace('_', ' '),
                "CLOUD",
                null,
                true,
                azure ? azurePlan : null,
                azure,
                azure ? azureSubscription(id) : null));
    }

    private void onPremises(String id, String version, boolean mainstream) {
        customers.put(new Subscription(
                subscription(id, "ON_PREM"),
                id,
                "ON_PREM",
                "Windows Server (" + version + ")",
                "ON_PREM",
                version,
                mainstream,
                null,
                false,
                null));
    }

    private static String subscription(String customer, String family) {
        return customer + "-" + family.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Price eur(int amount, Price.Per per) {
        return Price.of(String.valueOf(amount), "EUR", per);
    }

    private void delivery(
            String customer,
            @Nullable String family,
            @Nullable String level,
            @Nullable Boolean within,
            String party,
            @Nullable String provider,
            boolean chargeable,
            @Nullable Price price) {
        customers.put(new Delivery(
                String.join(
                        "-", customer, any(family), any(level), within == null ? "any" : within ? "within" : "outside"),
                customer,
                family,
                level,
                within,
                party,
                provider,
                chargeable,
                price));
    }

    private static String any(@Nullable String code) {
        return code == null ? "any" : code.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
