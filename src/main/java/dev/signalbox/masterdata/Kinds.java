package dev.signalbox.masterdata;

import static dev.signalbox.access.Action.MANAGE_ACCOUNTS;
import static dev.signalbox.access.Action.MANAGE_DATA;
import static dev.signalbox.access.Action.MANAGE_TEXTS;
import static dev.signalbox.access.Action.SEE_CUSTOMERS;
import static dev.signalbox.access.Action.SEE_DATA;
import static dev.signalbox.masterdata.Form.*;

import dev.signalbox.access.Role;
import dev.signalbox.clock.CalendarVersion;
import dev.signalbox.masterdata.Kind.Whose;
import dev.signalbox.ticket.Problem;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All kinds, in the order in which they refer to each other. */
public final class Kinds {

    private static final String[] FAMILIES = {
        "AZURE",
        "M365",
        "EMS",
        "D365_CE",
        "D365_FO",
        "BUSINESS_CENTRAL",
        "POWER_PLATFORM",
        "MARKETPLACE",
        "PARTNER_CENTER",
        "ON_PREM"
    };

    /** What the product families are called. */
    public static final List<String> PRODUCT_FAMILIES = List.of(FAMILIES);

    private static final String[] PARTNER_CENTER_ROLES = {
        "GLOBAL_ADMIN", "USER_MANAGEMENT_ADMIN", "HELPDESK_AGENT", "ADMIN_AGENT"
    };

    private static final Kind PARTNERS = new Kind(
            "partners",
            "partner",
            "partner",
            "id",
            Whose.ITSELF,
            SEE_DATA,
            MANAGE_DATA,
            List.of(
                    Field.of("name", NAME).needed(),
                    Field.of("type", NAME)
                            .needed()
                            .oneOf("DIRECT_BILL", "INDIRECT_PROVIDER", "INDIRECT_RESELLER", "ADVISOR"),
                    Field.of("competency", NAME).otherwise("NONE").oneOf("NONE", "SILVER", "GOLD", "SOLUTIONS_PARTNER"),
                    Field.of("policySet", NAME).oneOf("SEED_2021", "CURRENT_2026"),
                    Field.of("partnerCenterRoles", LIST)
                            .in("roles")
                            .otherwise(List.of())
                            .oneOf(PARTNER_CENTER_ROLES),
                    Field.of("providerId", ID).refersTo("partners"),
                    Field.of("supportEmail", EMAIL).needed(),
                    Field.of("supportPhone", PHONE).needed(),
                    Field.of("supportUrl", URL).needed()),
            (item, wrong) -> {
                boolean reseller = item.is("type", "INDIRECT_RESELLER");
                String provider = item.text("providerId");
                if (reseller && provider == null) {
                    wrong.accept(Problem.of("providerId", "the indirect provider of an indirect reseller", "nothing"));
                } else if (!reseller && provider != null) {
                    wrong.accept(Problem.of("providerId", "nothing, except for an INDIRECT_RESELLER", provider));
                } else if (item.id().equals(provider)) {
                    wrong.accept(Problem.of("providerId", "another partner", provider));
                }
            });

    private static final Kind CUSTOMERS = new Kind(
            "customers",
            "customer",
            "customer",
            "id",
            Whose.PARTNER,
            SEE_CUSTOMERS,
            MANAGE_DATA,
            List.of(
                    Field.of("partnerId", ID).needed().refersTo("partners").forEver(),
                    Field.of("name", NAME).needed(),
                    Field.of("tenantId", UUID_TEXT).needed().once(),
                    Field.of("domain", DOMAIN).needed().once(),
                    Field.of("country", COUNTRY).needed(),
                    Field.of("language", LANGUAGE).otherwise("en"),
                    Field.of("timeZone", ZONE).needed()),
            Rule.NONE);

    private static final Kind CONTACTS = new Kind(
            "contacts",
            "contact",
            "contact",
            "id",
            Whose.CUSTOMER,
            SEE_DATA,
            MANAGE_DATA,
            List.of(
                    customer(),
                    Field.of("name", NAME).needed().aboutAPerson(),
                    Field.of("email", EMAIL).needed().aboutAPerson(),
                    Field.of("phone", PHONE).aboutAPerson(),
                    Field.of("language", LANGUAGE)),
            Rule.NONE);

    private static final Kind CALENDARS = new Kind(
            "calendars",
            "calendar",
            "calendar",
            "id",
            Whose.PARTNER,
            SEE_DATA,
            MANAGE_DATA,
            List.of(
                    partner(),
                    Field.of("name", NAME).needed(),
                    Field.of("timeZone", ZONE).needed(),
                    Field.of("hours", LIST).needed(),
                    Field.of("holidays", LIST).otherwise(List.of()),
                    Field.of("ownDays", LIST).otherwise(List.of()),
                    Field.of("versionOf", ID).refersTo("calendars"),
                    Field.of("validFrom", DATE)),
            Kinds::calendar);

    private static final Kind CALENDAR_USES = new Kind(
            "calendar-uses",
            "calendar-use",
            "calendar_use",
            "id",
            Whose.PARTNER,
            SEE_DATA,
            MANAGE_DATA,
            List.of(
                    Field.of("partnerId", ID).needed().refersTo("partners").forEver(),
                    Field.of("vehicle", NAME)
                            .oneOf(
                                    "COMMERCIAL",
                                    "PREMIER",
                                    "ADVANCED",
                                    "SIGNATURE_CLOUD",
                                    "UNIFIED",
                                    "CSP_INCLUDED",
                                    "ON_PREMISES_INCIDENT",
                                    "PAY_PER_INCIDENT",
                                    "DISTRIBUTOR",
                                    "ISV"),
                    Field.of("calendarId", ID).needed().refersTo("calendars")),
            Rule.NONE);

    private static final Kind CONTRACTS = new Kind(
            "contracts",
            "contract",
            "contract",
            "id",
            Whose.CUSTOMER,
            SEE_DATA,
            MANAGE_DATA,
            List.of(
                    customer().once(),
                    Field.of("tier", NAME).needed().oneOf("STANDARD", "SILVER", "GOLD"),
                    Field.of("aroundTheClock", FLAG).otherwise(false),
                    Field.of("opens", HOUR).otherwise("00:00"),
                    Field.of("closes", HOUR).otherwise("00:00"),
                    Field.of("calendarId", ID).refersTo("calendars")),
            (item, wrong) -> {
                String opens = item.text("opens");
                String closes = item.text("closes");
                if (item.is("aroundTheClock", true)) {
                    item.values().put("opens", "00:00");
                    item.values().put("closes", "00:00");
                } else if (opens != null && closes != null && !closes.equals("00:00") && opens.compareTo(closes) >= 0) {
                    wrong.accept(Problem.of("closes", "a time after opens, " + opens, closes));
                }
            });

    private static final Kind DELIVERIES = new Kind(
            "deliveries",
            "delivery",
            "delivery",
            "id",
            Whose.CUSTOMER,
            SEE_DATA,
            MANAGE_DATA,
            List.of(
                    customer(),
                    Field.of("productFamily", NAME).oneOf(FAMILIES),
                    Field.of("level", NAME).oneOf("FIRST", "SECOND"),
                    Field.of("withinHours", FLAG),
                    Field.of("party", NAME).needed().oneOf("OWN_DESK", "OUTSOURCER", "RESOLD_PROVIDER"),
                    Field.of("providerName", NAME),
                    Field.of("chargeable", FLAG).otherwise(false),
                    Field.of("amount", MONEY),
                    Field.of("currency", CURRENCY),
                    Field.of("unit", NAME).oneOf("HOUR", "CASE", "MONTH")),
            (item, wrong) -> {
                if (item.values().get("amount") != null) {
                    for (String field : List.of("currency", "unit")) {
                        if (item.values().get(field) == null) {
                            wrong.accept(
                                    Problem.of(field, "what the amount is of, for a row with an amount", "nothing"));
                        }
                    }
                } else if (item.text("currency") != null || item.text("unit") != null) {
                    wrong.accept(Problem.of("amount", "an amount, for a row with a currency or a unit", "nothing"));
                }
                if (!item.is("party", "OWN_DESK")
                        && item.values().get("party") != null
                        && item.text("providerName") == null) {
                    wrong.accept(Problem.of("providerName", "who delivers, unless it is the OWN_DESK", "nothing"));
                }
            });

    private static final Kind SUBSCRIPTIONS = new Kind(
            "subscriptions",
            "subscription",
            "subscription",
            "id",
            Whose.CUSTOMER,
            SEE_DATA,
            MANAGE_DATA,
            List.of(
                    customer(),
                    Field.of("productFamily", NAME).needed().oneOf(FAMILIES),
                    Field.of("name", NAME).needed(),
                    Field.of("deployment", NAME).otherwise("CLOUD").oneOf("CLOUD", "ON_PREM"),
                    Field.of("onPremVersion", NAME).oneOf("N", "N_MINUS_1", "OLDER"),
                    Field.of("mainstreamSupport", FLAG).otherwise(true),
                    Field.of("azurePlanType", NAME)
                            .oneOf("CSP", "STANDARD", "PRODIRECT", "PREMIER", "UNIFIED", "OTHER"),
                    Field.of("azureRightGranted", FLAG).otherwise(false),
                    Field.of("azureSubscriptionId", UUID_TEXT)),
            (item, wrong) -> {
                boolean onPremises = item.is("deployment", "ON_PREM");
                if (onPremises && item.text("onPremVersion") == null) {
                    wrong.accept(Problem.of("onPremVersion", "a version for deployment ON_PREM", "nothing"));
                }
                if (!item.is("productFamily", "AZURE") && item.text("azureSubscriptionId") != null) {
                    wrong.accept(Problem.of(
                            "azureSubscriptionId", "nothing, except for AZURE", item.text("azureSubscriptionId")));
                }
            });

    private static final Kind SUPPORT_PLANS = new Kind(
            "support-plans",
            "support-plan",
            "support_plan",
            "id",
            Whose.PARTNER,
            SEE_DATA,
            MANAGE_DATA,
            List.of(
                    Field.of("partnerId", ID).needed().refersTo("partners").forEver(),
                    Field.of("vehicle", NAME)
                            .needed()
                            .oneOf(
                                    "PREMIER",
                                    "ADVANCED",
                                    "SIGNATURE_CLOUD",
                                    "UNIFIED",
                                    "ON_PREMISES_INCIDENT",
                                    "PAY_PER_INCIDENT"),
                    Field.of("name", NAME).needed(),
                    Field.of("status", NAME).otherwise("ACTIVE").oneOf("ACTIVE", "EXPIRED", "NOT_ACTIVATED"),
                    Field.of("accessId", NAME).hidden(),
                    Field.of("contractId", NAME).hidden(),
                    Field.of("incidentsRemaining", COUNT),
                    Field.of("validFrom", TIME),
                    Field.of("validTo", TIME)),
            (item, wrong) -> {
                if (item.values().get("validFrom") instanceof Instant from
                        && item.values().get("validTo") instanceof Instant to
                        && !from.isBefore(to)) {
                    wrong.accept(Problem.of("validTo", "a time after validFrom, " + from, to));
                }
            });

    private static final Kind DELEGATED_ACCESS = new Kind(
            "delegated-access",
            "delegated-access",
            "delegated_access",
            "id",
            Whose.CUSTOMER,
            SEE_DATA,
            MANAGE_DATA,
            List.of(
                    customer().once(),
                    Field.of("model", NAME).otherwise("GDAP").oneOf("GDAP", "DAP"),
                    Field.of("status", NAME).needed(),
                    Field.of("endDate", TIME),
                    Field.of("roles", LIST).otherwise(List.of())),
            (item, wrong) -> {
                if (item.is("model", "GDAP")
                        && item.is("status", "active")
                        && item.values().get("endDate") == null) {
                    wrong.accept(Problem.of("endDate", "the end of a GDAP relationship", "nothing"));
                }
            });

    private static final Kind TEAMS = new Kind(
            "teams",
            "team",
            "team",
            "id",
            Whose.PARTNER,
            SEE_DATA,
            MANAGE_DATA,
            List.of(Field.of("name", NAME).needed(), partner()),
            Rule.NONE);

    private static final Kind QUEUES = new Kind(
            "queues",
            "queue",
            "work_queue",
            "id",
            Whose.PARTNER,
            SEE_DATA,
            MANAGE_DATA,
            List.of(
                    Field.of("name", NAME).needed(),
                    partner(),
                    Field.of("teamId", ID).refersTo("teams"),
                    Field.of("olaMinutes", COUNT)),
            Rule.NONE);

    private static final Kind TEXT_MODULES = new Kind(
            "text-modules",
            "text-module",
            "text_module",
            "id",
            Whose.PARTNER,
            SEE_DATA,
            MANAGE_TEXTS,
            List.of(
                    Field.of("name", NAME).needed(),
                    Field.of("language", LANGUAGE).needed(),
                    partner().needed(),
                    Field.of("active", FLAG).otherwise(true),
                    Field.of("body", TEXT).needed()),
            Kinds::textModule);

    private static final Kind AGENTS = new Kind(
            "agents",
            "agent",
            "account",
            "username",
            Whose.PARTNER,
            SEE_DATA,
            MANAGE_ACCOUNTS,
            List.of(
                    Field.of("displayName", NAME).needed().aboutAPerson(),
                    Field.of("email", EMAIL).once().aboutAPerson(),
                    Field.of("role", NAME)
                            .oneOf(Arrays.stream(Role.values()).map(Enum::name).toArray(String[]::new)),
                    Field.of("partnerCenterRoles", LIST).otherwise(List.of()).oneOf(PARTNER_CENTER_ROLES),
                    partner(),
                    Field.of("customerId", ID).refersTo("customers"),
                    Field.of("teams", LIST).otherwise(List.of()).refersTo("teams"),
                    Field.of("language", LANGUAGE),
                    Field.of("timeZone", ZONE),
                    Field.of("active", FLAG).otherwise(true)),
            Kinds::agent);

    private static final Kind ON_CALL_SHIFTS = new Kind(
            "on-call-shifts",
            "on-call-shift",
            "on_call_shift",
            "id",
            Whose.PARTNER,
            SEE_DATA,
            MANAGE_DATA,
            List.of(
                    Field.of("partnerId", ID).needed().refersTo("partners").forEver(),
                    Field.of("teamId", ID).refersTo("teams"),
                    Field.of("agent", ID).needed().refersTo("agents"),
                    Field.of("from", TIME).in("starts").needed(),
                    Field.of("to", TIME).in("ends").needed()),
            (item, wrong) -> {
                if (item.values().get("from") instanceof Instant from
                        && item.values().get("to") instanceof Instant to
                        && !from.isBefore(to)) {
                    wrong.accept(Problem.of("to", "a time after from, " + from, to));
                }
            });

    private static final Kind SERVICE_ACCOUNTS = new Kind(
            "service-accounts",
            "service-account",
            "service_account",
            "id",
            Whose.PARTNER,
            MANAGE_ACCOUNTS,
            MANAGE_ACCOUNTS,
            List.of(
                    Field.of("displayName", NAME).needed(),
                    partner(),
                    Field.of("sources", LIST).needed(),
                    Field.of("types", LIST).needed(),
                    Field.of("customers", LIST).otherwise(List.of()).refersTo("customers"),
                    Field.of("active", FLAG).otherwise(true)),
            Rule.NONE);

    public static final List<Kind> ALL = List.of(
            PARTNERS,
            CUSTOMERS,
            CONTACTS,
            CALENDARS,
            CALENDAR_USES,
            CONTRACTS,
            DELIVERIES,
            SUBSCRIPTIONS,
            SUPPORT_PLANS,
            DELEGATED_ACCESS,
            TEAMS,
            QUEUES,
            TEXT_MODULES,
            AGENTS,
            ON_CALL_SHIFTS,
            SERVICE_ACCOUNTS);

    private Kinds() {}

    public static Optional<Kind> find(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** A calendar's texts are read as the clocks read them; a version begins on a day of its own. */
    @SuppressWarnings("unchecked")
    private static void calendar(Rule.Item item, Consumer<Problem> wrong) {
        Map<String, @Nullable Object> values = item.values();
        String zone = item.text("timeZone");
        if (zone != null && values.get("hours") != null) {
            CalendarVersion.read(
                    null,
                    ZoneId.of(zone),
                    (List<String>) values.get("hours"),
                    (List<String>) Objects.requireNonNullElse(values.get("holidays"), List.of()),
                    (List<String>) Objects.requireNonNullElse(values.get("ownDays"), List.of()),
                    (field, expected, found) -> wrong.accept(Problem.of(field, expected, found)));
        }
        String of = item.text("versionOf");
        if (of != null && item.text("validFrom") == null) {
            wrong.accept(Problem.of("validFrom", "the first day of the version", "nothing"));
        } else if (of == null && item.text("validFrom") != null) {
            wrong.accept(Problem.of("versionOf", "the calendar that this is a version of from that day on", "nothing"));
        }
        if (item.id().equals(of)
                || of != null
                        && item.rows()
                                .find(Rows.kind("calendars"), of)
                                .filter(row -> row.values().get("versionOf") != null)
                                .isPresent()) {
            wrong.accept(Problem.of("versionOf", "a calendar that is no version itself", of));
        }
    }

    private static void textModule(Rule.Item item, Consumer<Problem> wrong) {
        String body = item.text("body");
        if (body != null) {
            TextModule.unknownPlaces(body)
                    .forEach(place ->
                            wrong.accept(Problem.of("body", "places among " + TextModule.PLACES, "{" + place + "}")));
        }
    }

    private static Field customer() {
        return Field.of("customerId", ID).needed().refersTo("customers").forEver();
    }

    private static Field partner() {
        return Field.of("partnerId", ID).refersTo("partners");
    }

    /** The role follows from those in Partner Center where none is given; nobody gives more than is theirs to give. */
    @SuppressWarnings("unchecked")
    private static void agent(Rule.Item item, Consumer<Problem> wrong) {
        Map<String, @Nullable Object> values = item.values();
        if (values.get("role") == null && values.get("partnerCenterRoles") instanceof List<?> held) {
            Role.ofPartnerCenter((List<String>) held).ifPresent(role -> values.put("role", role.name()));
        }
        String role = item.text("role");
        String customer = item.text("customerId");
        if (role == null) {
            wrong.accept(Problem.of("role", "a role, or partnerCenterRoles that one follows from", "nothing"));
            return;
        }
        if (role.equals("CUSTOMER") && customer == null) {
            wrong.accept(
                    Problem.of("customerId", "the customer that an account of role CUSTOMER belongs to", "nothing"));
        } else if (!role.equals("CUSTOMER") && customer != null) {
            wrong.accept(Problem.of("customerId", "nothing, except for role CUSTOMER", customer));
        }
        if (customer != null && item.text("partnerId") == null) {
            item.rows().partnerOf("customers", customer).ifPresent(partner -> values.put("partnerId", partner));
        }
        boolean was = item.before()
                .map(before -> "OPERATOR".equals(before.get("role")))
                .orElse(false);
        if ((role.equals("OPERATOR") || was) && item.scope().role() != Role.OPERATOR) {
            wrong.accept(
                    Problem.of("role", "a role other than OPERATOR, which only an operator gives and takes", role));
        }
        if (item.id().equals(item.scope().account())
                && item.before()
                        .filter(before -> role.equals(before.get("role")) && item.is("active", true))
                        .isEmpty()) {
            wrong.accept(
                    Problem.of("externalId", "somebody else's account: nobody changes what they may do", item.id()));
        }
    }
}
