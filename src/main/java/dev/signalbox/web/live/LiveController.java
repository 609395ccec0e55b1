package dev.signalbox.web.live;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.security.Caller;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One stream a browser, and the browser's word that somebody is at a ticket. */
@Controller
class LiveController {

    private final Viewers viewers;
    private final Presences presences;
    private final Tickets tickets;

    LiveController(Viewers viewers, Presences presences, Tickets tickets) {
        this.viewers = viewers;
        this.presences = presences;
        this.tickets = tickets;
    }

    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter live(Caller caller) {
        caller.needs(Action.SEE_TICKETS);
        return viewers.open(caller);
    }

    @PostMapping("/tickets/{number:[0-9]+}/presence")
    ResponseEntity<Void> here(
            Caller caller, @PathVariable String number, @RequestParam(defaultValue = "false") boolean writing) {
        Ticket ticket = TicketNumber.parse(number)
                .flatMap(tickets::find)
                .filter(caller::sees)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        if (!caller.isCustomer()) {
            presences.seen(ticket.number().value(), caller.account(), caller.displayName(), writing);
        }
        return ResponseEntity.noContent().build();
    }
}
