package dev.signalbox.web.ticketpage;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineEntry;
import dev.signalbox.ticket.WrongState;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.ticketpage.ActPage.Clash;
import dev.signalbox.web.ticketpage.ActPage.Made;
import dev.signalbox.web.ticketpage.TicketPage.Field;
import dev.signalbox.workflow.NotInThisFlow;
import dev.signalbox.workflow.Races;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What all dialogs of a ticket share: how they are found, drawn, done and drawn again where they were refused. */
@Component
class Dialogs {

    private final Tickets tickets;
    private final Acts acts;
    private final Frames frames;
    private final Races races;
    private final Words words;

    Dialogs(Tickets tickets, Acts acts, Frames frames, Races races, Words words) {
        this.tickets = tickets;
        this.acts = acts;
        this.frames = frames;
        this.races = races;
        this.words = words;
    }

    /** A dialog as it is drawn the first time and again when it was refused. */
    interface Drawing {
        ActPage draw(Ticket now, Map<String, String> filled, List<Problem> problems, List<Clash> clashes);
    }

    /** The ticket where the caller, one of the staff, sees it and may do this. */
    Ticket find(Caller caller, String number, Action action) {
        Ticket ticket = TicketNumber.parse(number)
                .flatMap(tickets::find)
                .filter(caller::sees)
                .filter(seen -> !caller.isCustomer())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        caller.needs(action);
        return ticket;
    }

    ActPage act(
            Ticket ticket,
            String name,
            String path,
            Map<String, String> seen,
            List<Field> fields,
            List<Clash> clashes,
            @Nullable Made why) {
        return new ActPage(
                ticket.number().toString(),
                ticket.title(),
                why == null ? words.of("act." + name) : why.name(),
                words.of("act." + name + ".hint"),
                path,
                words.of("act." + name + ".go"),
                Acts.seen(seen),
                fields,
                clashes,
                why);
    }

    String doing(
            Caller caller,
            Ticket ticket,
            Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            RedirectAttributes after,
            String done,
            Drawing drawing,
            Supplier<TicketNumber> what) {
        TicketNumber leadsTo;
        try {
            leadsTo = caller.doing(null, () -> races.settle(what));
        } catch (Refused refused) {
            answer.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("refused", words.refusal(refused));
            return show(caller, model, drawing.draw(tickets.get(ticket.number()), form, refused.problems(), List.of()));
        } catch (Meanwhile meanwhile) {
            answer.setStatus(HttpStatus.CONFLICT.value());
            Ticket now = tickets.get(ticket.number());
            return show(caller, model, drawing.draw(now, form, List.of(), clashes(now, meanwhile)));
        } catch (WrongState | NotInThisFlow conflict) {
            after.addFlashAttribute("refused", words.refusal(conflict));
            return "redirect:/tickets/" + ticket.number();
        }
        after.addFlashAttribute("done", words.of(done));
        return "redirect:/tickets/" + leadsTo;
    }

    private List<Clash> clashes(Ticket now, Meanwhile meanwhile) {
        List<TimelineEntry> story =
                tickets.timeline(now.number(), 0, 2_000).items().reversed();
        return meanwhile.both().stream()
                .map(both -> new Clash(
                        acts.label(both.field()),
                        acts.told(now, both.field(), both.before()),
                        acts.told(now, both.field(), both.theirs()),
                        story.stream()
                                .filter(entry -> tells(entry, both.field()))
                                .findFirst()
                                .map(TimelineEntry::actor)
                                .orElse(""),
                        acts.told(now, both.field(), both.yours())))
                .toList();
    }

    private static boolean tells(TimelineEntry entry, String field) {
        return switch (entry.type()) {
            case CORRECTED -> field.equals(entry.data().get("field"));
            case STATE_CHANGED -> field.equals("stage");
            case DECISION_OVERRIDDEN ->
                entry.data().get("outputs") instanceof Map<?, ?> outputs && outputs.containsKey(field);
            default -> false;
        };
    }

    String show(Caller caller, Model model, ActPage act) {
        model.addAttribute("frame", frames.of(caller, "ticket", null));
        model.addAttribute("act", act);
        return "ticketpage/act";
    }
}
