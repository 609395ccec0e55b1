package dev.signalbox.workflow;

import dev.signalbox.decision.DecisionRecord;
import dev.signalbox.decision.DecisionRecords;
import dev.signalbox.decision.PersonsAnswer;
import dev.signalbox.decision.PersonsAnswer.Kind;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.NewTicket;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import dev.signalbox.workflow.Moves.Destination;
import dev.signalbox.workflow.Reconsideration.Before;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a lead does to a ticket out of turn, with a reason: move it to a stage, split it in two, override a decision.
 * Each method locks the ticket and joins the caller's transaction.
 */
@Component
@Transactional
public class Interventions {

    /** What a person may answer in place of a table, and with which words. */
    public static final Map<String, Map<String, Set<String>>> OVERRIDABLE = Map.of(
            "issue-class",
            Map.of(
                    "issueClass",
                    Set.of("TECHNICAL", "COMMERCIAL", "ADVISORY", "MARKETPLACE", "SLA_CREDIT", "SECURITY")),
            "severity",
            Map.of("severity", Set.of("A", "B", "C")),
            "outage-gate",
            Map.of("outageAction", Set.of("PROCEED", "LINK_AND_MONITOR", "ESCALATE_WITH_INCIDENT_ID")),
            "support-boundary",
            Map.of(
                    "boundary",
                    Set.of(
                            "PARTNER_RESOLVES",
                            "ESCALATE",
                            "ROUTE_ISV",
                            "ROUTE_SECURITY",
                            "SELF_HELP",
                            "CONTINUE_DIAGNOSIS")),
            "handling-party",
            Map.of("handlingParty", Set.of("OWN_DESK", "OUTSOURCER", "RESOLD_PROVIDER")),
            "choose-vehicle",
            Map.of("vehicle", Set.copyOf(EscalationSteps.CANDIDATES)),
            "assign-queue",
            Map.of(
                    "queue",
                    Set.of(
                            "triage",
                            "security-desk",
                            "confirmation",
                            "third-party",
                            "escalations",
                            "commercial-desk",
                            "azure-desk",
                            "m365-desk",
                            "dynamics-desk",
                            "on-premises-desk")));

    /** Where a ticket holds what a person may answer. */
    private static final Map<String, Function<Ticket, @Nullable String>> HELD = Map.of(
            "issue-class", Ticket::issueClass,
            "severity", Ticket::severity,
            "outage-gate", Ticket::outageAction,
            "support-boundary", Ticket::boundary,
            "handling-party", Ticket::handlingParty,
            "choose-vehicle", Ticket::vehicle,
            "assign-queue", Ticket::queue);

    /** The stages that a lead may move a ticket to. */
    public static final Set<TicketState> STAGES = TicketState.open();

    private static final Set<TicketState> WITH_MICROSOFT =
            EnumSet.of(TicketState.AWAITING_MICROSOFT, TicketState.MICROSOFT_NEEDS_INFO, TicketState.SOLUTION_PROPOSED);

    private final Tickets tickets;
    private final Corrections corrections;
    private final Reconsideration reconsideration;
    private final StandingAnswers standing;
    private final DecisionRecords records;
    private final Moves moves;
    private final CasesLeftOpen cases;
    private final Workflow workflow;

    Interventions(
            Tickets tickets,
            Corrections corrections,
            Reconsideration reconsideration,
            StandingAnswers standing,
            DecisionRecords records,
            Moves moves,
            CasesLeftOpen cases,
            Workflow workflow) {
        this.tickets = tickets;
        this.corrections = corrections;
        this.reconsideration = reconsideration;
        this.standing = standing;
        this.records = records;
        this.moves = moves;
        this.cases = cases;
        this.workflow = workflow;
    }

    /** Moves the ticket to {@code stage}; what it needs there and does not have is refused. */
    public void move(TicketNumber number, TicketState stage, @Nullable String question, String reason) {
        Ticket ticket = corrections.locked(number);
        Corrections.allowed(ticket, TicketState.open());
        if (ticket.state() == stage) {
            throw new Refused("stage", "another stage than the ticket's own", stage);
        }
        moves.needsFlow(number);
        Destination destination = destination(ticket, stage, question);
        tickets.record(number, TimelineType.MOVED, Map.of("from", ticket.state().name(), "to", stage.name()), Map.of());
        corrections.note(number, "Moved to " + stage, reason);
        prepare(ticket, stage, question);
        moves.go(ticket, destination);
    }

    private Destination destination(Ticket ticket, TicketState stage, @Nullable String question) {
        return switch (stage) {
            case RECEIVED -> new Destination("RECEIVED", true, false, ticket.diagnosisComplete(), null);
            case AWAITING_CUSTOMER -> {
                if (question == null && ticket.question() == null) {
                    throw new Refused("question", "what to ask the customer", "nothing");
                }
                yield new Destination("AWAITING_CUSTOMER", false, true, ticket.diagnosisComplete(), null);
            }
            case LINKED_TO_OUTAGE -> {
                if (ticket.healthIssueId() == null) {
                    throw new Refused("stage", "a ticket with a published issue", stage);
                }
                yield Destination.of("DIAGNOSING");
            }
            case AWAITING_MICROSOFT -> withMicrosoft(ticket, "open");
            case MICROSOFT_NEEDS_INFO -> withMicrosoft(ticket, "attention_needed");
            case SOLUTION_PROPOSED -> withMicrosoft(ticket, "solution_proposed");
            case DIAGNOSING, PARTNER_RESOLVING, WITH_THIRD_PARTY, ESCALATION_PREPARING, RESOLVED ->
                Destination.of(stage.name());
            case CLOSED, WITHDRAWN, MERGED -> throw new Refused("stage", "one of " + STAGES, stage);
        };
    }

    private static Destination withMicrosoft(Ticket ticket, String caseStatus) {
        if (ticket.externalId() == null) {
            throw new Refused("stage", "a ticket with a case filed at Microsoft", "none");
        }
        return new Destination("ESCALATION_PREPARING", false, false, true, caseStatus);
    }

    /** What the stage expects to find when work arrives there out of turn. */
    private void prepare(Ticket ticket, TicketState stage, @Nullable String question) {
        TicketNumber number = ticket.number();
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        switch (stage) {
            case DIAGNOSING -> facts.put(Fact.DIAGNOSIS_COMPLETE, false);
            case AWAITING_CUSTOMER -> {
                if (question != null) {
                    facts.put(Fact.QUESTION, question);
                }
            }
            case LINKED_TO_OUTAGE ->
                standing.keep(Kind.MOVE, "outage-gate", number, Map.of("outageAction", "LINK_AND_MONITOR"));
            case PARTNER_RESOLVING ->
                standing.keep(Kind.MOVE, "handling-party", number, Map.of("handlingParty", "OWN_DESK"));
            default -> {
                // the rest finds what it needs on the ticket
            }
        }
        if (WITH_MICROSOFT.contains(stage)) {
            String externalId = Objects.requireNonNull(ticket.externalId());
            cases.filing(number, externalId).ifPresent(facts::putAll);
            cases.takeUp(number, externalId);
        }
        tickets.set(number, facts);
    }

    /** Opens a second ticket of the same customer for what does not belong into the first; returns its number. */
    public TicketNumber split(
            TicketNumber number,
            String source,
            String title,
            String description,
            @Nullable String reportedCategory,
            @Nullable String productFamily,
            String reason) {
        Ticket ticket = corrections.locked(number);
        Corrections.allowed(ticket, TicketState.open());
        boolean sameFamily = productFamily == null || productFamily.equals(ticket.productFamily());
        NewTicket part = new NewTicket(
                source,
                null,
                title,
                description,
                reportedCategory == null ? ticket.reportedCategory() : reportedCategory,
                ticket.customerId(),
                ticket.partnerId(),
                sameFamily ? ticket.subscriptionId() : null,
                productFamily == null ? ticket.productFamily() : productFamily,
                ticket.contactId(),
                ticket.policySet(),
                ticket.environment(),
                ticket.businessImpact(),
                ticket.commit24x7(),
                null);
        TicketNumber second = workflow.openedFrom(number, part);
        tickets.record(number, TimelineType.SPLIT, Map.of("into", second.toString()), Map.of());
        corrections.note(number, "Split into " + second.token(), reason);
        return second;
    }

    /**
     * Answers in place of the table. The answer stands when the table is asked again for this ticket, until what it
     * rests on changes; the ticket goes where it says. {@code keyOrId} names the decision or one answer of it.
     */
    public void override(TicketNumber number, String keyOrId, Map<String, String> outputs, String reason) {
        Ticket ticket = corrections.locked(number);
        String decision = records.of(number.value()).stream()
                .filter(made -> made.id().equals(keyOrId))
                .map(DecisionRecord::key)
                .findFirst()
                .orElse(keyOrId);
        Corrections.allowed(
                ticket,
                EnumSet.complementOf(EnumSet.of(
                        TicketState.RESOLVED, TicketState.CLOSED, TicketState.WITHDRAWN, TicketState.MERGED)));
        Map.Entry<String, String> answer = checked(decision, outputs);
        DecisionRecord made = records.newest(number.value(), decision)
                .orElseThrow(() -> new Refused("decision", "a decision made for the ticket", decision));
        Object former = former(ticket, decision, made, answer.getKey());
        if (answer.getValue().equals(former)) {
            return;
        }
        if (decision.equals("choose-vehicle")
                && standing.vehicle(ticket, answer.getValue()).isEmpty()) {
            throw new Refused(
                    "outputs.vehicle",
                    "a vehicle that is eligible and in the policy: " + ticket.eligible(),
                    answer.getValue());
        }
        Before before = reconsideration.before(ticket);
        if (decision.equals("support-boundary") && answer.getValue().equals("CONTINUE_DIAGNOSIS")) {
            tickets.set(number, Map.of(Fact.DIAGNOSIS_COMPLETE, false));
        }
        String place = decision.equals("assign-queue") ? reconsideration.stage(number) : "";
        PersonsAnswer kept = standing.keep(Kind.OVERRIDE, decision, number, outputs, place);
        tickets.record(number, TimelineType.DECISION_OVERRIDDEN, told(kept, former), Map.of());
        corrections.note(number, "Overridden: " + decision + " " + answer.getValue(), reason);
        switch (decision) {
            case "issue-class", "severity" -> corrections.follow(before);
            case "assign-queue" -> reconsideration.requeue(ticket);
            default -> moves.go(ticket, Destination.of(where(decision)));
        }
    }

    private static String where(String decision) {
        return switch (decision) {
            case "outage-gate" -> "DIAGNOSING";
            case "handling-party" -> "PARTNER_RESOLVING";
            case "choose-vehicle" -> "ESCALATION_PREPARING";
            default -> "BOUNDARY";
        };
    }

    /** What holds on the ticket in place of the decision's answer; null where it holds none, or none is kept there. */
    public static @Nullable String standing(Ticket ticket, String decision) {
        Function<Ticket, @Nullable String> held = HELD.get(decision);
        return held == null ? null : held.apply(ticket);
    }

    private static @Nullable Object former(Ticket ticket, String decision, DecisionRecord made, String output) {
        if (HELD.containsKey(decision)) {
            return standing(ticket, decision);
        }
        return made.outputs() instanceof Map<?, ?> outputs ? outputs.get(output) : null;
    }

    private static Map.Entry<String, String> checked(String decision, Map<String, String> outputs) {
        Map<String, Set<String>> allowed = OVERRIDABLE.get(decision);
        if (allowed == null) {
            throw new Refused(
                    "decision",
                    "one of " + OVERRIDABLE.keySet().stream().sorted().toList(),
                    decision);
        }
        if (!outputs.keySet().equals(allowed.keySet())) {
            throw new Refused("outputs", "exactly " + allowed.keySet(), outputs.keySet());
        }
        Map.Entry<String, String> answer = outputs.entrySet().iterator().next();
        Set<String> values = Objects.requireNonNull(allowed.get(answer.getKey()));
        if (!values.contains(answer.getValue())) {
            throw new Refused(
                    "outputs." + answer.getKey(),
                    "one of " + values.stream().sorted().toList(),
                    answer.getValue());
        }
        return answer;
    }

    private static Map<String, @Nullable Object> told(PersonsAnswer kept, @Nullable Object former) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("overrideId", kept.id());
        data.put("decisionId", kept.decisionId());
        data.put("key", kept.key());
        data.put("version", kept.version());
        data.put("rules", kept.rules());
        data.put("former", former);
        data.put("outputs", kept.outputs());
        return data;
    }
}
