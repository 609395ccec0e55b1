package dev.signalbox.customer;

import dev.signalbox.clock.ServiceHours;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All partners and customers with what binds them. Writing is repeatable: the same id is changed, never doubled. */
@Component
public class Customers {

    private final JdbcClient jdbc;

    Customers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Optional<Customer> find(String id) {
        return jdbc.sql("select * from customer where id = :id")
                .param("id", id)
                .query((row, i) -> customer(row))
                .optional();
    }

    /** A customer's name and zone. */
    public record Known(String name, ZoneId timeZone) {}

    /** Names and zones of the customers, by id, with one statement; unknown ones are left out. */
    public Map<String, Known> known(Collection<String> ids) {
        Map<String, Known> known = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql("select id, name, time_zone from customer where id in (:ids)")
                    .param("ids", ids)
                    .query(row -> {
                        known.put(
                                row.getString("id"),
                                new Known(row.getString("name"), ZoneId.of(row.getString("time_zone"))));
                    });
        }
        return known;
    }

    /** The customer, which must be there because something of ours names it. */
    public Customer get(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("Expected customer " + id));
    }

    /** By our id, which is the one it was given from outside, by its tenant or by its domain. */
    public Optional<Customer> resolve(String key) {
        return jdbc
                .sql("select * from customer where id = :key or tenant_id = :lower or lower(domain) = :lower")
                .param("key", key)
                .param("lower", key.toLowerCase(Locale.ROOT))
                .query((row, i) -> customer(row))
                .list()
                .stream()
                .min(Comparator.comparing(found -> found.id().equals(key) ? 0 : 1));
    }

    public Optional<Customer> byTenant(String tenantId) {
        // ids of tenants are GUIDs, whose case does not matter
        return jdbc.sql("select * from customer where tenant_id in (:tenant, :lower, :upper)")
                .param("tenant", tenantId)
                .param("lower", tenantId.toLowerCase(Locale.ROOT))
                .param("upper", tenantId.toUpperCase(Locale.ROOT))
                .query((row, i) -> customer(row))
                .optional();
    }

    public boolean knowsPartner(String id) {
        return jdbc.sql("select count(*) from partner where id = :id")
                        .param("id", id)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** The partner, which must be there because a customer names it. */
    public Partner partner(String id) {
        return jdbc.sql("select * from partner where id = :id")
                .param("id", id)
                .query((row, i) -> partner(row))
                .optional()
                .orElseThrow(() -> new IllegalStateException("Expected partner " + id + " to exist"));
    }

    /** One partner, or all of them where {@code onlyId} is null, by name. */
    public List<Partner> partners(@Nullable String onlyId) {
        return jdbc.sql("""
                        select * from partner where cast(:id as varchar(60)) is null or id = :id
                        order by name, id""").param("id", onlyId).query((row, i) -> partner(row)).list();
    }

    private static Partner partner(ResultSet row) throws SQLException {
        return new Partner(
                row.getString("id"),
                row.getString("name"),
                row.getString("type"),
                row.getString("competency"),
                row.getString("policy_set"),
                set(row.getString("roles")),
                row.getString("provider_id"),
                row.getString("support_email"),
                row.getString("support_phone"),
                row.getString("support_url"));
    }

    /** Customers by name; {@code q} is looked for in id, name, domain and tenant. */
    public List<Customer> page(@Nullable String partnerId, @Nullable String q, int page, int size) {
        return jdbc.sql("select * from customer" + where(partnerId, q)
                        + " order by name, id offset :offset rows fetch next :size rows only")
                .params(params(partnerId, q))
                .param("offset", (long) page * size)
                .param("size", size)
                .query((row, i) -> customer(row))
                .list();
    }

    public long count(@Nullable String partnerId, @Nullable String q) {
        return jdbc.sql("select count(*) from customer" + where(partnerId, q))
                .params(params(partnerId, q))
                .query(Long.class)
                .single();
    }

    private static String where(@Nullable String partnerId, @Nullable String q) {
        List<String> conditions = new ArrayList<>();
        if (partnerId != null) {
            conditions.add("partner_id = :partner");
        }
        if (q != null && !q.isBlank()) {
            conditions.add("(lower(id) like :q escape '!' or lower(name) like :q escape '!'"
                    + " or lower(domain) like :q escape '!' or tenant_id like :q escape '!')");
        }
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    private static Map<String, Object> params(@Nullable String partnerId, @Nullable String q) {
        Map<String, Object> params = new LinkedHashMap<>();
        if (partnerId != null) {
            params.put("partner", partnerId);
        }
        if (q != null && !q.isBlank()) {
            params.put(
                    "q",
                    "%"
                            + q.strip()
                                    .toLowerCase(Locale.ROOT)
                                    .replace("!", "!!")
                                    .replace("%", "!%")
                                    .replace("_", "!_")
                            + "%");
        }
        return params;
    }

    public List<Subscription> subscriptions(String customerId) {
        return jdbc.sql("select * from subscription where customer_id = :customer order by id")
                .param("customer", customerId)
                .query((row, i) -> subscription(row))
                .list();
    }

    public Optional<Subscription> subscription(String id) {
        return jdbc.sql("select * from subscription where id = :id")
                .param("id", id)
                .query((row, i) -> subscription(row))
                .optional();
    }

    /** The subscription that Azure knows under this id. */
    public Optional<Subscription> byAzureSubscription(String azureSubscriptionId) {
        return jdbc
                .sql("select * from subscription where lower(azure_subscription_id) = :id order by id")
                .param("id", azureSubscriptionId.toLowerCase(Locale.ROOT))
                .query((row, i) -> subscription(row))
                .list()
                .stream()
                .findFirst();
    }

    public Optional<DelegatedAccess> access(String customerId) {
        return jdbc.sql("select * from delegated_access where customer_id = :customer")
                .param("customer", customerId)
                .query((row, i) -> {
                    OffsetDateTime end = row.getObject("end_date", OffsetDateTime.class);
                    return new DelegatedAccess(
                            customerId,
                            row.getString("model"),
                            row.getString("status"),
                            end == null ? null : end.toInstant(),
                            set(row.getString("roles")));
                })
                .optional();
    }

    /** Whether the access holds the least right that filing for {@code productFamily} needs. */
    public boolean hasRight(DelegatedAccess access, String productFamily) {
        return holds(access, rights(productFamily));
    }

    /** The same for one subscription, which must have granted the right itself where the table says so. */
    public boolean hasRight(DelegatedAccess access, Subscription subscription) {
        List<Right> rights = rights(subscription.productFamily());
        return holds(access, rights)
                && (subscription.azureRightGranted() || rights.stream().noneMatch(Right::onSubscription));
    }

    // DAP gives standing rights through the partner's agent groups, not by role
    private static boolean holds(DelegatedAccess access, List<Right> rights) {
        return rights.isEmpty()
                || access.model().equals("DAP")
                || rights.stream().anyMatch(right -> access.roles().contains(right.role()));
    }

    private List<Right> rights(String productFamily) {
        return jdbc.sql("select access_role, on_subscription from filing_right where product_family = :family")
                .param("family", productFamily)
                .query((row, i) -> new Right(row.getString("access_role"), row.getBoolean("on_subscription")))
                .list();
    }

    private record Right(String role, boolean onSubscription) {}

    public Optional<Contract> contract(String customerId) {
        return jdbc.sql("""
                        select k.*, c.time_zone from contract k join customer c on c.id = k.customer_id
                        where k.customer_id = :customer""")
                .param("customer", customerId)
                .query((row, i) -> new Contract(
                        customerId,
                        row.getString("tier"),
                        row.getBoolean("around_the_clock")
                                ? ServiceHours.always()
                                : ServiceHours.business(
                                        ZoneId.of(row.getString("time_zone")),
                                        LocalTime.parse(row.getString("opens")),
                                        LocalTime.parse(row.getString("closes")))))
                .optional();
    }

    /** The most particular delivery row that fits. */
    public Optional<Delivery> delivery(
            String customerId, @Nullable String productFamily, String level, boolean withinHours) {
        return deliveries(customerId).stream()
                .filter(row -> row.fits(productFamily, level, withinHours))
                .max(Comparator.comparingInt(Delivery::particular));
    }

    public List<Delivery> deliveries(String customerId) {
        return jdbc.sql("select * from delivery where customer_id = :customer order by id")
                .param("customer", customerId)
                .query((row, i) -> new Delivery(
                        row.getString("id"),
                        customerId,
                        row.getString("product_family"),
                        row.getString("level"),
                        row.getObject("within_hours", Boolean.class),
                        row.getString("party"),
                        row.getString("provider_name"),
                        row.getBoolean("chargeable"),
                        price(row)))
                .list();
    }

    /**
     * What a customer is told who asks for help with {@code productFamily}; null asks for any other product. Made from
     * the contract's delivery rows and the partner's support profile: the seed's point 9.
     */
    public SupportStatement supportStatement(String customerId, @Nullable String productFamily) {
        return supportStatement(customerId, productFamily, null);
    }

    /** The same in {@code language}; null is the customer's own. */
    public SupportStatement supportStatement(
            String customerId, @Nullable String productFamily, @Nullable String language) {
        Customer customer =
                find(customerId).orElseThrow(() -> new IllegalStateException("Expected customer " + customerId));
        return new Statements(Wording.in(language == null ? customer.language() : language))
                .of(
                        partner(customer.partnerId()),
                        customerId,
                        contract(customerId).map(Contract::hours).orElse(ServiceHours.always()),
                        deliveries(customerId),
                        productFamily);
    }

    /** The person with these details, kept once for each customer. */
    public String addContact(String customerId, String name, String email, @Nullable String phone) {
        Optional<Contact> known = jdbc
                .sql("select * from contact where customer_id = :customer and email = :email order by id")
                .param("customer", customerId)
                .param("email", email)
                .query((row, i) -> contact(row))
                .list()
                .stream()
                .filter(one -> one.name().equals(name) && java.util.Objects.equals(one.phone(), phone))
                .findFirst();
        if (known.isPresent()) {
            return known.get().id();
        }
        String id = UUID.randomUUID().toString();
        jdbc.sql(
                        "insert into contact (id, customer_id, name, email, phone) values (:id, :customer, :name, :email, :phone)")
                .param("id", id)
                .param("customer", customerId)
                .param("name", name)
                .param("email", email)
                .param("phone", phone)
                .update();
        return id;
    }

    public Optional<Contact> contact(String id) {
        return jdbc.sql("select * from contact where id = :id")
                .param("id", id)
                .query((row, i) -> contact(row))
                .optional();
    }

    /** Takes over a relationship's new status; says whether usable access was lost or gained. Empty for no customer. */
    public Optional<AccessChange> accessChanged(
            String tenantId, String status, @Nullable Instant endDate, @Nullable Set<String> roles, Instant now) {
        Optional<Customer> customer = byTenant(tenantId);
        if (customer.isEmpty()) {
            return Optional.empty();
        }
        String id = customer.get().id();
        Optional<DelegatedAccess> before = access(id);
        boolean usable = before.map(one -> one.usable(now)).orElse(false);
        DelegatedAccess after = new DelegatedAccess(
                id,
                before.map(DelegatedAccess::model).orElse("GDAP"),
                status,
                endDate == null ? before.map(DelegatedAccess::endDate).orElse(null) : endDate,
                roles == null ? before.map(DelegatedAccess::roles).orElse(Set.of()) : roles);
        put(after);
        boolean usableNow = after.usable(now);
        return Optional.of(new AccessChange(id, usable && !usableNow, !usable && usableNow));
    }

    public void put(Partner partner) {
        upsert(
                "partner",
                "id",
                fields(
                        "id", partner.id(),
                        "name", partner.name(),
                        "type", partner.type(),
                        "competency", partner.competency(),
                        "policy_set", partner.policySet(),
                        "roles", String.join(",", partner.partnerCenterRoles()),
                        "provider_id", partner.providerId(),
                        "support_email", partner.supportEmail(),
                        "support_phone", partner.supportPhone(),
                        "support_url", partner.supportUrl()));
    }

    public void put(Customer customer) {
        upsert(
                "customer",
                "id",
                fields(
                        "id", customer.id(),
                        "partner_id", customer.partnerId(),
                        "name", customer.name(),
                        "tenant_id", customer.tenantId(),
                        "domain", customer.domain(),
                        "country", customer.country(),
                        "language", customer.language(),
                        "time_zone", customer.timeZone().getId()));
    }

    public void put(Contract contract) {
        ServiceHours hours = contract.hours();
        upsert(
                "contract",
                "customer_id",
                fields(
                        "id", contract.customerId(),
                        "customer_id", contract.customerId(),
                        "tier", contract.tier(),
                        "around_the_clock", hours.aroundTheClock(),
                        "opens", hours.opens().toString(),
                        "closes", hours.closes().toString()));
    }

    public void put(Delivery delivery) {
        Price price = delivery.price();
        upsert(
                "delivery",
                "id",
                fields(
                        "id", delivery.id(),
                        "customer_id", delivery.customerId(),
                        "product_family", delivery.productFamily(),
                        "level", delivery.level(),
                        "within_hours", delivery.withinHours(),
                        "party", delivery.party(),
                        "provider_name", delivery.providerName(),
                        "chargeable", delivery.chargeable(),
                        "amount", price == null ? null : price.amount(),
                        "currency", price == null ? null : price.currency().getCurrencyCode(),
                        "unit", price == null ? null : price.per().name()));
    }

    public void put(Subscription subscription) {
        upsert(
                "subscription",
                "id",
                fields(
                        "id", subscription.id(),
                        "customer_id", subscription.customerId(),
                        "product_family", subscription.productFamily(),
                        "name", subscription.name(),
                        "deployment", subscription.deployment(),
                        "on_prem_version", subscription.onPremVersion(),
                        "mainstream_support", subscription.mainstreamSupport(),
                        "azure_plan_type", subscription.azurePlanType(),
                        "azure_right_granted", subscription.azureRightGranted(),
                        "azure_subscription_id", subscription.azureSubscriptionId()));
    }

    public void put(DelegatedAccess access) {
        Instant end = access.endDate();
        upsert(
                "delegated_access",
                "customer_id",
                fields(
                        "id", access.customerId(),
                        "customer_id", access.customerId(),
                        "model", access.model(),
                        "status", access.status(),
                        "end_date", end == null ? null : end.atOffset(ZoneOffset.UTC),
                        "roles", String.join(",", access.roles())));
    }

    private static Map<String, @Nullable Object> fields(@Nullable Object... pairs) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return fields;
    }

    /** Changes the row, its id excepted, or makes it where there is none. Table and columns are ours, never a client's. */
    private void upsert(String table, String key, Map<String, @Nullable Object> fields) {
        List<String> sets = fields.keySet().stream()
                .filter(name -> !name.equals(key) && !name.equals("id"))
                .map(name -> name + " = :" + name)
                .toList();
        int changed = jdbc.sql("update " + table + " set " + String.join(", ", sets) + " where " + key + " = :" + key)
                .params(fields)
                .update();
        if (changed == 0) {
            jdbc.sql("insert into " + table + " (" + String.join(", ", fields.keySet()) + ") values (:"
                            + String.join(", :", fields.keySet()) + ")")
                    .params(fields)
                    .update();
        }
    }

    private static Set<String> set(String text) {
        return text.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(text.split(",")));
    }

    private static Customer customer(ResultSet row) throws SQLException {
        return new Customer(
                row.getString("id"),
                row.getString("partner_id"),
                row.getString("name"),
                row.getString("tenant_id"),
                row.getString("domain"),
                row.getString("country"),
                row.getString("language"),
                ZoneId.of(row.getString("time_zone")));
    }

    private static @Nullable Price price(ResultSet row) throws SQLException {
        BigDecimal amount = row.getBigDecimal("amount");
        return amount == null
                ? null
                : new Price(
                        amount,
                        Currency.getInstance(row.getString("currency")),
                        Price.Per.valueOf(row.getString("unit")));
    }

    private static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(
                row.getString("id"),
                row.getString("customer_id"),
                row.getString("product_family"),
                row.getString("name"),
                row.getString("deployment"),
                row.getString("on_prem_version"),
                row.getBoolean("mainstream_support"),
                row.getString("azure_plan_type"),
                row.getBoolean("azure_right_granted"),
                row.getString("azure_subscription_id"));
    }

    static Contact contact(ResultSet row) throws SQLException {
        return new Contact(
                row.getString("id"),
                row.getString("customer_id"),
                row.getString("name"),
                row.getString("email"),
                row.getString("phone"));
    }
}
