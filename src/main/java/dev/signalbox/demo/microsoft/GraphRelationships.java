package dev.signalbox.demo.microsoft;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Delegated admin relationships in Microsoft Graph, v1.0. Fields: microsoft-graph-docs-contrib,
 * api-reference/v1.0/resources/delegatedadminrelationship.md and api/tenantrelationship-list-delegatedadminrelationships.md.
 */
public final class GraphRelationships implements Part {

    private static final String PERMISSION = "DelegatedAdminRelationship.Read.All";
    private static final int PAGE = 100;

    private final Clock clock;
    private final Directory directory;
    private final Map<String, Map<String, Object>> relationships = new ConcurrentSkipListMap<>();

    public GraphRelationships(SimulatedMicrosoft microsoft) {
        this.clock = microsoft.clock();
        this.directory = microsoft.directory();
    }

    /** A relationship with the customer's tenant, with these roles by their ids. */
    public GraphRelationships relationship(
            String id, String customerTenant, String status, Instant end, String... roleIds) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("displayName", "Support " + id);
        fields.put("duration", "P730D");
        fields.put("customer", Map.of("tenantId", customerTenant, "displayName", "Customer"));
        fields.put("status", status);
        fields.put(
                "accessDetails",
                Map.of(
                        "unifiedRoles",
                        List.of(roleIds).stream()
                                .map(role -> Map.of("roleDefinitionId", role))
                                .toList()));
        fields.put("createdDateTime", clock.instant().toString());
        fields.put("activatedDateTime", clock.instant().toString());
        fields.put("lastModifiedDateTime", clock.instant().toString());
        fields.put("endDateTime", end.toString());
        fields.put("autoExtendDuration", "PT0S");
        relationships.put(id, fields);
        return this;
    }

    /** Its status is another from now on. */
    public void becomes(String id, String status) {
        relationships.computeIfPresent(id, (same, fields) -> {
            Map<String, Object> changed = new LinkedHashMap<>(fields);
            changed.put("status", status);
            changed.put("lastModifiedDateTime", clock.instant().toString());
            return changed;
        });
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1\\.0/tenantRelationships/delegatedAdminRelationships", Api.GRAPH, this::list));
    }

    private Answer list(Route.Call call) {
        if (!directory.has(call.caller(), PERMISSION)) {
            return Api.GRAPH.refuse(
                    403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
        }
        int skip;
        try {
            skip = Integer.parseInt(call.request().query().getOrDefault("$skip", "0"));
        } catch (NumberFormatException wrong) {
            return Api.GRAPH.refuse(400, "BadRequest", "Invalid value of $skip.");
        }
        List<Map<String, Object>> page =
                relationships.values().stream().skip(skip).limit(PAGE).toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(
                "@odata.context",
                "https://graph.microsoft.com/v1.0/$metadata#tenantRelationships/delegatedAdminRelationships");
        if (skip + page.size() < relationships.size()) {
            body.put("@odata.nextLink", Links.next(call.request(), "$skip", Integer.toString(skip + page.size())));
        }
        body.put("value", page);
        return Answer.ok(body);
    }
}
