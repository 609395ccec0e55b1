package dev.signalbox.microsoft;

import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.DelegatedAccess;
import dev.signalbox.microsoft.connection.CallFailed;
import dev.signalbox.microsoft.connection.Connection;
import dev.signalbox.microsoft.connection.Connection.Call;
import dev.signalbox.microsoft.connection.MicrosoftService;
import dev.signalbox.microsoft.connection.Reply;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A partner's delegated admin relationships as Graph shows them. A customer may have several: one that can be used
 * counts before those that cannot. Source: Microsoft Graph, delegatedAdminRelationship.
 */
@Component
class Relationships {

    private static final String LIST = "/v1.0/tenantRelationships/delegatedAdminRelationships";
    private static final String SOURCE = "urn:microsoft:partner:";
    private static final int MOST_PAGES = 100;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Customers customers;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Relationships(Customers customers, JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
        this.customers = customers;
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    private record Relationship(
            String id,
            String tenant,
            String status,
            @Nullable Instant end,
            @Nullable Instant modified,
            Set<String> roles) {

        boolean usable(Instant now) {
            return new DelegatedAccess(tenant, "GDAP", status, end, roles).usable(now);
        }
    }

    /** Reads them all, and tells each customer's access that is another now than the one we know; how many. */
    int follow(Connection connection) {
        Map<String, List<Relationship>> byTenant = new TreeMap<>();
        for (Relationship one : read(connection)) {
            byTenant.computeIfAbsent(one.tenant(), tenant -> new ArrayList<>()).add(one);
        }
        int told = 0;
        for (Map.Entry<String, List<Relationship>> one : byTenant.entrySet()) {
            told += tell(connection, one.getKey(), one.getValue()) ? 1 : 0;
        }
        return told;
    }

    private boolean tell(Connection connection, String tenant, List<Relationship> all) {
        Optional<Customer> customer =
                customers.byTenant(tenant).filter(known -> known.partnerId().equals(connection.partnerId()));
        if (customer.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        Relationship counts = all.stream()
                .max(Comparator.comparing((Relationship one) -> one.usable(now))
                        .thenComparing(Relationship::end, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(Relationship::modified, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(Relationship::id))
                .orElseThrow();
        Set<String> roles = new TreeSet<>();
        all.stream().filter(one -> one.equals(counts) || one.usable(now)).forEach(one -> roles.addAll(one.roles()));
        DelegatedAccess known = customers.access(customer.get().id()).orElse(null);
        if (known != null
                && known.status().equalsIgnoreCase(counts.status())
                && (counts.end() == null || counts.end().equals(known.endDate()))
                && known.roles().equals(roles)) {
            return false;
        }
        ObjectNode data = JSON.createObjectNode();
        data.put("tenantId", customer.get().tenantId());
        data.put("status", counts.status());
        if (counts.end() != null) {
            data.put("endDateTime", counts.end().toString());
        }
        roles.forEach(data.putArray("roles")::add);
        events.publishEvent(new Noticed(
                "dev.signalbox.delegation.changed.v1",
                SOURCE + connection.tenantId(),
                Digests.of(counts.id() + counts.status() + counts.end() + counts.modified() + roles),
                customer.get().tenantId(),
                counts.modified() == null || counts.modified().isAfter(now) ? now : counts.modified(),
                data));
        return true;
    }

    private List<Relationship> read(Connection connection) {
        Map<String, String> names = roleNames();
        List<Relationship> found = new ArrayList<>();
        String next = LIST;
        for (int page = 0; next != null; page++) {
            if (page == MOST_PAGES) {
                throw new CallFailed(
                        CallFailed.Reason.UNREADABLE, "Graph gave more than " + MOST_PAGES + " pages of relationships");
            }
            Reply reply = connection.send(Call.get(MicrosoftService.GRAPH, connection.tenantId(), next));
            JsonNode value = reply.body().path("value");
            if (!value.isArray()) {
                throw new CallFailed(CallFailed.Reason.UNREADABLE, "Graph answered relationships without a list");
            }
            value.forEach(row -> relationship(row, names).ifPresent(found::add));
            next = reply.body().path("@odata.nextLink").asString(null);
        }
        return found;
    }

    /** One that no customer has approved has no customer yet. */
    private static Optional<Relationship> relationship(JsonNode row, Map<String, String> names) {
        String tenant = row.path("customer").path("tenantId").asString("");
        String status = row.path("status").asString("");
        if (tenant.isBlank() || status.isBlank()) {
            return Optional.empty();
        }
        Set<String> roles = new TreeSet<>();
        row.path("accessDetails").path("unifiedRoles").forEach(role -> {
            String id = role.path("roleDefinitionId").asString("").toLowerCase(Locale.ROOT);
            if (!id.isEmpty() && id.length() <= 100) {
                roles.add(names.getOrDefault(id, id));
            }
        });
        return Optional.of(new Relationship(
                row.path("id").asString(""),
                tenant.toLowerCase(Locale.ROOT),
                Texts.cut(status, 40),
                AzureSupport.time(row.path("endDateTime")),
                AzureSupport.time(row.path("lastModifiedDateTime")),
                roles));
    }

    private Map<String, String> roleNames() {
        Map<String, String> names = new HashMap<>();
        jdbc.sql("select id, name from entra_role").query(row -> {
            names.put(row.getString("id"), row.getString("name"));
        });
        return names;
    }
}
