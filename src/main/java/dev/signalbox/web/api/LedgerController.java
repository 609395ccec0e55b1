package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.entitlement.LedgerEntry;
import dev.signalbox.entitlement.Plans;
import dev.signalbox.entitlement.SupportPlan;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.Races;
import java.util.Map;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What became of a plan's incidents, and the way to set the balance right by hand. */
@RestController
@RequestMapping("/api/support-plans/{id}")
class LedgerController {

    private final Plans plans;
    private final Races races;

    LedgerController(Plans plans, Races races) {
        this.plans = plans;
        this.races = races;
    }

    /** Every line of the plan's ledger, the newest first. */
    @GetMapping("/ledger")
    Page<LedgerEntry> ledger(
            Caller caller,
            @PathVariable String id,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        caller.needs(Action.SEE_DATA);
        Paging paging = new Paging(page, size);
        return plans.ledger(find(caller, id).id(), paging.page(), paging.size());
    }

    /** Adds incidents to the balance, or takes some, with the reason. */
    @PostMapping("/adjust")
    Map<String, Object> adjust(Caller caller, @PathVariable String id, @RequestBody JsonNode body) {
        caller.needs(Action.ADJUST_BALANCE);
        SupportPlan plan = find(caller, id);
        Fields fields = new Fields(body);
        String reason = fields.text("reason", 200);
        fields.done();
        JsonNode incidents = body.path("incidents");
        if (!incidents.isInt()) {
            throw new Refused("incidents", "a whole number", incidents);
        }
        SupportPlan after =
                caller.doing(null, () -> races.settle(() -> plans.adjust(plan.id(), incidents.intValue(), reason)));
        return Map.of("id", after.id(), "incidentsRemaining", Objects.requireNonNull(after.incidentsRemaining()));
    }

    private SupportPlan find(Caller caller, String id) {
        return plans.find(id)
                .filter(plan -> caller.reaches(plan.partnerId(), null))
                .orElseThrow(() -> new NotFound("support plan with this id"));
    }
}
