package dev.signalbox.workflow;

import dev.signalbox.microsoft.MicrosoftCases;
import dev.signalbox.ticket.DiagnosisStep;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What a completed form means for its ticket, and which variables the flow needs of it. */
@Component
class TaskAnswers {

    private final Tickets tickets;
    private final Messages messages;
    private final CaseFiles caseFiles;
    private final MicrosoftCases cases;
    private final StandingAnswers standing;
    private final Clock clock;

    TaskAnswers(
            Tickets tickets,
            Messages messages,
            CaseFiles caseFiles,
            MicrosoftCases cases,
            StandingAnswers standing,
            Clock clock) {
        this.tickets = tickets;
        this.messages = messages;
        this.caseFiles = caseFiles;
        this.cases = cases;
        this.standing = standing;
        this.clock = clock;
    }

    Map<String, Object> take(String kind, Ticket ticket, Map<String, @Nullable Object> values) {
        TicketNumber number = ticket.number();
        return switch (kind) {
            case "triage" -> triage(ticket, values);
            case "confirm-severity" -> {
                String severity = needed(values, "severity");
                tickets.record(
                        number,
                        TimelineType.SEVERITY_ASSESSED,
                        Map.of("severity", severity, "reason", "confirmed by a person"),
                        Map.of(Fact.SEVERITY, severity, Fact.SEVERITY_REASON, "confirmed by a person"));
                standing.asked("severity", number, Map.of("severity", severity));
                yield Map.of("severity", severity);
            }
            case "check-health" -> checkHealth(ticket, values);
            case "diagnose" -> diagnose(ticket, values);
            case "resolve" -> resolve(ticket, values);
            case "hand-over" -> handOver(number, values);
            case "complete-package" -> {
                caseFiles.enter(ticket, values);
                yield Map.of();
            }
            case "approve-escalation" -> approve(number, values);
            case "file-case" -> {
                String externalId = needed(values, "externalId").strip();
                caseFiles.checkExternalId(ticket, externalId).ifPresent(odd -> note(number, "Case number", odd));
                tickets.set(number, Map.of(Fact.EXTERNAL_ID, externalId));
                yield Map.of();
            }
            case "answer-microsoft" -> {
                String message = note(number, "Answer to Microsoft", needed(values, "answer"));
                cases.of(number.value())
                        .filter(found -> found.takesAnswers() && message != null)
                        .ifPresent(found -> cases.orderAnswer(number.value(), String.valueOf(message)));
                yield Map.of();
            }
            case "filing-refused" -> {
                String outcome = needed(values, "outcome");
                Map<String, @Nullable Object> corrected = new HashMap<>(values);
                corrected.remove("outcome");
                caseFiles.enter(ticket, corrected);
                yield Map.of("outcome", outcome);
            }
            case "ask-microsoft" -> {
                String status = needed(values, "caseStatus");
                note(number, "Microsoft, asked", text(values, "note"));
                cases.personSays(number.value(), status, Occasion.current().actor());
                if (bool(values, "confirmedBug")) {
                    cases.confirmBug(number.value());
                }
                tickets.record(
                        number,
                        status.equals("attention_needed")
                                ? TimelineType.MICROSOFT_NEEDS_INFO
                                : TimelineType.MICROSOFT_RESPONDED,
                        Map.of("externalId", String.valueOf(ticket.externalId()), "status", status),
                        Map.of());
                yield Map.of("caseStatus", status);
            }
            case "verify-solution" -> {
                boolean works = bool(values, "works");
                note(number, works ? "Solution works" : "Solution does not work", text(values, "comment"));
                tickets.record(number, TimelineType.SOLUTION_VERIFIED, Map.of("works", works), Map.of());
                yield Map.of("works", works);
            }
            case "confirm-resolution" -> {
                note(number, "Confirmation", text(values, "comment"));
                yield Map.of("solved", bool(values, "solved"));
            }
            case "grant-role" -> {
                note(number, "Role", text(values, "reason"));
                yield Map.of("granted", bool(values, "granted"));
            }
            case "state-claim" -> {
                caseFiles.enter(ticket, values);
                yield Map.of();
            }
            case "decide-claim" -> {
                note(number, "Claim", text(values, "reason"));
                yield Map.of("claim", needed(values, "claim"));
            }
            case "explain-no-credit" -> {
                messages.add(
                        number,
                        Message.Visibility.PUBLIC,
                        Message.Direction.OUTBOUND,
                        Occasion.current().actor(),
                        needed(values, "explanation"));
                yield Map.of();
            }
            case "no-entitlement" -> {
                note(number, "Without entitlement", text(values, "reason"));
                yield Map.of("outcome", needed(values, "outcome"));
            }
            default -> Map.of();
        };
    }

    /**
     * Fields that the author of a form added: choices and numbers become variables for the flow to branch on, and all of
     * them are noted for the people who read the ticket.
     */
    Map<String, Object> takeOwn(JsonNode form, Set<String> own, Ticket ticket, Map<String, @Nullable Object> values) {
        Map<String, Object> variables = new HashMap<>();
        List<String> told = new ArrayList<>();
        for (JsonNode component : form.findParents("key")) {
            String key = component.path("key").asString("");
            Object value = values.get(key);
            if (!own.contains(key) || value == null || value.toString().isBlank()) {
                continue;
            }
            told.add(component.path("label").asString(key) + " " + cut(value));
            switch (component.path("type").asString("")) {
                case "select", "radio" -> variables.put(key, truth(value));
                case "checkbox", "number" -> variables.put(key, value);
                default -> {
                    // text may name people; it stays out of the process
                }
            }
        }
        if (!told.isEmpty()) {
            note(ticket.number(), "Answered", String.join("; ", told));
        }
        return variables;
    }

    /** A choice of true and false reads as a boolean in a condition. */
    private static Object truth(Object choice) {
        return choice.equals("true") || choice.equals("false") ? Boolean.valueOf(choice.toString()) : choice;
    }

    private Map<String, Object> triage(Ticket ticket, Map<String, @Nullable Object> values) {
        String issueClass = needed(values, "issueClass");
        boolean breakFix = issueClass.equals("TECHNICAL");
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        facts.put(Fact.ISSUE_CLASS, issueClass);
        facts.put(Fact.BREAK_FIX, breakFix);
        family(values, facts);
        tickets.record(
                ticket.number(),
                TimelineType.CLASSIFIED,
                Map.of("issueClass", issueClass, "breakFix", breakFix),
                facts);
        standing.asked("issue-class", ticket.number(), Map.of("issueClass", issueClass));
        return Map.of("issueClass", issueClass);
    }

    private Map<String, Object> checkHealth(Ticket ticket, Map<String, @Nullable Object> values) {
        String match = needed(values, "healthMatch");
        String issue = text(values, "issueId");
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        facts.put(Fact.HEALTH_MATCH, match);
        if (issue != null) {
            facts.put(Fact.HEALTH_ISSUE_ID, issue);
        } else if (match.equals("NONE")) {
            facts.put(Fact.HEALTH_ISSUE_ID, null);
        }
        facts.put(Fact.SYMPTOMS_MATCH, bool(values, "symptomsMatch"));
        facts.put(Fact.NEEDS_ENGINEERING, bool(values, "needsEngineering"));
        facts.put(Fact.HEALTH_CHECKED_AT, clock.instant());
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("match", match);
        data.put("issueId", issue);
        data.put("symptomsMatch", bool(values, "symptomsMatch"));
        data.put("by", "PERSON");
        tickets.record(ticket.number(), TimelineType.HEALTH_CHECKED, data, facts);
        return Map.of("faultGone", bool(values, "faultGone"));
    }

    private Map<String, Object> diagnose(Ticket ticket, Map<String, @Nullable Object> values) {
        TicketNumber number = ticket.number();
        String outcome = needed(values, "outcome");
        List<DiagnosisStep> steps = steps(values);
        tickets.keepSteps(number, steps);
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        if (outcome.equals("ASK_CUSTOMER")) {
            facts.put(Fact.QUESTION, question(values));
        } else {
            String cause = text(values, "causeDomain");
            facts.put(Fact.CAUSE_DOMAIN, cause == null ? "UNKNOWN" : cause);
            facts.put(Fact.DIAGNOSIS_COMPLETE, true);
            facts.put(Fact.PARTNER_FIX_EXHAUSTED, bool(values, "partnerFixExhausted"));
            facts.put(Fact.KNOWLEDGE_MATCH, bool(values, "knowledgeMatch"));
            facts.put(Fact.CUSTOMER_LOCKED_OUT, bool(values, "customerLockedOut"));
        }
        family(values, facts);
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("outcome", outcome);
        data.put("causeDomain", facts.get(Fact.CAUSE_DOMAIN));
        data.put("steps", steps.size());
        tickets.record(number, TimelineType.DIAGNOSED, data, facts);
        return Map.of("outcome", outcome);
    }

    private Map<String, Object> resolve(Ticket ticket, Map<String, @Nullable Object> values) {
        String outcome = needed(values, "outcome");
        switch (outcome) {
            case "ASK_CUSTOMER" -> tickets.set(ticket.number(), Map.of(Fact.QUESTION, question(values)));
            case "EXHAUSTED" -> tickets.set(ticket.number(), Map.of(Fact.PARTNER_FIX_EXHAUSTED, true));
            default -> {
                String solution = text(values, "solution");
                if (solution != null) {
                    messages.add(
                            ticket.number(),
                            Message.Visibility.PUBLIC,
                            Message.Direction.OUTBOUND,
                            Occasion.current().actor(),
                            solution);
                }
            }
        }
        return Map.of("outcome", outcome);
    }

    private Map<String, Object> handOver(TicketNumber number, Map<String, @Nullable Object> values) {
        String outcome = needed(values, "outcome");
        String reference = text(values, "reference");
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("outcome", outcome);
        data.put("reference", reference);
        tickets.record(
                number,
                TimelineType.HANDED_OVER,
                data,
                reference == null ? Map.of() : Map.of(Fact.THIRD_PARTY_REFERENCE, reference));
        return Map.of("outcome", outcome);
    }

    private Map<String, Object> approve(TicketNumber number, Map<String, @Nullable Object> values) {
        String decision = needed(values, "decision");
        note(number, decision.equals("APPROVE") ? "Approved" : "Rejected", text(values, "reason"));
        tickets.record(
                number,
                decision.equals("APPROVE") ? TimelineType.ESCALATION_APPROVED : TimelineType.ESCALATION_REJECTED,
                Map.of("decision", decision),
                Map.of());
        return Map.of("decision", decision);
    }

    private List<DiagnosisStep> steps(Map<String, @Nullable Object> values) {
        List<DiagnosisStep> steps = new ArrayList<>();
        if (values.get("steps") instanceof List<?> rows) {
            for (Object row : rows) {
                if (row instanceof Map<?, ?> cells) {
                    Object at = cells.get("at");
                    Instant when = at == null || at.toString().isBlank()
                            ? clock.instant()
                            : OffsetDateTime.parse(at.toString()).toInstant();
                    steps.add(new DiagnosisStep(
                            cut(cells.get("tried")),
                            cut(cells.get("result")),
                            when,
                            Occasion.current().actor()));
                }
            }
        }
        return steps;
    }

    private void family(Map<String, @Nullable Object> values, Map<Fact, @Nullable Object> facts) {
        String family = text(values, "productFamily");
        if (family != null) {
            facts.put(Fact.PRODUCT_FAMILY, family);
        }
    }

    private static String question(Map<String, @Nullable Object> values) {
        String question = text(values, "question");
        if (question == null) {
            throw new Refused(List.of(Problem.of("question", "what to ask the customer", "nothing")));
        }
        if (question.length() > 4000) {
            throw new Refused("question", "at most 4000 characters", question.length() + " characters");
        }
        return question;
    }

    private @Nullable String note(TicketNumber number, String what, @Nullable String text) {
        return text == null
                ? null
                : messages.add(
                        number,
                        Message.Visibility.INTERNAL,
                        Message.Direction.INSIDE,
                        Occasion.current().actor(),
                        what + ": " + text);
    }

    private static String cut(@Nullable Object text) {
        String value = String.valueOf(text);
        return value.length() > 4000 ? value.substring(0, 4000) : value;
    }

    private static String needed(Map<String, @Nullable Object> values, String key) {
        String found = text(values, key);
        if (found == null) {
            throw new Refused(key, "a value", "nothing");
        }
        return found;
    }

    private static @Nullable String text(Map<String, @Nullable Object> values, String key) {
        Object found = values.get(key);
        return found instanceof String text && !text.isBlank() ? text : null;
    }

    private static boolean bool(Map<String, @Nullable Object> values, String key) {
        Object found = values.get(key);
        return Boolean.TRUE.equals(found) || "true".equals(found);
    }
}
