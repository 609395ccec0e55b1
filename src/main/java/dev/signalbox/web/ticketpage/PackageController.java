package dev.signalbox.web.ticketpage;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.CaseSheets;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/** The case package on one page, to read beside a portal or to print. */
@Controller
@RequestMapping("/tickets/{number:[0-9]+}/package")
class PackageController {

    private final Tickets tickets;
    private final CaseSheets sheets;
    private final Frames frames;
    private final Words words;

    PackageController(Tickets tickets, CaseSheets sheets, Frames frames, Words words) {
        this.tickets = tickets;
        this.sheets = sheets;
        this.frames = frames;
        this.words = words;
    }

    @GetMapping
    String sheet(Caller caller, Model model, @PathVariable String number) {
        caller.needs(Action.WORK_TASKS);
        Ticket ticket = TicketNumber.parse(number)
                .flatMap(tickets::find)
                .filter(caller::sees)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("frame", frames.of(caller, "ticket", null));
        model.addAttribute("title", ticket.title());
        CaseSheets.Sheet sheet = sheets.of(ticket.number());
        model.addAttribute("sheet", sheet);
        model.addAttribute("vehicle", words.code("code", sheet.vehicle()));
        model.addAttribute("channel", words.code("code", sheet.channel()));
        return "ticketpage/case-package";
    }
}
