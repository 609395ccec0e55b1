package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.customer.Customer;
import dev.signalbox.masterdata.Kinds;
import dev.signalbox.opportunity.NewOpportunity;
import dev.signalbox.opportunity.Opportunities;
import dev.signalbox.opportunity.Opportunity;
import dev.signalbox.opportunity.OpportunityFilter;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.CustomerAccess;
import dev.signalbox.workflow.Races;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Needs for new services noticed on tickets: noted in one step, listed, and told to the CRM. */
@RestController
class OpportunitiesController {

    private final TicketAccess access;
    private final CustomerAccess customers;
    private final Opportunities opportunities;
    private final Races races;

    OpportunitiesController(TicketAccess access, CustomerAccess customers, Opportunities opportunities, Races races) {
        this.access = access;
        this.customers = customers;
        this.opportunities = opportunities;
        this.races = races;
    }

    @PostMapping("/api/tickets/{number}/opportunities")
    ResponseEntity<OpportunityView> note(
            Caller caller,
            @PathVariable String number,
            @RequestBody JsonNode body,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.NOTE_OPPORTUNITY);
        Fields fields = new Fields(body);
        String family = fields.maybeText("productFamily", 30);
        String service = fields.maybeText("service", 200);
        NewOpportunity wanted = new NewOpportunity(
                family,
                service == null || service.isBlank() ? null : service.strip(),
                fields.text("note", 4_000),
                Idempotency.readable(key));
        fields.only("productFamily", "service", "note");
        fields.done();
        if (family != null && !Kinds.PRODUCT_FAMILIES.contains(family)) {
            throw new Refused("productFamily", "one of " + Kinds.PRODUCT_FAMILIES, family);
        }
        Opportunity noted = Objects.requireNonNull(
                caller.doing(key, () -> races.settle(() -> opportunities.note(ticket.number(), wanted))));
        return ResponseEntity.created(URI.create("/api/opportunities/" + noted.id()))
                .body(OpportunityView.of(noted));
    }

    @GetMapping("/api/tickets/{number}/opportunities")
    Page<OpportunityView> ofTicket(
            Caller caller,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.SEE_DATA);
        return list(new OpportunityFilter(caller.partnerId(), null, ticket.number(), null), new Paging(page, size));
    }

    @GetMapping("/api/customers/{id}/opportunities")
    Page<OpportunityView> ofCustomer(
            Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        caller.needs(Action.SEE_DATA);
        Customer customer = customers.find(caller, id).orElseThrow(() -> new NotFound("customer with this id"));
        return list(
                new OpportunityFilter(caller.partnerId(), customer.id(), null, state(state)), new Paging(page, size));
    }

    @GetMapping("/api/opportunities")
    Page<OpportunityView> all(
            Caller caller,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String ticket,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        caller.needs(Action.SEE_DATA);
        TicketNumber number = ticket == null
                ? null
                : TicketNumber.parse(ticket).orElseThrow(() -> new Refused("ticket", "a ticket number", ticket));
        return list(new OpportunityFilter(caller.partnerId(), null, number, state(state)), new Paging(page, size));
    }

    @GetMapping("/api/opportunities/{id}")
    OpportunityView one(Caller caller, @PathVariable String id) {
        return OpportunityView.of(find(caller, Action.SEE_DATA, id));
    }

    @PostMapping("/api/opportunities/{id}/state")
    OpportunityView become(Caller caller, @PathVariable String id, @RequestBody JsonNode body) {
        Opportunity found = find(caller, Action.NOTE_OPPORTUNITY, id);
        Fields fields = new Fields(body);
        String state = fields.oneOf(
                "state",
                Arrays.stream(Opportunity.State.values()).map(Enum::name).toArray(String[]::new));
        String reason = fields.maybeText("reason", 2_000);
        fields.only("state", "reason");
        fields.done();
        return OpportunityView.of(Objects.requireNonNull(caller.doing(
                null,
                () -> races.settle(() -> opportunities.become(found.id(), Opportunity.State.valueOf(state), reason)))));
    }

    private Page<OpportunityView> list(OpportunityFilter filter, Paging paging) {
        Page<Opportunity> found = opportunities.page(filter, paging.page(), paging.size());
        return new Page<>(
                found.items().stream().map(OpportunityView::of).toList(), found.page(), found.size(), found.total());
    }

    private Opportunity find(Caller caller, Action action, String id) {
        caller.needs(action);
        return opportunities
                .find(id)
                .filter(found -> caller.reaches(found.partnerId(), found.customerId()))
                .orElseThrow(() -> new NotFound("opportunity with this id"));
    }

    private static Opportunity.@Nullable State state(@Nullable String wanted) {
        if (wanted == null) {
            return null;
        }
        try {
            return Opportunity.State.valueOf(wanted);
        } catch (IllegalArgumentException unknown) {
            throw new Refused("state", "one of " + Arrays.toString(Opportunity.State.values()), wanted);
        }
    }

    record OpportunityView(
            String id,
            String ticket,
            String customerId,
            @Nullable String productFamily,
            @Nullable String service,
            String note,
            Opportunity.State state,
            String notedBy,
            Instant notedAt,
            Instant changedAt) {

        static OpportunityView of(Opportunity one) {
            return new OpportunityView(
                    one.id(),
                    one.ticket().toString(),
                    one.customerId(),
                    one.productFamily(),
                    one.service(),
                    one.note(),
                    one.state(),
                    one.notedBy(),
                    one.notedAt(),
                    one.changedAt());
        }
    }
}
