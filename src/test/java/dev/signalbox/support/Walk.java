package dev.signalbox.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** One ticket led through the flows from outside: tasks completed by kind, events sent, states read. */
public final class Walk {

    private final Api api;
    private final String number;

    private Walk(Api api, String number) {
        this.api = api;
        this.number = number;
    }

    /** Files a ticket; {@code fields} override a technical Microsoft 365 fault of demo-direct-1. */
    public static Walk request(Api api, Map<String, ?> fields) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "customerId", "demo-direct-1",
                "title", "Mailboxes disappear",
                "description", "Since this morning nobody sees the shared mailboxes.",
                "reportedCategory", "SERVICE_ERROR",
                "productFamily", "M365",
                "businessImpact", "MODERATE"));
        body.putAll(fields);
        Api.Answer answer = api.post("agent", "/api/tickets", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return new Walk(api, answer.body().path("number").stringValue());
    }

    /** Goes on with a ticket that is there already. */
    public static Walk of(Api api, String number) {
        return new Walk(api, number);
    }

    public String number() {
        return number;
    }

    public JsonNode ticket() {
        Api.Answer answer = api.get("lead", "/api/tickets/" + number);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body();
    }

    public String state() {
        return ticket().path("state").stringValue();
    }

    public String field(String name) {
        JsonNode found = ticket().path(name);
        return found.isNull() ? null : found.asString();
    }

    public Walk is(String state) {
        assertThat(state()).isEqualTo(state);
        return this;
    }

    /** The kinds of the open tasks, as staff sees them. */
    public List<String> tasks() {
        List<String> kinds = new ArrayList<>();
        open().forEach(task -> kinds.add(task.path("kind").stringValue()));
        return kinds;
    }

    private JsonNode open() {
        return api.get("lead", "/api/tasks?size=200&ticket=" + number).body().path("items");
    }

    public JsonNode task(String kind) {
        for (JsonNode task : open()) {
            if (task.path("kind").stringValue().equals(kind)) {
                return task;
            }
        }
        throw new AssertionError(
                "Expected an open task " + kind + " of " + number + ", found " + tasks() + " in " + state());
    }

    public Walk complete(String kind, Map<String, ?> values) {
        return complete(kind.equals("approve-escalation") ? "lead" : leads(kind) ? "lead" : "agent", kind, values);
    }

    public Walk complete(String account, String kind, Map<String, ?> values) {
        String id = task(kind).path("id").stringValue();
        Api.Answer answer = api.post(account, "/api/tasks/" + id + "/complete", Map.of("values", values));
        assertThat(answer.status()).as(kind + ": " + answer.text()).isEqualTo(200);
        return this;
    }

    private static boolean leads(String kind) {
        return List.of("grant-role", "no-entitlement").contains(kind);
    }

    public String event(String type, Map<String, ?> data) {
        return event(type, number, data);
    }

    /** Sends an event and says what became of it. */
    public String event(String type, String subject, Map<String, ?> data) {
        Api.Answer answer = api.event("urn:test", UUID.randomUUID().toString(), type, subject, data);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.body().path("results").path(0).path("result").stringValue();
    }

    public Walk replies(String body) {
        assertThat(event("ticket.customer-replied", Map.of("body", body))).isEqualTo("ACCEPTED");
        return this;
    }

    public Walk microsoft(String status) {
        assertThat(event("microsoft.case-updated", Map.of("externalId", field("externalId"), "status", status)))
                .isEqualTo("ACCEPTED");
        return this;
    }

    // The common ways, in words

    public Walk healthy() {
        return complete(
                "check-health", Map.of("healthMatch", "NONE", "symptomsMatch", false, "needsEngineering", false));
    }

    public Walk diagnosed(String causeDomain) {
        return complete(
                "diagnose",
                Map.of(
                        "outcome",
                        "DIAGNOSED",
                        "causeDomain",
                        causeDomain,
                        "steps",
                        List.of(Map.of("tried", "Test user", "result", "Same fault", "at", "2026-11-20T08:00:00Z"))));
    }

    /** Fills in whatever the case package still lacks. */
    public Walk packaged() {
        return packagedBy("agent");
    }

    public Walk packagedBy(String account) {
        return packaged(account, Map.of());
    }

    /** The same with these values where they are asked for. */
    public Walk packagedWith(Map<String, ?> known) {
        return packaged("agent", known);
    }

    private Walk packaged(String account, Map<String, ?> known) {
        for (int i = 0; i < 5 && tasks().contains("complete-package"); i++) {
            Map<String, Object> values = new HashMap<>();
            for (JsonNode component : task("complete-package").path("form").path("components")) {
                String key = component.path("key").asString("");
                switch (component.path("type").asString("")) {
                    case "datetime" -> values.put(key, "2026-11-20T07:30:00Z");
                    case "checkbox" -> values.put(key, true);
                    case "select", "radio" ->
                        values.put(
                                key,
                                component.path("values").path(0).path("value").asString(""));
                    case "textfield", "textarea" ->
                        values.put(
                                key,
                                switch (key) {
                                    case "startTime" -> "2026-11-20T07:30:00Z";
                                    case "phone", "contact24x7" -> "+420 555 0100";
                                    case "consent" -> "Yes";
                                    default -> "Desk, desk@example.org, +420 555 0100";
                                });
                    default -> {}
                }
            }
            known.forEach((key, value) -> values.computeIfPresent(key, (same, usual) -> value));
            complete(account, "complete-package", values);
        }
        return this;
    }

    public Walk approvedIfAsked() {
        return tasks().contains("approve-escalation")
                ? complete("approve-escalation", Map.of("decision", "APPROVE"))
                : this;
    }

    public Walk filed(String externalId) {
        packaged();
        approvedIfAsked();
        return complete("file-case", Map.of("externalId", externalId));
    }

    public Walk confirmed() {
        return complete("confirm-resolution", Map.of("solved", true));
    }

    /** The states of the timeline, in order, the first one included. */
    public List<String> states() {
        List<String> states = new ArrayList<>(List.of("RECEIVED"));
        timeline().forEach(entry -> {
            if (entry.path("type").stringValue().equals("ticket.state-changed")) {
                states.add(entry.path("data").path("to").stringValue());
            }
        });
        return states;
    }

    public JsonNode timeline() {
        return api.get("lead", "/api/tickets/" + number + "/timeline?size=200")
                .body()
                .path("items");
    }

    public List<String> told() {
        List<String> types = new ArrayList<>();
        timeline().forEach(entry -> types.add(entry.path("type").stringValue()));
        return types;
    }

    public JsonNode decisions() {
        return api.get("lead", "/api/tickets/" + number + "/decisions").body().path("items");
    }
}
