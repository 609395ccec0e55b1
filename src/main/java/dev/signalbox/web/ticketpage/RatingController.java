package dev.signalbox.web.ticketpage;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.WrongState;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.Races;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Takes a customer's word on how content it is with a closed ticket. */
@Controller
class RatingController {

    private final Tickets tickets;
    private final Races races;
    private final Words words;

    RatingController(Tickets tickets, Races races, Words words) {
        this.tickets = tickets;
        this.races = races;
        this.words = words;
    }

    @PostMapping("/tickets/{number:[0-9]+}/rating")
    String rate(Caller caller, @PathVariable String number, @RequestParam int score, RedirectAttributes after) {
        TicketNumber ticket = TicketNumber.parse(number)
                .flatMap(tickets::find)
                .filter(caller::sees)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND))
                .number();
        caller.needs(Action.RATE);
        try {
            caller.doing(
                    null,
                    () -> races.settle(() -> {
                        tickets.rate(ticket, score);
                        return ticket;
                    }));
            after.addFlashAttribute("done", words.of("ticket.rating.done"));
        } catch (Refused | WrongState refused) {
            after.addFlashAttribute("refused", words.refusal(refused));
        }
        return "redirect:/tickets/" + ticket;
    }
}
