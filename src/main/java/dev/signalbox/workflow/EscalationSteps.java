package dev.signalbox.workflow;

import dev.signalbox.customer.Customers;
import dev.signalbox.customer.DelegatedAccess;
import dev.signalbox.decision.Decisions;
import dev.signalbox.entitlement.Plans;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import java.time.Clock;
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
    private static final List<String> CANDIDATES = List.of(
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
    private final Decisions decisions;
    private final DecisionFacts facts;
    private final Clock clock;

    EscalationSteps(
            Tickets tickets,
            Notices notices,
            Customers customers,
            Plans plans,
            Decisions decisions,
            DecisionFacts facts,
            Clock clock) {
        this.tickets = tickets;
        this.notices = notices;
        this.customers = customers;
        this.plans = plans;
        this.decisions = decisions;
        this.facts = facts;
        this.clock = clock;
    }

    Map<String, JavaDelegate> byName() {
        return Map.of(
                "weighVehicles", Step.of(this::weighVehicles),
                "reserveIncident", Step.of(this::reserveIncident),
                "releaseIncident", Step.of(this::releaseIncident),
                "recordFiling", Step.of(this::recordFiling),
                "chaseMicrosoft", Step.of(this::chaseMicrosoft),
                "tellCustomerToCall", Step.of(this::tellCustomerToCall),
                "requestAccess", Step.of(this::requestAccess),
                "routeToProvider", Step.of(this::routeToProvider),
                "recheckAccess", Step.of(this::recheckAccess));
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

    /** The case stands with Microsoft: its number is known, the incident is used up. */
    private void recordFiling(TicketNumber number, DelegateExecution execution) {
        Ticket ticket = tickets.get(number);
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("externalId", ticket.externalId());
        data.put("channel", ticket.channel());
        data.put("vehicle", ticket.vehicle());
        tickets.record(number, TimelineType.ESCALATION_FILED, data, Map.of());
        if (ticket.incidentCost() != null && ticket.incidentCost() > 0) {
            plans.consume(number.toString(), clock.instant());
            tickets.record(
                    number,
                    TimelineType.ENTITLEMENT_CONSUMED,
                    Map.of("vehicle", String.valueOf(ticket.vehicle())),
                    Map.of());
        }
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
