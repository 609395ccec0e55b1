package dev.signalbox.web.ticketpage;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.WrongState;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.workflow.Races;
import dev.signalbox.workflow.Task;
import dev.signalbox.workflow.TaskConflict;
import dev.signalbox.workflow.Tasks;
import dev.signalbox.workflow.Workflow;
import dev.signalbox.workflow.clocks.LateTruth;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The ticket page and what can be done on it. */
@Controller
@RequestMapping("/tickets/{number:[0-9]+}")
class TicketPageController {

    private final Tickets tickets;
    private final Tasks tasks;
    private final Workflow workflow;
    private final LateTruth lateTruth;
    private final TicketPages pages;
    private final BesideTheTicket beside;
    private final Composer composer;
    private final Frames frames;
    private final Races races;
    private final Words words;

    TicketPageController(
            Tickets tickets,
            Tasks tasks,
            Workflow workflow,
            LateTruth lateTruth,
            TicketPages pages,
            BesideTheTicket beside,
            Composer composer,
            Frames frames,
            Races races,
            Words words) {
        this.tickets = tickets;
        this.tasks = tasks;
        this.workflow = workflow;
        this.lateTruth = lateTruth;
        this.pages = pages;
        this.beside = beside;
        this.composer = composer;
        this.frames = frames;
        this.races = races;
        this.words = words;
    }

    @GetMapping
    String ticket(Caller caller, @PathVariable String number, Model model) {
        return show(caller, find(caller, number), model, null, Map.of(), List.of());
    }

    @PostMapping("/tasks/{id}")
    String complete(
            Caller caller,
            @PathVariable String number,
            @PathVariable String id,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            RedirectAttributes after) {
        Ticket ticket = find(caller, number);
        if (tasks.find(id).isEmpty() && (caller.may(Action.WORK_TASKS) || caller.may(Action.CUSTOMER_TASKS))) {
            return tooLate(caller, ticket, form, model, answer, words.of("ticket.late.gone"));
        }
        Task task = task(caller, ticket, id);
        try {
            caller.doing(
                    null,
                    () -> races.settle(() -> {
                        tasks.complete(id, caller.account(), caller.hands(), FormView.read(tasks.form(task), form));
                        return id;
                    }));
        } catch (Refused refused) {
            return show(caller, tickets.get(ticket.number()), model, id, form, refused.problems());
        } catch (TaskConflict conflict) {
            return tooLate(caller, ticket, form, model, answer, words.refusal(conflict));
        }
        return back(ticket, after, "done", words.of("ticket.done.task"));
    }

    /** Somebody else did the step: what they did stands, and what was typed here is shown beside it. */
    private String tooLate(
            Caller caller,
            Ticket ticket,
            Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            String why) {
        answer.setStatus(HttpStatus.CONFLICT.value());
        model.addAttribute("refused", why);
        model.addAttribute(
                "typed",
                form.entrySet().stream()
                        .filter(field -> !field.getKey().startsWith("_")
                                && !field.getValue().isBlank())
                        .map(field -> new TicketPage.Pair(words.code("act.field", field.getKey()), field.getValue()))
                        .toList());
        return show(caller, tickets.get(ticket.number()), model, null, Map.of(), List.of());
    }

    @PostMapping("/tasks/{id}/{what:claim|release}")
    String take(
            Caller caller,
            @PathVariable String number,
            @PathVariable String id,
            @PathVariable String what,
            RedirectAttributes after) {
        Ticket ticket = find(caller, number);
        task(caller, ticket, id);
        boolean claim = what.equals("claim");
        return doing(caller, ticket, after, claim ? "ticket.done.claimed" : "ticket.done.released", () -> {
            if (claim) {
                tasks.claim(id, caller.account(), caller.hands());
            } else {
                tasks.release(id, caller.account(), caller.hands());
            }
        });
    }

    @PostMapping("/reopen")
    String reopen(Caller caller, @PathVariable String number, @RequestParam String reason, RedirectAttributes after) {
        Ticket ticket = find(caller, number);
        caller.needs(Action.END_TICKET);
        return doing(caller, ticket, after, "ticket.done.reopened", () -> workflow.reopen(ticket.number(), reason));
    }

    @PostMapping("/acknowledge")
    String acknowledge(Caller caller, @PathVariable String number, RedirectAttributes after) {
        Ticket ticket = find(caller, number);
        caller.needs(Action.WORK_TASKS);
        return doing(caller, ticket, after, "ticket.done.acknowledged", () -> lateTruth.acknowledge(ticket.number()));
    }

    private String doing(Caller caller, Ticket ticket, RedirectAttributes after, String done, Runnable what) {
        try {
            caller.doing(
                    null,
                    () -> races.settle(() -> {
                        what.run();
                        return done;
                    }));
        } catch (Refused | WrongState | TaskConflict refused) {
            return back(ticket, after, "refused", words.refusal(refused));
        }
        return back(ticket, after, "done", words.of(done));
    }

    private static String back(Ticket ticket, RedirectAttributes after, String name, String text) {
        after.addFlashAttribute(name, text);
        return "redirect:/tickets/" + ticket.number();
    }

    private String show(
            Caller caller,
            Ticket ticket,
            Model model,
            @Nullable String wrongTask,
            Map<String, String> filled,
            List<Problem> problems) {
        model.addAttribute("frame", frames.of(caller, "ticket", null));
        model.addAttribute("view", pages.of(caller, ticket, wrongTask, filled, problems));
        model.addAttribute("wrongTask", wrongTask);
        model.addAttribute("beside", beside.of(caller, ticket));
        model.addAttribute("composer", composer.of(caller, ticket));
        return "ticketpage/ticket";
    }

    private Task task(Caller caller, Ticket ticket, String id) {
        return tasks.find(id)
                .filter(caller::works)
                .filter(found -> found.ticket().equals(ticket.number()))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private Ticket find(Caller caller, String number) {
        return TicketNumber.parse(number)
                .flatMap(tickets::find)
                .filter(caller::sees)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
