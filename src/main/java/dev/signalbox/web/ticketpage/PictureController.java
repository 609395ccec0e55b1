package dev.signalbox.web.ticketpage;

import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.Whereabouts;
import dev.signalbox.workflow.models.ModelTexts;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;

/** The flows of a ticket as pictures, with where it is and where it was; for staff. */
@Controller
@RequestMapping("/tickets/{number:[0-9]+}/picture")
class PictureController {

    private final Tickets tickets;
    private final Whereabouts whereabouts;
    private final ModelTexts texts;
    private final Words words;
    private final Frames frames;

    PictureController(Tickets tickets, Whereabouts whereabouts, ModelTexts texts, Words words, Frames frames) {
        this.tickets = tickets;
        this.whereabouts = whereabouts;
        this.texts = texts;
        this.words = words;
        this.frames = frames;
    }

    @GetMapping
    String picture(Caller caller, Model model, @PathVariable String number) {
        Ticket ticket = find(caller, number);
        List<Shown> shown = whereabouts.of(ticket.number()).stream()
                .map(track -> new Shown(
                        track.id(),
                        words.model(track.name()),
                        track.version(),
                        String.join(" ", track.at()),
                        String.join(" ", track.passed())))
                .toList();
        model.addAttribute("frame", frames.of(caller, "ticket", null));
        model.addAttribute("number", ticket.number().toString());
        model.addAttribute("subject", ticket.title());
        model.addAttribute("tracks", shown);
        return "ticketpage/picture";
    }

    @GetMapping(path = "/flow", produces = MediaType.APPLICATION_XML_VALUE)
    @ResponseBody
    byte[] flow(Caller caller, Locale locale, @PathVariable String number, @RequestParam String id) {
        Ticket ticket = find(caller, number);
        return whereabouts
                .picture(ticket.number(), id)
                .map(flow -> texts.picture(locale, flow))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private Ticket find(Caller caller, String number) {
        return TicketNumber.parse(number)
                .flatMap(tickets::find)
                .filter(caller::sees)
                .filter(seen -> !caller.isCustomer())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /** A flow of the ticket; the elements are separated by blanks. */
    record Shown(String id, String name, int version, String at, String passed) {}
}
