package dev.signalbox.web.ticketpage;

import dev.signalbox.access.Action;
import dev.signalbox.masterdata.Kinds;
import dev.signalbox.opportunity.NewOpportunity;
import dev.signalbox.opportunity.Opportunities;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.work.Bookings;
import dev.signalbox.work.NewWork;
import dev.signalbox.work.NotToCorrect;
import dev.signalbox.work.Work;
import dev.signalbox.workflow.Races;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Books minutes and notes needs from the ticket page. */
@Controller
@RequestMapping("/tickets/{number:[0-9]+}")
class BesideTheTicketController {

    private static final int LONGEST_KEY = 100;

    private final Tickets tickets;
    private final Bookings bookings;
    private final Opportunities opportunities;
    private final Races races;
    private final Words words;

    BesideTheTicketController(
            Tickets tickets, Bookings bookings, Opportunities opportunities, Races races, Words words) {
        this.tickets = tickets;
        this.bookings = bookings;
        this.opportunities = opportunities;
        this.races = races;
        this.words = words;
    }

    @PostMapping("/work")
    String book(
            Caller caller,
            @PathVariable String number,
            @RequestParam String minutes,
            @RequestParam(required = false) @Nullable String note,
            @RequestParam(defaultValue = "false") boolean free,
            @RequestParam String key,
            RedirectAttributes after) {
        Ticket ticket = find(caller, number, Action.BOOK_WORK);
        return doing(
                caller,
                ticket,
                after,
                "ticket.work.done",
                () -> bookings.book(
                        ticket.number(),
                        new NewWork(
                                read(minutes),
                                ActForm.text("note", note, 2_000),
                                null,
                                free ? Boolean.FALSE : null,
                                key(key))));
    }

    @PostMapping("/work/{id}/correct")
    String correct(
            Caller caller,
            @PathVariable String number,
            @PathVariable String id,
            @RequestParam String reason,
            RedirectAttributes after) {
        Ticket ticket = find(caller, number, Action.BOOK_WORK);
        Work entry = bookings.find(id)
                .filter(found -> found.ticket().equals(ticket.number()))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        if (!entry.by().equals(caller.account()) && !caller.may(Action.LEAD_TASKS)) {
            throw new AccessDeniedException("Only a lead takes back what somebody else booked");
        }
        return doing(
                caller,
                ticket,
                after,
                "ticket.work.takenBack",
                () -> bookings.correct(id, ActForm.needed("reason", ActForm.text("reason", reason, 2_000))));
    }

    @PostMapping("/opportunities")
    String note(
            Caller caller,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable String productFamily,
            @RequestParam(required = false) @Nullable String service,
            @RequestParam String note,
            @RequestParam String key,
            RedirectAttributes after) {
        Ticket ticket = find(caller, number, Action.NOTE_OPPORTUNITY);
        return doing(caller, ticket, after, "opportunity.done", () -> {
            String family = productFamily == null || productFamily.isEmpty() ? null : productFamily;
            if (family != null && !Kinds.PRODUCT_FAMILIES.contains(family)) {
                throw new Refused("productFamily", "one of " + Kinds.PRODUCT_FAMILIES, family);
            }
            opportunities.note(
                    ticket.number(),
                    new NewOpportunity(
                            family,
                            ActForm.text("service", service, 200),
                            ActForm.needed("note", ActForm.text("note", note, 4_000)),
                            key(key)));
        });
    }

    private static int read(String minutes) {
        try {
            int found = Integer.parseInt(minutes.strip());
            if (found >= 1 && found <= NewWork.MOST_MINUTES) {
                return found;
            }
        } catch (NumberFormatException wrong) {
            // said below
        }
        throw new Refused("minutes", "a whole number from 1 to " + NewWork.MOST_MINUTES, minutes);
    }

    private static String key(String found) {
        if (found.isBlank() || found.length() > LONGEST_KEY) {
            throw new Refused("key", "1 to " + LONGEST_KEY + " characters", found);
        }
        return found;
    }

    private String doing(Caller caller, Ticket ticket, RedirectAttributes after, String done, Runnable what) {
        try {
            caller.doing(
                    null,
                    () -> races.settle(() -> {
                        what.run();
                        return done;
                    }));
            after.addFlashAttribute("done", words.of(done));
        } catch (Refused | NotToCorrect refused) {
            after.addFlashAttribute("refused", words.refusal(refused));
        }
        return "redirect:/tickets/" + ticket.number();
    }

    private Ticket find(Caller caller, String number, Action action) {
        Ticket ticket = TicketNumber.parse(number)
                .flatMap(tickets::find)
                .filter(caller::sees)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        caller.needs(action);
        return ticket;
    }
}
