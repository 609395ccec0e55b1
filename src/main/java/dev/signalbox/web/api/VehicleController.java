package dev.signalbox.web.api;

import dev.signalbox.decision.DecisionRecord;
import dev.signalbox.decision.DecisionRecords;
import dev.signalbox.entitlement.Plans;
import dev.signalbox.entitlement.SupportPlan;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.web.security.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The vehicle a ticket takes, and what became of every other one that was weighed. */
@RestController
class VehicleController {

    private final TicketAccess access;
    private final DecisionRecords decisions;
    private final Plans plans;

    VehicleController(TicketAccess access, DecisionRecords decisions, Plans plans) {
        this.access = access;
        this.decisions = decisions;
        this.plans = plans;
    }

    /** The choice as it was last made, with its alternatives; a customer sees none of it. */
    @GetMapping("/api/tickets/{number}/vehicle")
    VehicleView vehicle(Caller caller, @PathVariable String number) {
        Ticket ticket = access.find(caller, number);
        if (caller.isCustomer()) {
            return new VehicleView(null, null, null, null, List.of());
        }
        Map<String, Alternative> weighed = new LinkedHashMap<>();
        Map<?, ?> chosen = Map.of();
        for (DecisionRecord made : decisions.of(ticket.number().value())) {
            if (made.key().equals("eligible-vehicle")) {
                String candidate = String.valueOf(made.inputs().get("candidate"));
                weighed.put(candidate, alternative(candidate, made));
            } else if (made.key().equals("choose-vehicle") && made.outputs() instanceof Map<?, ?> outputs) {
                chosen = outputs;
            }
        }
        String vehicle = ticket.vehicle();
        Object refundable = chosen.get("refundableIf");
        return new VehicleView(
                vehicle,
                ticket.incidentCost(),
                refundable == null ? null : refundable.toString(),
                vehicle == null
                        ? null
                        : plans.planFor(ticket.partnerId(), vehicle)
                                .map(PlanInUse::of)
                                .orElse(null),
                weighed.values().stream()
                        .filter(one -> !one.vehicle().equals(vehicle))
                        .toList());
    }

    private static Alternative alternative(String candidate, DecisionRecord made) {
        Map<?, ?> outputs = made.outputs() instanceof Map<?, ?> map ? map : Map.of();
        boolean eligible = Boolean.TRUE.equals(outputs.get("eligible"));
        Object reason = outputs.get("reason");
        return new Alternative(
                candidate,
                eligible,
                reason == null || eligible ? null : reason.toString(),
                made.rules().stream().findFirst());
    }

    record VehicleView(
            @Nullable String vehicle,
            @Nullable Integer incidentCost,
            @Nullable String refundableIf,
            @Nullable PlanInUse plan,
            List<Alternative> alternatives) {}

    /** Another vehicle: whether it would have done too, and if not, what would make it eligible. */
    record Alternative(
            String vehicle, boolean eligible, @Nullable String wouldHelp, DecisionRecord.@Nullable Rule rule) {

        Alternative(String vehicle, boolean eligible, @Nullable String wouldHelp, Optional<DecisionRecord.Rule> rule) {
            this(vehicle, eligible, wouldHelp, rule.orElse(null));
        }
    }

    record PlanInUse(
            String id, String name, String status, @Nullable Integer incidentsRemaining) {

        static PlanInUse of(SupportPlan plan) {
            return new PlanInUse(plan.id(), plan.name(), plan.status(), plan.incidentsRemaining());
        }
    }
}
