package dev.signalbox.web.ticketpage;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.frame.Codes;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.CustomerAccess;
import dev.signalbox.workflow.Correction;
import dev.signalbox.workflow.Corrections;
import dev.signalbox.workflow.Interventions;
import dev.signalbox.workflow.Workflow;
import dev.signalbox.workflow.clocks.LateTruth;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Sets a ticket right from its page: facts, stage, and what should have been one ticket or two. */
@Controller
@RequestMapping("/tickets/{number:[0-9]+}")
class ActsController {

    private final Tickets tickets;
    private final Corrections corrections;
    private final Interventions interventions;
    private final Workflow workflow;
    private final LateTruth lateTruth;
    private final CustomerAccess customers;
    private final Acts acts;
    private final Dialogs dialogs;

    ActsController(
            Tickets tickets,
            Corrections corrections,
            Interventions interventions,
            Workflow workflow,
            LateTruth lateTruth,
            CustomerAccess customers,
            Acts acts,
            Dialogs dialogs) {
        this.tickets = tickets;
        this.corrections = corrections;
        this.interventions = interventions;
        this.workflow = workflow;
        this.lateTruth = lateTruth;
        this.customers = customers;
        this.acts = acts;
        this.dialogs = dialogs;
    }

    @GetMapping("/correct")
    String correct(Caller caller, @PathVariable String number, Model model) {
        Ticket ticket = dialogs.find(caller, number, Action.CORRECT);
        return dialogs.show(caller, model, correcting(caller).draw(ticket, Map.of(), List.of(), List.of()));
    }

    @PostMapping("/correct")
    String correct(
            Caller caller,
            @PathVariable String number,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            RedirectAttributes after) {
        Ticket ticket = dialogs.find(caller, number, Action.CORRECT);
        Map<String, String> seen = ActForm.seen(form);
        Map<String, String> wanted = new LinkedHashMap<>();
        seen.forEach((field, was) -> {
            String found = form.getOrDefault(field, was);
            if (!found.equals(was) && !found.isEmpty()) {
                wanted.put(field, found);
            }
        });
        return dialogs.doing(caller, ticket, form, model, answer, after, "act.correct.done", correcting(caller), () -> {
            Ticket now = tickets.lock(ticket.number()).orElseThrow();
            Meanwhile.refuse(seen, Acts.facts(now), wanted);
            String reason = ActForm.reason(form);
            Correction correction = correction(wanted);
            if (correction.severity() != null) {
                caller.needs(Action.CHANGE_SEVERITY);
            }
            if (correction.issueClass() != null && !corrections.isTriaged(ticket.number())) {
                caller.needs(Action.OVERRIDE);
            }
            String customer = correction.customerId();
            if (customer != null && customers.find(caller, customer).isEmpty()) {
                throw new Refused("customerId", "a known customer", customer);
            }
            corrections.correct(ticket.number(), correction, reason);
            return ticket.number();
        });
    }

    private Dialogs.Drawing correcting(Caller caller) {
        return (now, filled, problems, clashes) -> dialogs.act(
                now,
                "correct",
                "/tickets/" + now.number() + "/correct",
                Acts.facts(now),
                acts.correctable(caller, now, filled, problems),
                clashes,
                null);
    }

    private static Correction correction(Map<String, String> wanted) {
        String commit = wanted.get("commit24x7");
        return new Correction(
                wanted.get("customerId"),
                wanted.get("subscriptionId"),
                ActForm.oneOf(wanted, "productFamily", Codes.FAMILIES),
                null,
                ActForm.oneOf(wanted, "reportedCategory", Codes.CATEGORIES),
                ActForm.oneOf(wanted, "businessImpact", Codes.IMPACTS),
                ActForm.oneOf(wanted, "environment", Codes.ENVIRONMENTS),
                commit == null ? null : Boolean.valueOf(commit),
                ActForm.oneOf(wanted, "severity", Codes.SEVERITIES),
                ActForm.oneOf(wanted, "issueClass", Codes.ISSUE_CLASSES));
    }

    @GetMapping("/move")
    String move(Caller caller, @PathVariable String number, Model model) {
        Ticket ticket = dialogs.find(caller, number, Action.MOVE_TICKET);
        return dialogs.show(caller, model, moving().draw(ticket, Map.of(), List.of(), List.of()));
    }

    @PostMapping("/move")
    String move(
            Caller caller,
            @PathVariable String number,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            RedirectAttributes after) {
        Ticket ticket = dialogs.find(caller, number, Action.MOVE_TICKET);
        return dialogs.doing(caller, ticket, form, model, answer, after, "act.move.done", moving(), () -> {
            Ticket now = tickets.lock(ticket.number()).orElseThrow();
            String stage = ActForm.needed(
                    "stage",
                    ActForm.oneOf(
                            form,
                            "stage",
                            Interventions.STAGES.stream().map(TicketState::name).toList()));
            Meanwhile.refuse(ActForm.seen(form), Map.of("stage", now.state().name()), Map.of("stage", stage));
            interventions.move(
                    ticket.number(),
                    TicketState.valueOf(stage),
                    ActForm.text(form, "question", 4_000),
                    ActForm.reason(form));
            return ticket.number();
        });
    }

    private Dialogs.Drawing moving() {
        return (now, filled, problems, clashes) -> dialogs.act(
                now,
                "move",
                "/tickets/" + now.number() + "/move",
                Map.of("stage", now.state().name()),
                acts.movable(now, filled, problems),
                clashes,
                null);
    }

    /** For whom the ticket waited, said afterwards. */
    @GetMapping("/waiting")
    String waiting(Caller caller, @PathVariable String number, Model model) {
        Ticket ticket = dialogs.find(caller, number, Action.WORK_TASKS);
        return dialogs.show(caller, model, waiting().draw(ticket, Map.of(), List.of(), List.of()));
    }

    @PostMapping("/waiting")
    String waiting(
            Caller caller,
            @PathVariable String number,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            RedirectAttributes after) {
        Ticket ticket = dialogs.find(caller, number, Action.WORK_TASKS);
        return dialogs.doing(caller, ticket, form, model, answer, after, "act.waiting.done", waiting(), () -> {
            String party = ActForm.needed(
                    "party",
                    ActForm.oneOf(
                            form,
                            "party",
                            Arrays.stream(LateTruth.Party.values())
                                    .map(Enum::name)
                                    .toList()));
            Instant since = ActForm.time("since", ActForm.needed("since", ActForm.text(form, "since", 40)));
            String end = ActForm.text(form, "until", 40);
            lateTruth.waitingSince(
                    ticket.number(),
                    LateTruth.Party.valueOf(party),
                    since,
                    end == null ? null : ActForm.time("until", end),
                    ActForm.reason(form));
            return ticket.number();
        });
    }

    private Dialogs.Drawing waiting() {
        return (now, filled, problems, clashes) -> dialogs.act(
                now,
                "waiting",
                "/tickets/" + now.number() + "/waiting",
                Map.of(),
                acts.waitable(filled, problems),
                clashes,
                null);
    }

    @GetMapping("/split")
    String split(Caller caller, @PathVariable String number, Model model) {
        Ticket ticket = dialogs.find(caller, number, Action.MOVE_TICKET);
        return dialogs.show(caller, model, splitting().draw(ticket, Map.of(), List.of(), List.of()));
    }

    @PostMapping("/split")
    String split(
            Caller caller,
            @PathVariable String number,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            RedirectAttributes after) {
        Ticket ticket = dialogs.find(caller, number, Action.MOVE_TICKET);
        return dialogs.doing(
                caller,
                ticket,
                form,
                model,
                answer,
                after,
                "act.split.done",
                splitting(),
                () -> interventions.split(
                        ticket.number(),
                        caller.source(),
                        ActForm.needed("title", ActForm.text(form, "title", 500)),
                        ActForm.needed("description", ActForm.text(form, "description", 200_000)),
                        ActForm.oneOf(form, "reportedCategory", Codes.CATEGORIES),
                        ActForm.oneOf(form, "productFamily", Codes.FAMILIES),
                        ActForm.reason(form)));
    }

    private Dialogs.Drawing splitting() {
        return (now, filled, problems, clashes) -> dialogs.act(
                now,
                "split",
                "/tickets/" + now.number() + "/split",
                Map.of(),
                acts.splittable(now, filled, problems),
                clashes,
                null);
    }

    @GetMapping("/merge")
    String merge(
            Caller caller, @PathVariable String number, @RequestParam(defaultValue = "") String into, Model model) {
        Ticket ticket = dialogs.find(caller, number, Action.END_TICKET);
        return dialogs.show(caller, model, merging(caller).draw(ticket, Map.of("into", into), List.of(), List.of()));
    }

    @PostMapping("/merge")
    String merge(
            Caller caller,
            @PathVariable String number,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            RedirectAttributes after) {
        Ticket ticket = dialogs.find(caller, number, Action.END_TICKET);
        return dialogs.doing(caller, ticket, form, model, answer, after, "act.merge.done", merging(caller), () -> {
            String into = ActForm.needed("into", ActForm.text(form, "into", 20));
            TicketNumber target = TicketNumber.parse(into)
                    .filter(known -> tickets.find(known).filter(caller::sees).isPresent())
                    .orElseThrow(() -> new Refused("into", "the number of a known ticket", into));
            workflow.merge(ticket.number(), target, ActForm.reason(form));
            return target;
        });
    }

    private Dialogs.Drawing merging(Caller caller) {
        return (now, filled, problems, clashes) -> dialogs.act(
                now,
                "merge",
                "/tickets/" + now.number() + "/merge",
                Map.of(),
                acts.mergeable(caller, now, filled, problems),
                clashes,
                null);
    }
}
