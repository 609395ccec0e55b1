package dev.signalbox.customer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.clock.ServiceHours;
import dev.signalbox.support.KnowledgeStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(KnowledgeStore.class)
class CustomersTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final ZoneId PRAGUE = ZoneId.of("Europe/Prague");
    private static final ServiceHours BUSINESS = ServiceHours.business(PRAGUE, LocalTime.of(6, 0), LocalTime.of(22, 0));
    private static final String SERVICE_ADMIN = "Service support administrator";

    @Parameter
    KnowledgeStore store;

    private Customers customers;

    @BeforeEach
    void aPartnerWithOneCustomer() {
        customers = new Customers(store.fresh(CustomersTest.class).jdbc());
        customers.put(partner("p"));
        customers.put(customer("c", "Hotels"));
        customers.put(new Contract("c", "GOLD", BUSINESS));
    }

    private static Partner partner(String id) {
        return new Partner(
                id,
                "Moravia",
                "DIRECT_BILL",
                "GOLD",
                null,
                Set.of("ADMIN_AGENT"),
                null,
                "s@m.example",
                "+420 1",
                "https://m.example");
    }

    private static Customer customer(String id, String name) {
        return new Customer(id, "p", name, "tenant-" + id, id + ".example", "CZ", "en", PRAGUE);
    }

    private void delivers(
            @Nullable String family,
            @Nullable String level,
            @Nullable Boolean within,
            String party,
            @Nullable String provider,
            @Nullable Price price) {
        customers.put(new Delivery(
                "d/" + family + level + within, "c", family, level, within, party, provider, price != null, price));
    }

    private static Subscription azure(boolean granted) {
        return new Subscription("s", "c", "AZURE", "Azure", "CLOUD", null, true, "CSP", granted, "guid");
    }

    private static DelegatedAccess gdap(String status, Instant end, String... roles) {
        return new DelegatedAccess("c", "GDAP", status, end, Set.of(roles));
    }

    @Test
    void whatIsPutTwiceIsChangedAndNeverDoubled() {
        customers.put(partner("p"));
        customers.put(customer("c", "Grand Hotels"));
        customers.put(new Contract("c", "SILVER", ServiceHours.always()));
        customers.put(azure(true));
        customers.put(azure(false));

        assertThat(customers.count("p", null)).isEqualTo(1);
        assertThat(customers.find("c").orElseThrow()).isEqualTo(customer("c", "Grand Hotels"));
        assertThat(customers.byTenant("tenant-c")).isEqualTo(customers.find("c"));
        assertThat(customers.partner("p")).isEqualTo(partner("p"));
        assertThat(customers.contract("c")).contains(new Contract("c", "SILVER", ServiceHours.always()));
        assertThat(customers.subscriptions("c")).containsExactly(azure(false));
        assertThat(customers.subscription("s")).contains(azure(false));
    }

    @Test
    void hoursComeBackAsTheyWereAgreed() {
        assertThat(customers.contract("c")).contains(new Contract("c", "GOLD", BUSINESS));
    }

    @Test
    void aSearchTakesSignsLiterallyAndPagesByName() {
        customers.put(customer("d", "100% Glass"));
        customers.put(customer("e", "Bakery"));

        assertThat(customers.page(null, "100%", 0, 10)).extracting(Customer::id).containsExactly("d");
        assertThat(customers.count(null, "_")).isZero();
        assertThat(customers.page("p", null, 1, 2)).extracting(Customer::id).containsExactly("c");
        assertThat(customers.page("nobody", null, 0, 10)).isEmpty();
    }

    @Test
    void theMostParticularDeliveryRowWins() {
        delivers(null, null, null, "OWN_DESK", null, null);
        delivers("M365", null, null, "RESOLD_PROVIDER", "Cloudy", Price.of("5", "EUR", Price.Per.HOUR));
        delivers("M365", "FIRST", null, "OUTSOURCER", "Nightdesk", null);
        delivers(null, null, false, "OUTSOURCER", "Nightdesk", null);

        assertThat(party("M365", "FIRST", true)).contains("OUTSOURCER");
        assertThat(party("M365", "SECOND", false)).contains("RESOLD_PROVIDER");
        assertThat(party("AZURE", "FIRST", true)).contains("OWN_DESK");
        assertThat(party("AZURE", "FIRST", false)).contains("OUTSOURCER");
        assertThat(party(null, "FIRST", true)).contains("OWN_DESK");
    }

    private Optional<String> party(@Nullable String family, String level, boolean within) {
        return customers.delivery("c", family, level, within).map(Delivery::party);
    }

    @Test
    void theStatementSaysWhoWhenHowAndForHowMuch() {
        delivers(null, null, null, "OWN_DESK", null, null);

        assertThat(customers.supportStatement("c", null))
                .isEqualTo(new SupportStatement(
                        "c",
                        "en",
                        "Moravia",
                        BUSINESS.told(),
                        "https://m.example, s@m.example, +420 1",
                        "included",
                        List.of(new SupportStatement.Line(null, null, BUSINESS.told(), "Moravia", "included"))));
    }

    @Test
    void thePriceOutsideTheHoursIsToldApart() {
        delivers(null, null, true, "OWN_DESK", null, null);
        delivers(null, null, false, "OUTSOURCER", "Nightdesk", Price.of("80", "EUR", Price.Per.CASE));

        SupportStatement statement = customers.supportStatement("c", null);

        assertThat(statement.price()).isEqualTo("included; outside these hours: EUR 80 a case");
        assertThat(statement.who()).isEqualTo("Moravia");
        assertThat(statement.lines())
                .extracting(SupportStatement.Line::hours)
                .containsExactly(BUSINESS.told(), "outside " + BUSINESS.told());
    }

    @Test
    void aProductOnOtherTermsHasItsOwnStatement() {
        delivers(null, null, null, "OWN_DESK", null, null);
        delivers("ON_PREM", null, null, "RESOLD_PROVIDER", "Server Care", Price.of("900", "EUR", Price.Per.MONTH));

        assertThat(customers.supportStatement("c", "ON_PREM").who()).isEqualTo("Server Care");
        assertThat(customers.supportStatement("c", "ON_PREM").price()).isEqualTo("EUR 900 a month");
        assertThat(customers.supportStatement("c", "AZURE").price()).isEqualTo("included");
        assertThat(customers.supportStatement("c", "AZURE").lines()).hasSize(1);
        assertThat(customers.supportStatement("c", null).lines()).hasSize(2);
    }

    @Test
    void theStatementSpeaksTheCustomersLanguageAndEnglishWhereWeDoNot() {
        delivers(null, null, true, "OWN_DESK", null, null);
        delivers(null, null, false, "OUTSOURCER", "Nightdesk", Price.of("1234.5", "CZK", Price.Per.HOUR));

        SupportStatement czech = customers.supportStatement("c", null, "cs");

        assertThat(czech.language()).isEqualTo("cs");
        assertThat(czech.hours()).isEqualTo("po až pá 06:00 až 22:00 (Europe/Prague)");
        assertThat(czech.price()).isEqualTo("v ceně smlouvy; mimo tuto dobu: 1\u00A0234,50 CZK za hodinu");
        assertThat(customers.supportStatement("c", null, "eo"))
                .isEqualTo(customers.supportStatement("c", null))
                .extracting(SupportStatement::language, SupportStatement::price)
                .containsExactly("en", "included; outside these hours: CZK 1,234.50 an hour");
    }

    @Test
    void anHourlyPriceCountsMinutesToTheCentAndHalfACentUp() {
        Price hourly = Price.of("59.99", "EUR", Price.Per.HOUR);

        assertThat(hourly.forMinutes(15)).isEqualTo("15.00");
        assertThat(hourly.forMinutes(1)).isEqualTo("1.00");
        assertThat(Price.of("0.30", "EUR", Price.Per.HOUR).forMinutes(1)).isEqualTo("0.01");
        assertThat(hourly.forMinutes(0)).isEqualTo("0.00");
    }

    @Test
    void aroundTheClockThereIsNoOutside() {
        customers.put(new Contract("c", "GOLD", ServiceHours.always()));
        delivers(null, null, true, "OWN_DESK", null, null);
        delivers(null, null, false, "OUTSOURCER", "Nightdesk", Price.of("80", "EUR", Price.Per.CASE));

        assertThat(customers.supportStatement("c", null).price()).isEqualTo("included");
        assertThat(customers.supportStatement("c", null).lines()).hasSize(1);
    }

    @Test
    void dapIsUsableWhileItStandsAndGdapWhileItsEndIsAhead() {
        Instant ahead = NOW.plus(Duration.ofDays(1));

        assertThat(new DelegatedAccess("c", "DAP", "active", null, Set.of()).usable(NOW))
                .isTrue();
        assertThat(new DelegatedAccess("c", "DAP", "terminated", null, Set.of()).usable(NOW))
                .isFalse();
        assertThat(gdap("active", ahead).usable(NOW)).isTrue();
        assertThat(gdap("expiring", ahead).usable(NOW)).isTrue();
        assertThat(gdap("active", NOW).usable(NOW)).isFalse();
        for (String status : new String[] {
            "created",
            "approvalPending",
            "approved",
            "activating",
            "expired",
            "terminationRequested",
            "terminating",
            "terminated",
            "unknownFutureValue"
        }) {
            assertThat(gdap(status, ahead).usable(NOW)).as(status).isFalse();
        }
    }

    @Test
    void eachWorkloadAsksForItsLeastRight() {
        DelegatedAccess admin = gdap("active", NOW, SERVICE_ADMIN);
        DelegatedAccess reader = gdap("active", NOW, "Global reader");

        for (String family : new String[] {"M365", "EMS", "D365_CE", "D365_FO", "BUSINESS_CENTRAL", "POWER_PLATFORM"}) {
            assertThat(customers.hasRight(admin, family)).as(family).isTrue();
            assertThat(customers.hasRight(reader, family)).as(family).isFalse();
        }
        assertThat(customers.hasRight(reader, "PARTNER_CENTER")).isTrue();
        assertThat(customers.hasRight(new DelegatedAccess("c", "DAP", "active", null, Set.of()), "M365"))
                .isTrue();
    }

    @Test
    void azureAsksForARoleAndForTheSubscriptionsOwnGrant() {
        DelegatedAccess contributor = gdap("active", NOW, "Support Request Contributor");

        assertThat(customers.hasRight(contributor, azure(true))).isTrue();
        assertThat(customers.hasRight(contributor, azure(false))).isFalse();
        assertThat(customers.hasRight(gdap("active", NOW, SERVICE_ADMIN), azure(true)))
                .isFalse();
    }

    @Test
    void aChangedRelationshipSaysWhatWasLostAndWhatWasGranted() {
        customers.put(gdap("active", NOW.plus(Duration.ofDays(9)), SERVICE_ADMIN));

        assertThat(customers.accessChanged("tenant-c", "terminated", null, null, NOW))
                .contains(new AccessChange("c", true, false));
        assertThat(customers.accessChanged("tenant-c", "terminated", null, null, NOW))
                .contains(new AccessChange("c", false, false));
        assertThat(customers.accessChanged("tenant-c", "active", null, null, NOW))
                .contains(new AccessChange("c", false, true));
        assertThat(customers.access("c").orElseThrow().roles()).containsExactly(SERVICE_ADMIN);
        assertThat(customers.accessChanged("tenant-of-nobody", "active", null, null, NOW))
                .isEmpty();
    }

    @Test
    void aPersonIsKeptOnceAndNoPartOfAText() {
        String id = customers.addContact("c", "Eva", "eva@c.example", null);

        assertThat(customers.addContact("c", "Eva", "eva@c.example", null)).isEqualTo(id);
        assertThat(customers.addContact("c", "Eva", "eva@c.example", "+420 2")).isNotEqualTo(id);
        assertThat(customers.contact(id).orElseThrow().toString()).doesNotContain("Eva", "eva@");
    }
}
