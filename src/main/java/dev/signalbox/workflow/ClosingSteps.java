package dev.signalbox.workflow;

import dev.signalbox.decision.Decisions;
import dev.signalbox.entitlement.Plans;
import dev.signalbox.microsoft.ClaimDeadlines;
import dev.signalbox.microsoft.MicrosoftCase;
import dev.signalbox.microsoft.MicrosoftCases;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the flows do when work ends, or starts again. */
@Component
class ClosingSteps {

    private final Tickets tickets;
    private final Notices notices;
    private final Plans plans;
    private final Decisions decisions;
    private final MicrosoftCases cases;
    private final ClaimDeadlines claims;
    private final Clock clock;

    ClosingSteps(
            Tickets tickets,
            Notices notices,
            Plans plans,
            Decisions decisions,
            MicrosoftCases cases,
            ClaimDeadlines claims,
            Clock clock) {
        this.tickets = tickets;
        this.notices = notices;
        this.plans = plans;
        this.decisions = decisions;
        this.cases = cases;
        this.claims = claims;
        this.clock = clock;
    }

    Map<String, JavaDelegate> byName() {
        return Map.of(
                "resolveTicket", Step.of(this::resolve),
                "reopenTicket", Step.of(this::reopen),
                "closeTicket", Step.of(this::closeResolved),
                "closeUnanswered", Step.of((ticket, execution) -> close(ticket, execution, "no-answer")),
                "withdrawTicket", Step.of(this::withdraw),
                "mergeTicket", Step.of(this::merge));
    }

    private void resolve(TicketNumber number, DelegateExecution execution) {
        tickets.record(number, TimelineType.RESOLVED, Map.of(), Map.of(Fact.RESOLVED_AT, clock.instant()));
        notices.tell(number, "notice.resolved");
    }

    /** Work starts again: what was concluded last time no longer holds, what was tried and filed stays. */
    private void reopen(TicketNumber number, DelegateExecution execution) {
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        facts.put(Fact.RESOLVED_AT, null);
        facts.put(Fact.DIAGNOSIS_COMPLETE, false);
        facts.put(Fact.PARTNER_FIX_EXHAUSTED, false);
        facts.put(Fact.CAUSE_DOMAIN, null);
        facts.put(Fact.OUTAGE_ACTION, null);
        tickets.record(number, TimelineType.REOPENED, Map.of(), facts);
        execution.setVariable("faultGone", false);
        execution.setVariable("solved", false);
    }

    /** With the customer's word, or because nobody objected in time. */
    private void closeResolved(TicketNumber number, DelegateExecution execution) {
        close(number, execution, Boolean.TRUE.equals(execution.getVariable("solved")) ? "confirmed" : "no-objection");
    }

    private void close(TicketNumber number, DelegateExecution execution, String reason) {
        end(number, TicketState.CLOSED, TimelineType.CLOSED, execution, reason);
        notices.tell(number, "notice.closed." + reason);
    }

    private void withdraw(TicketNumber number, DelegateExecution execution) {
        end(number, TicketState.WITHDRAWN, TimelineType.WITHDRAWN, execution, "withdrawn");
    }

    private void merge(TicketNumber number, DelegateExecution execution) {
        Ticket ticket = tickets.get(number);
        end(number, TicketState.MERGED, TimelineType.MERGED, execution, "merged into " + ticket.mergedInto());
        Long into = ticket.mergedInto();
        if (into != null) {
            notices.tell(number, "notice.merged", new TicketNumber(into).token());
        }
    }

    /** A table decides whether the ticket's incident comes back to its plan. */
    private void settleIncident(TicketNumber number, String reason, TicketState state) {
        Optional<String> standing = plans.standing(number.toString());
        if (standing.isEmpty()) {
            return;
        }
        Map<String, @Nullable Object> facts = new HashMap<>();
        facts.put("standing", standing.get());
        facts.put("closeReason", state == TicketState.MERGED ? "merged" : reason);
        facts.put(
                "confirmedBug",
                cases.of(number.value()).map(MicrosoftCase::confirmedBug).orElse(false));
        facts.put("issueClass", tickets.get(number).issueClass());
        Map<String, @Nullable Object> answer = decisions.decide("entitlement-refund", facts);
        if (!Boolean.TRUE.equals(answer.get("refund"))) {
            return;
        }
        String why = reason + ": " + answer.get("refundReason");
        boolean back = standing.get().equals("RESERVED")
                ? plans.release(number.toString(), why, clock.instant())
                : plans.refund(number.toString(), why, clock.instant());
        if (back) {
            tickets.record(number, TimelineType.ENTITLEMENT_REFUNDED, Map.of("reason", why), Map.of());
        }
    }

    private void end(
            TicketNumber number, TicketState state, TimelineType type, DelegateExecution execution, String reason) {
        settleIncident(number, reason, state);
        cases.over(number.value());
        claims.over(number.value());
        tickets.moveTo(number, state, null, execution.getCurrentActivityId());
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        facts.put(Fact.CLOSED_AT, clock.instant());
        facts.put(Fact.CLOSE_REASON, reason);
        facts.put(Fact.DUE_AT, null);
        facts.put(Fact.QUEUE, null);
        tickets.record(number, type, Map.of("reason", reason), facts);
    }
}
