package dev.signalbox.web.statuslink;

import dev.signalbox.mail.StatusLinks;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.web.frame.Times;
import dev.signalbox.web.frame.Words;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** Shows a ticket's number, public stage and next move; nothing that anybody wrote. */
@Controller
class StatusController {

    private final StatusLinks links;
    private final Words words;

    StatusController(StatusLinks links, Words words) {
        this.links = links;
        this.words = words;
    }

    @GetMapping("/status/{link}")
    String status(@PathVariable String link, Model model, HttpServletResponse answer) {
        Ticket ticket = links.open(link).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        answer.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // whoever follows a link from here takes the address along nowhere
        answer.setHeader("Referrer-Policy", "no-referrer");
        model.addAttribute(
                "status",
                new Status(
                        ticket.number().toString(),
                        words.code("state", ticket.state().name()),
                        ticket.state().isOver() ? "–" : words.code("next", ticket.nextMove()),
                        Times.moment(ticket.createdAt()),
                        Times.moment(ticket.updatedAt())));
        return "statuslink/status";
    }

    record Status(String number, String stage, String next, String received, String changed) {}
}
