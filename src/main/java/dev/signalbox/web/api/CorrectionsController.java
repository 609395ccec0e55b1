package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.frame.Codes;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.CustomerAccess;
import dev.signalbox.workflow.Correction;
import dev.signalbox.workflow.Corrections;
import dev.signalbox.workflow.Interventions;
import dev.signalbox.workflow.Races;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Tickets set right: facts, stage, decisions, and what should have been two tickets. */
@RestController
@RequestMapping("/api/tickets/{number}")
class CorrectionsController {

    private static final String[] FIELDS = {
        "customerId",
        "subscriptionId",
        "productFamily",
        "contactId",
        "reportedCategory",
        "businessImpact",
        "environment",
        "commit24x7",
        "severity",
        "issueClass",
        "reason"
    };

    private final Tickets tickets;
    private final TicketAccess access;
    private final CustomerAccess customers;
    private final Corrections corrections;
    private final Interventions interventions;
    private final Races races;

    CorrectionsController(
            Tickets tickets,
            TicketAccess access,
            CustomerAccess customers,
            Corrections corrections,
            Interventions interventions,
            Races races) {
        this.tickets = tickets;
        this.access = access;
        this.customers = customers;
        this.corrections = corrections;
        this.interventions = interventions;
        this.races = races;
    }

    /** Corrects facts; the severity and the issue class, which tables decide, are a lead's to correct. */
    @PostMapping("/correct")
    TicketView correct(Caller caller, @PathVariable String number, @RequestBody JsonNode body) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.CORRECT);
        Fields fields = new Fields(body);
        fields.only(FIELDS);
        Correction correction = new Correction(
                fields.maybeText("customerId", 60),
                fields.maybeText("subscriptionId", 60),
                fields.maybeOneOf("productFamily", Codes.FAMILIES),
                fields.maybeText("contactId", 60),
                fields.maybeOneOf("reportedCategory", Codes.CATEGORIES),
                fields.maybeOneOf("businessImpact", Codes.IMPACTS),
                fields.maybeOneOf("environment", Codes.ENVIRONMENTS),
                fields.maybeFlag("commit24x7"),
                fields.maybeOneOf("severity", Codes.SEVERITIES),
                fields.maybeOneOf("issueClass", Codes.ISSUE_CLASSES));
        String reason = fields.text("reason", 2_000);
        fields.done();
        if (correction.severity() != null) {
            caller.needs(Action.CHANGE_SEVERITY);
        }
        if (correction.issueClass() != null && !corrections.isTriaged(ticket.number())) {
            caller.needs(Action.OVERRIDE);
        }
        reaches(caller, correction.customerId());
        return changed(caller, ticket, () -> corrections.correct(ticket.number(), correction, reason));
    }

    /** Moves the ticket to another stage. */
    @PostMapping("/move")
    TicketView move(Caller caller, @PathVariable String number, @RequestBody JsonNode body) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.MOVE_TICKET);
        Fields fields = new Fields(body);
        String stage = fields.oneOf(
                "stage", Interventions.STAGES.stream().map(TicketState::name).toArray(String[]::new));
        String question = fields.maybeText("question", 4_000);
        String reason = fields.text("reason", 2_000);
        fields.done();
        return changed(
                caller,
                ticket,
                () -> interventions.move(ticket.number(), TicketState.valueOf(stage), question, reason));
    }

    /** Opens a second ticket for a part of this one. */
    @PostMapping("/split")
    ResponseEntity<TicketView> split(Caller caller, @PathVariable String number, @RequestBody JsonNode body) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.MOVE_TICKET);
        Fields fields = new Fields(body);
        String title = fields.text("title", 500);
        String description = fields.text("description", 200_000);
        String category = fields.maybeOneOf("reportedCategory", Codes.CATEGORIES);
        String family = fields.maybeOneOf("productFamily", Codes.FAMILIES);
        String reason = fields.text("reason", 2_000);
        fields.done();
        Ticket second = caller.doing(
                null,
                () -> races.settle(() -> tickets.get(interventions.split(
                        ticket.number(), caller.source(), title, description, category, family, reason))));
        return ResponseEntity.created(URI.create("/api/tickets/" + second.number()))
                .body(TicketView.of(caller, second));
    }

    /** Answers in place of a table; the answer stands until what it rests on changes. */
    @PostMapping("/decisions/{decision}/override")
    TicketView override(
            Caller caller, @PathVariable String number, @PathVariable String decision, @RequestBody JsonNode body) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.OVERRIDE);
        Fields fields = new Fields(body);
        Map<String, String> outputs = fields.codes("outputs");
        String reason = fields.text("reason", 2_000);
        fields.done();
        return changed(caller, ticket, () -> interventions.override(ticket.number(), decision, outputs, reason));
    }

    private void reaches(Caller caller, @Nullable String customer) {
        if (customer != null && customers.find(caller, customer).isEmpty()) {
            throw new Refused("customerId", "a known customer", customer);
        }
    }

    private TicketView changed(Caller caller, Ticket ticket, Runnable change) {
        return caller.doing(
                null,
                () -> races.settle(() -> {
                    change.run();
                    return TicketView.of(caller, tickets.get(ticket.number()));
                }));
    }
}
