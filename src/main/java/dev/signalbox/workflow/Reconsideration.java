package dev.signalbox.workflow;

import dev.signalbox.decision.DecisionRecords;
import dev.signalbox.decision.Decisions;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Asks again, after facts of a ticket changed, the decisions that rest on them, and says whether the ticket's way
 * changes. Whoever only stays where it is has its decisions made anew in {@link #again}; whoever moves meets them in
 * the flow.
 */
@Component
class Reconsideration {

    private static final Set<TicketState> FILED =
            EnumSet.of(TicketState.AWAITING_MICROSOFT, TicketState.MICROSOFT_NEEDS_INFO, TicketState.SOLUTION_PROPOSED);

    /** In the order in which one rests on the other. */
    private static final List<String> ORDER = List.of(
            "issue-class",
            "severity",
            "outage-gate",
            "support-boundary",
            "handling-party",
            "filing-authority",
            "choose-vehicle",
            "filing-channel",
            "sla-targets",
            "assign-queue");

    private final Tickets tickets;
    private final DecisionFacts facts;
    private final Decisions decisions;
    private final DecisionRecords records;
    private final DecisionOutcomes outcomes;
    private final StandingAnswers standing;
    private final Queues queues;
    private final TaskRows tasks;

    Reconsideration(
            Tickets tickets,
            DecisionFacts facts,
            Decisions decisions,
            DecisionRecords records,
            DecisionOutcomes outcomes,
            StandingAnswers standing,
            Queues queues,
            TaskRows tasks) {
        this.tickets = tickets;
        this.facts = facts;
        this.decisions = decisions;
        this.records = records;
        this.outcomes = outcomes;
        this.standing = standing;
        this.queues = queues;
        this.tasks = tasks;
    }

    /** What a ticket's decisions rested on before its facts changed. */
    record Before(Ticket ticket, Map<String, String> grounds, boolean approval) {}

    /** Whether the ticket's way changes, and whether its diagnosis still holds. */
    record Way(boolean changes, boolean diagnosed) {}

    static boolean isFiled(Ticket ticket) {
        return FILED.contains(ticket.state()) && ticket.externalId() != null;
    }

    Before before(Ticket ticket) {
        Map<String, String> grounds = new HashMap<>();
        ORDER.forEach(decision -> grounds.put(decision, standing.grounds(decision, ticket)));
        return new Before(ticket, grounds, approval(ticket));
    }

    /** Puts the new outcomes on the ticket without a word; the timeline hears of them when they are recorded. */
    Way after(Before before) {
        Ticket was = before.ticket();
        TicketNumber number = was.number();
        boolean changes = classChanges(before);
        changes |= severityChanges(before);
        boolean beyond = beyond(was);
        boolean filed = isFiled(was);
        boolean newIssue = false;
        if (was.outageAction() != null && changed(before, "outage-gate")) {
            Map<String, @Nullable Object> asked = facts.of("outage-gate", number);
            String action = text(peek("outage-gate", number).get("outageAction"));
            if (beyond) {
                newIssue = !filed
                        && !"NONE".equals(asked.get("healthMatch"))
                        && Set.of("LINK_AND_MONITOR", "RECHECK_HEALTH").contains(String.valueOf(action));
                changes |= newIssue;
            } else {
                changes |= inDiagnosis(was) && !Objects.equals(action, was.outageAction());
            }
        }
        if (beyond) {
            changes |= boundaryChanges(before) || stageChanges(before, filed);
        }
        return new Way(changes, beyond && !newIssue);
    }

    private boolean classChanges(Before before) {
        Ticket was = before.ticket();
        if (was.issueClass() == null || !changed(before, "issue-class") && !overridden(before, "issue-class")) {
            return false;
        }
        Map<String, @Nullable Object> answer = peek("issue-class", was.number());
        String now = text(answer.get("issueClass"));
        tickets.set(was.number(), some(Fact.ISSUE_CLASS, now, Fact.BREAK_FIX, answer.get("breakFix")));
        return "UNCLASSIFIED".equals(was.issueClass()) != "UNCLASSIFIED".equals(now);
    }

    private boolean severityChanges(Before before) {
        Ticket was = before.ticket();
        if (was.severity() == null || !changed(before, "severity") && !overridden(before, "severity")) {
            return false;
        }
        Map<String, @Nullable Object> answer = peek("severity", was.number());
        tickets.set(
                was.number(), some(Fact.SEVERITY, answer.get("severity"), Fact.SEVERITY_REASON, answer.get("reason")));
        boolean asked =
                tasks.openOf(was.number()).stream().anyMatch(task -> task.kind().equals("confirm-severity"));
        return asked != Boolean.TRUE.equals(answer.get("personConfirms"));
    }

    private boolean boundaryChanges(Before before) {
        Ticket was = before.ticket();
        if (!changed(before, "support-boundary")) {
            return false;
        }
        Map<String, @Nullable Object> answer = peek("support-boundary", was.number());
        tickets.set(
                was.number(), some(Fact.BOUNDARY, answer.get("boundary"), Fact.BOUNDARY_REASON, answer.get("reason")));
        return !Objects.equals(answer.get("boundary"), was.boundary());
    }

    private boolean stageChanges(Before before, boolean filed) {
        Ticket was = before.ticket();
        TicketNumber number = was.number();
        if (isPartners(was)) {
            return changed(before, "handling-party")
                    && !Objects.equals(peek("handling-party", number).get("handlingParty"), was.handlingParty());
        }
        if (!"ESCALATE".equals(was.boundary())) {
            return false;
        }
        Ticket now = tickets.get(number);
        boolean changes = filed && !now.customerId().equals(was.customerId());
        if (changed(before, "filing-authority") && was.authority() != null) {
            String authority = text(peek("filing-authority", number).get("authority"));
            changes |= !filed && !Objects.equals(authority, was.authority());
        }
        if (changed(before, "choose-vehicle") && was.vehicle() != null && "ALLOWED".equals(was.authority())) {
            changes |= !Objects.equals(vehicleNow(now), was.vehicle());
        }
        if (changed(before, "filing-channel") && was.channel() != null) {
            changes |= !Objects.equals(peek("filing-channel", number).get("channel"), was.channel());
        }
        return changes || !filed && before.approval() != approval(tickets.get(number));
    }

    private @Nullable String vehicleNow(Ticket ticket) {
        List<String> eligible = new ArrayList<>();
        for (String candidate : EscalationSteps.CANDIDATES) {
            if (decisions.peek("eligible-vehicle", facts.forCandidate(ticket, candidate)).stream()
                    .anyMatch(answer -> Boolean.TRUE.equals(answer.get("eligible")))) {
                eligible.add(candidate);
            }
        }
        tickets.set(ticket.number(), some(Fact.ELIGIBLE, String.join(",", eligible)));
        return text(peek("choose-vehicle", ticket.number()).get("vehicle"));
    }

    /** Whether a second pair of eyes must look at the case. */
    private boolean approval(Ticket ticket) {
        String vehicle = ticket.vehicle();
        return vehicle != null
                && ("A".equals(ticket.severity())
                        || standing.vehicle(ticket, vehicle)
                                .map(answer -> Boolean.TRUE.equals(answer.get("needsApproval")))
                                .orElse(false));
    }

    /** Makes the decisions again, and records them, that rest on something else than before; the stage's task stays. */
    void again(Before before) {
        Ticket was = before.ticket();
        TicketNumber number = was.number();
        again(before, "issue-class", was.issueClass() != null);
        again(before, "severity", was.severity() != null);
        if (was.state() == TicketState.RESOLVED) {
            again(before, "support-boundary", was.boundary() != null);
        } else if (beyond(was)) {
            again(before, "support-boundary", true);
            again(before, "handling-party", isPartners(was) && was.handlingParty() != null);
            again(before, "filing-authority", !isPartners(was) && was.authority() != null);
            again(before, "choose-vehicle", !isPartners(was) && "ALLOWED".equals(was.authority()));
            again(before, "filing-channel", !isPartners(was) && was.channel() != null);
        }
        again(before, "sla-targets", was.severity() != null);
        Ticket now = tickets.get(number);
        tasks.due(number, now.dueAt());
        if (changed(before, "assign-queue")) {
            requeue(now);
        }
    }

    private void again(Before before, String decision, boolean decided) {
        TicketNumber number = before.ticket().number();
        if (!decided || !changed(before, decision) && !overridden(before, decision)) {
            return;
        }
        List<Map<String, @Nullable Object>> answers =
                decisions.collectFor(number, decision, facts.of(decision, number));
        outcomes.apply(decision, number, standing.instead(decision, number, answers));
    }

    /** The stage for whose work a queue was last asked. */
    String stage(TicketNumber number) {
        return records.newest(number.value(), "assign-queue")
                .map(made -> String.valueOf(made.inputs().get("stage")))
                .orElse("");
    }

    /** Asks for the queue of the open work anew. */
    void requeue(Ticket ticket) {
        for (Task task : tasks.openOf(ticket.number())) {
            String queue = queues.of(ticket, stage(ticket.number()));
            if (!queue.equals(task.queue())) {
                tasks.moveTo(task.id(), queue);
                tickets.set(ticket.number(), some(Fact.QUEUE, queue));
            }
        }
    }

    private boolean changed(Before before, String decision) {
        Ticket now = tickets.get(before.ticket().number());
        return !standing.grounds(decision, now).equals(before.grounds().get(decision));
    }

    /** Whether a person just gave an answer that the ticket does not have yet. */
    private boolean overridden(Before before, String decision) {
        Ticket was = before.ticket();
        return switch (decision) {
            case "issue-class" -> otherwise(decision, was.number(), "issueClass", was.issueClass());
            case "severity" -> otherwise(decision, was.number(), "severity", was.severity());
            default -> false;
        };
    }

    private boolean otherwise(String decision, TicketNumber number, String output, @Nullable String found) {
        return standing.of(decision, number)
                .filter(answer -> !Objects.equals(answer.outputs().get(output), found))
                .isPresent();
    }

    private Map<String, @Nullable Object> peek(String decision, TicketNumber number) {
        return standing.peek(decision, number, decisions.peek(decision, facts.of(decision, number)))
                .getFirst();
    }

    private static boolean inDiagnosis(Ticket ticket) {
        return switch (ticket.state()) {
            case DIAGNOSING, LINKED_TO_OUTAGE -> true;
            case AWAITING_CUSTOMER -> !ticket.diagnosisComplete();
            default -> false;
        };
    }

    private static boolean beyond(Ticket ticket) {
        return ticket.diagnosisComplete()
                && ticket.boundary() != null
                && ticket.state() != TicketState.RECEIVED
                && ticket.state() != TicketState.RESOLVED
                && !inDiagnosis(ticket);
    }

    private static boolean isPartners(Ticket ticket) {
        return ticket.state() == TicketState.PARTNER_RESOLVING || "PARTNER_RESOLVES".equals(ticket.boundary());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static Map<Fact, @Nullable Object> some(@Nullable Object... pairs) {
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i] instanceof Fact fact) {
                facts.put(fact, pairs[i + 1]);
            }
        }
        return facts;
    }
}
