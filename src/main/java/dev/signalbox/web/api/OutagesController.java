package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.KnownIssueShield;
import dev.signalbox.workflow.Races;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What a person does about a ticket's tie to a published outage. */
@RestController
@RequestMapping("/api/tickets/{number}")
class OutagesController {

    private final Tickets tickets;
    private final TicketAccess access;
    private final KnownIssueShield shield;
    private final Races races;

    OutagesController(Tickets tickets, TicketAccess access, KnownIssueShield shield, Races races) {
        this.tickets = tickets;
        this.access = access;
        this.shield = shield;
        this.races = races;
    }

    /** Undoes a wrong link; the same issue is not tied to the ticket again. */
    @PostMapping("/unlink-outage")
    TicketView unlink(Caller caller, @PathVariable String number, @RequestBody JsonNode body) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.WORK_TASKS);
        Fields fields = new Fields(body);
        String reason = fields.text("reason", 2_000);
        fields.done();
        return caller.doing(
                null,
                () -> races.settle(() -> {
                    shield.unlink(ticket.number(), reason);
                    return TicketView.of(caller, tickets.get(ticket.number()));
                }));
    }
}
