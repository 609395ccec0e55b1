package dev.signalbox.workflow;

import dev.signalbox.customer.Customers;
import dev.signalbox.customer.DelegatedAccess;
import dev.signalbox.decision.Decisions;
import dev.signalbox.entitlement.Plans;
import dev.signalbox.microsoft.ClaimDeadlines;
import dev.signalbox.microsoft.MicrosoftCase;
import dev.signalbox.microsoft.MicrosoftCases;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the flows do to bring a case to Microsoft, or to whoever must take it there. */
@Component
class EscalationSteps {

    /** Every vehicle that eligible-vehicle is asked about. */
    static final List<String> CANDIDATES = List.of(
            "COMMERCIAL",
            "PREMIER",
            "ADVANCED",
            "SIGNATURE_CLOUD",
            "UNIFIED",
            "CSP_INCLUDED",
            "ON_PREMISES_INCIDENT",
            "PAY_PER_INCIDENT",
            "DISTRIBUTOR");

    private final Tickets tickets;
    private final Notices notices;
    private final Customers customers;
    private final Plans plans;
    private final CasesLeftOpen leftOpen;
    private final Decisions decisions;
    private final DecisionFacts facts;
    private final DecisionOutcomes outcomes;
    private final MicrosoftCases cases;
    private final ClaimDeadlines claims;
    private final Clock clock;

    EscalationSteps(
            Tickets tickets,
            Notices notices,
            Customers customers,
            Plans plans,
            CasesLeftOpen leftOpen,
            Decisions decisions,
            DecisionFacts facts,
            DecisionOutcomes outcomes,
            MicrosoftCases cases,
            ClaimDeadlines claims,
            Clock clock) {
        this.tickets = tickets;
        this.notices = notices;
        this.customers = customers;
        this.plans = plans;
        this.leftOpen = leftOpen;
        this.decisions = decisions;
        this.facts = facts;
        this.outcomes = outcomes;
        this.cases = cases;
        this.claims = claims;
        this.clock = clock;
    }

    Map<String, JavaDelegate> byName() {
        return Map.ofEntries(
                Map.entry("weighVehicles", Step.of(this::weighVehicles)),
                Map.entry("reserveIncident", Step.of(this::reserveIncident)),
                Map.entry("releaseIncident", Step.of(this::releaseIncident)),
                Map.entry("orderFiling", Step.of(this::orderFiling)),
                Map.entry("takeGuidedWay", Step.of(this::takeGuidedWay)),
                Map.entry("recordFiling", Step.of(this::recordFiling)),
                Map.entry("setClaimDeadline", Step.of(this::setClaimDeadline)),
                Map.entry("noteClaimOverdue", Step.of(this::noteClaimOverdue)),
                Map.entry("chaseMicrosoft", Step.of(this::chaseMicrosoft)),
                Map.entry("tellCustomerToCall", Step.of(this::tellCustomerToCall)),
                Map.entry("requestAccess", Step.of(this::requestAccess)),
                Map.entry("routeToProvider", Step.of(this::routeToProvider)),
                Map.entry("recheckAccess", Step.of(this::recheckAccess)));
    }

    /** Asks eligible-vehicle about each candidate; keeps who is eligible and what would help the others. */
    private void weighVehicles(TicketNumber number, DelegateExecution execution) {
        Ticket ticket = tickets.get(number);
        List<String> eligible = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (String candidate : CANDIDATES) {
            Map<String, @Nullable Object> answer =
                    decisions.decide("eligible-vehicle", facts.forCandidate(ticket, candidate));
            if (Boolean.TRUE.equals(answer.get("eligible"))) {
                eligible.add(candidate);
            } else {
                reasons.add(candidate + ": " + answer.get("reason"));
            }
        }
        String wouldHelp = String.join("\n", reasons);
        tickets.set(
                number,
                Map.of(
                        Fact.ELIGIBLE,
                        String.join(",", eligible),
                        Fact.VEHICLE_REASON,
                        wouldHelp.length() > 4000 ? wouldHelp.substring(0, 4000) : wouldHelp));
    }

    private void reserveIncident(TicketNumber number, DelegateExecution execution) {
        Ticket ticket = tickets.get(number);
        String vehicle = Objects.requireNonNull(ticket.vehicle());
        boolean counted = ticket.incidentCost() != null && ticket.incidentCost() > 0;
        boolean reserved = !counted || plans.reserve(ticket.partnerId(), vehicle, number.toString(), clock.instant());
        if (counted) {
            tickets.record(
                    number,
                    reserved ? TimelineType.ENTITLEMENT_RESERVED : TimelineType.ENTITLEMENT_EXHAUSTED,
                    Map.of("vehicle", vehicle),
                    Map.of());
        }
        execution.setVariable("reserved", reserved);
    }

    private void releaseIncident(TicketNumber number, DelegateExecution execution) {
        if (plans.release(number.toString(), "delegated access lost before filing", clock.instant())) {
            tickets.record(number, TimelineType.ENTITLEMENT_REFUNDED, Map.of("reason", "delegation-lost"), Map.of());
        }
    }

    /** Where the channel has an API, orders the filing; what comes of it is told by an event. */
    private void orderFiling(TicketNumber number, DelegateExecution execution) {
        boolean byApi = cases.of(number.value())
                .map(found -> found.mode().equals("API"))
                .orElse(false);
        if (byApi) {
            cases.orderFiling(number.value());
            tickets.record(
                    number,
                    TimelineType.FILING_ORDERED,
                    Map.of("channel", String.valueOf(tickets.get(number).channel())),
                    Map.of());
        }
        execution.setVariable("filingOutcome", byApi ? "ORDERED" : "BY_PERSON");
    }

    /** The API does not take this case: the channel is chosen anew, without it. */
    private void takeGuidedWay(TicketNumber number, DelegateExecution execution) {
        cases.refusedByApi(number.value());
        outcomes.apply(
                "filing-channel",
                number,
                List.of(decisions.decide("filing-channel", facts.of("filing-channel", number))));
    }

    /** The case stands with Microsoft: its number is known, the incident is used up. */
    private void recordFiling(TicketNumber number, DelegateExecution execution) {
        Ticket ticket = tickets.get(number);
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("externalId", ticket.externalId());
        data.put("channel", ticket.channel());
        data.put("vehicle", ticket.vehicle());
        tickets.record(number, TimelineType.ESCALATION_FILED, data, Map.of());
        cases.filed(number.value(), String.valueOf(ticket.externalId()));
        claims.over(number.value());
        cases.of(number.value()).ifPresent(filed -> followUp(number, filed, execution));
        leftOpen.takeUp(number, String.valueOf(ticket.externalId()));
        if (ticket.incidentCost() != null && ticket.incidentCost() > 0) {
            plans.consume(number.toString(), clock.instant());
            tickets.record(
                    number,
                    TimelineType.ENTITLEMENT_CONSUMED,
                    Map.of("vehicle", String.valueOf(ticket.vehicle())),
                    Map.of());
        }
    }

    /** When to ask about the case, and Microsoft's own deadline where the API tells one. */
    private void followUp(TicketNumber number, MicrosoftCase filed, DelegateExecution execution) {
        Ticket ticket = tickets.get(number);
        Map<String, @Nullable Object> asked = new HashMap<>();
        asked.put("statusSync", filed.statusSync());
        asked.put("severity", ticket.severity());
        asked.put("vehicle", ticket.vehicle());
        Object hours = decisions.decide("ask-rhythm", asked).get("askAfterHours");
        if (hours instanceof Number after && after.longValue() > 0) {
            execution.setVariable("askMicrosoftAfter", "PT" + after.longValue() + "H");
        }
        Instant due = filed.responseDueAt();
        if (due == null || filed.responseMinutes() == null) {
            return;
        }
        outcomes.apply("sla-targets", number, List.of(decisions.decide("sla-targets", facts.of("sla-targets", number))))
                .forEach(execution::setVariable);
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("kind", "MICROSOFT_RESPONSE");
        data.put("source", "API");
        data.put("minutes", filed.responseMinutes());
        data.put("dueAt", due.toString());
        tickets.record(number, TimelineType.DUE_TIME_SET, data, Map.of());
    }

    /** How long there still is for the claim; what is over already is for the table to say. */
    private void setClaimDeadline(TicketNumber number, DelegateExecution execution) {
        Duration left = claims.dueAt(number.value())
                .map(due -> Duration.between(clock.instant(), due))
                .filter(rest -> !rest.isNegative() && !rest.isZero())
                .orElse(Duration.ofMinutes(1));
        execution.setVariable(
                "claimDueIn",
                left.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1).toString());
    }

    private void noteClaimOverdue(TicketNumber number, DelegateExecution execution) {
        claims.ended(number.value());
    }

    private void chaseMicrosoft(TicketNumber number, DelegateExecution execution) {
        tickets.record(number, TimelineType.CHASED, Map.of("whom", "MICROSOFT"), Map.of());
    }

    /** The one inversion of "customers cannot": locked out and without delegated access, only they can phone. */
    private void tellCustomerToCall(TicketNumber number, DelegateExecution execution) {
        tickets.record(
                number,
                TimelineType.VEHICLE_CHOSEN,
                Map.of("vehicle", "CUSTOMER_CALLS"),
                Map.of(Fact.VEHICLE, "CUSTOMER_CALLS", Fact.INCIDENT_COST, 0));
        execution.setVariable("vehicle", "CUSTOMER_CALLS");
        execution.setVariable("needsApproval", false);
        notices.tell(number, "notice.locked-out");
    }

    private void requestAccess(TicketNumber number, DelegateExecution execution) {
        Ticket ticket = tickets.get(number);
        String model = customers
                .access(ticket.customerId())
                .map(DelegatedAccess::model)
                .orElse("NONE");
        tickets.set(
                number,
                Map.of(
                        Fact.QUESTION,
                        "To bring your case to Microsoft we need delegated access to your tenant"
                                + (model.equals("NONE") ? "" : " (" + model + "), which is no longer active")
                                + ". Please approve the request in your admin centre, and tell us when it is done."));
    }

    private void routeToProvider(TicketNumber number, DelegateExecution execution) {
        tickets.record(
                number,
                TimelineType.VEHICLE_CHOSEN,
                Map.of("vehicle", "DISTRIBUTOR"),
                Map.of(Fact.VEHICLE, "DISTRIBUTOR", Fact.CHANNEL, "DISTRIBUTOR_DESK", Fact.INCIDENT_COST, 0));
        execution.setVariable("vehicle", "DISTRIBUTOR");
    }

    /** Notes on the ticket that its customer's access changed; the stage that depends on it hears of it apart. */
    private void recheckAccess(TicketNumber number, DelegateExecution execution) {
        Ticket ticket = tickets.get(number);
        boolean usable = customers
                .access(ticket.customerId())
                .map(access -> access.usable(clock.instant()))
                .orElse(false);
        tickets.record(number, TimelineType.ACCESS_CHANGED, Map.of("usable", usable), Map.of());
    }
}
