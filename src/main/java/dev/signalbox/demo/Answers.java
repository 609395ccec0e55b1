package dev.signalbox.demo;

import dev.signalbox.ticket.TicketState;
import dev.signalbox.workflow.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How the people of a story fill in the forms. */
final class Answers {

    private Answers() {}

    static String who(String kind, long ticket) {
        return switch (kind) {
            case "approve-escalation", "grant-role", "no-entitlement", "decide-claim" -> "lead";
            case "confirm-resolution" -> "customer";
            default -> ticket % 3 == 0 ? "lead-desk" : "agent";
        };
    }

    static Map<String, @Nullable Object> to(Task task, Story story, JsonNode form, Instant at) {
        Map<String, @Nullable Object> values = new HashMap<>();
        boolean escalates = List.of(
                        TicketState.ESCALATION_PREPARING,
                        TicketState.AWAITING_MICROSOFT,
                        TicketState.MICROSOFT_NEEDS_INFO,
                        TicketState.SOLUTION_PROPOSED)
                .contains(story.ends());
        switch (task.kind()) {
            case "triage" -> values.put("issueClass", "TECHNICAL");
            case "confirm-severity" -> values.put("severity", "B");
            case "check-health" -> {
                boolean outage = story.ends() == TicketState.LINKED_TO_OUTAGE;
                values.put("healthMatch", outage ? "INCIDENT" : "NONE");
                if (outage) {
                    values.put("issueId", "EX1048211");
                }
                values.put("symptomsMatch", outage);
                values.put("needsEngineering", false);
            }
            case "diagnose" -> {
                if (story.ends() == TicketState.AWAITING_CUSTOMER) {
                    values.put("outcome", "ASK_CUSTOMER");
                    values.put("question", "Does it hit everybody at the site, and since when exactly?");
                } else {
                    values.put("outcome", "DIAGNOSED");
                    values.put("causeDomain", story.cause());
                    values.put("partnerFixExhausted", escalates);
                }
                values.put(
                        "steps",
                        List.of(
                                Map.of(
                                        "tried",
                                        "Signed in with a test user",
                                        "result",
                                        "Same fault",
                                        "at",
                                        at.toString()),
                                Map.of(
                                        "tried",
                                        "Compared with a healthy tenant",
                                        "result",
                                        "Settings are equal",
                                        "at",
                                        at.toString())));
            }
            case "resolve" -> {
                values.put("outcome", escalates ? "EXHAUSTED" : "FIXED");
                if (!escalates) {
                    values.put("solution", "We corrected the setting and watched it for half an hour; it holds.");
                }
            }
            case "hand-over" -> {
                values.put("outcome", "RESOLVED");
                values.put("reference", "TP-" + task.ticket());
            }
            case "complete-package" -> packageFields(form, at, values);
            case "approve-escalation" -> values.put("decision", "APPROVE");
            case "grant-role" -> values.put("granted", false);
            case "no-entitlement" -> values.put("outcome", "PARTNER_RESOLVES");
            case "file-case" ->
                values.put(
                        "externalId", "24112300400" + task.ticket().toString().substring(3));
            case "state-claim" -> {
                values.put("incidentId", "EX" + task.ticket().toString().substring(2));
                values.put("startTime", at.minus(Duration.ofHours(6)).toString());
                values.put("incidentEnd", at.minus(Duration.ofHours(1)).toString());
                values.put("usersAffected", "Forty, all in Ostrava");
                values.put("boughtThroughCsp", "Yes");
                values.put("customerAsked", "Yes");
                values.put("proof", "Our own monitoring saw no mail pass for five hours.");
            }
            case "decide-claim" -> values.put("claim", "CLAIM");
            case "explain-no-credit" ->
                values.put("explanation", "Microsoft gives no credit for this outage; the month to claim it is over.");
            case "filing-refused" -> values.put("outcome", "GUIDED");
            case "ask-microsoft" -> values.put("caseStatus", "open");
            case "answer-microsoft" -> values.put("answer", "The trace is attached to the case.");
            case "verify-solution" -> values.put("works", true);
            case "confirm-resolution" -> values.put("solved", true);
            default -> throw new IllegalStateException("Expected a known kind of task, found " + task.kind());
        }
        return values;
    }

    private static void packageFields(JsonNode form, Instant at, Map<String, @Nullable Object> values) {
        for (JsonNode component : form.path("components")) {
            String key = component.path("key").asString("");
            switch (component.path("type").asString("")) {
                case "datetime" -> values.put(key, at.toString());
                case "checkbox" -> values.put(key, true);
                case "select", "radio" ->
                    values.put(
                            key, component.path("values").path(0).path("value").asString(""));
                case "textfield", "textarea" -> values.put(key, text(key, at));
                default -> {}
            }
        }
    }

    private static String text(String key, Instant at) {
        return switch (key) {
            case "startTime" -> at.toString();
            case "phone", "contact24x7" -> "+420 555 0100";
            case "partnerContact" -> "Support desk, desk@example.org, +420 555 0100";
            case "consent" -> "Yes";
            case "impact" -> "About forty people cannot work; orders leave late.";
            case "stepsTried" -> "Test user, healthy tenant compared, settings equal.";
            default -> "Production, " + key;
        };
    }
}
