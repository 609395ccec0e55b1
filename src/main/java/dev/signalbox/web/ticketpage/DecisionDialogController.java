package dev.signalbox.web.ticketpage;

import dev.signalbox.access.Action;
import dev.signalbox.decision.Alternatives;
import dev.signalbox.decision.DecisionRecord;
import dev.signalbox.decision.DecisionRecords;
import dev.signalbox.decision.PersonsAnswer;
import dev.signalbox.decision.PersonsAnswers;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.ticketpage.ActPage.Made;
import dev.signalbox.web.ticketpage.TicketPage.Field;
import dev.signalbox.web.ticketpage.TicketPage.Why;
import dev.signalbox.workflow.Interventions;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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

/** A decision of a ticket in a dialog: why, what would change it, and the way to answer in its place. */
@Controller
@RequestMapping("/tickets/{number:[0-9]+}/decisions/{id}")
class DecisionDialogController {

    private final Tickets tickets;
    private final Interventions interventions;
    private final DecisionRecords decisions;
    private final PersonsAnswers persons;
    private final Alternatives alternatives;
    private final DecisionWords decisionWords;
    private final Acts acts;
    private final Dialogs dialogs;
    private final Words words;

    DecisionDialogController(
            Tickets tickets,
            Interventions interventions,
            DecisionRecords decisions,
            PersonsAnswers persons,
            Alternatives alternatives,
            DecisionWords decisionWords,
            Acts acts,
            Dialogs dialogs,
            Words words) {
        this.tickets = tickets;
        this.interventions = interventions;
        this.decisions = decisions;
        this.persons = persons;
        this.alternatives = alternatives;
        this.decisionWords = decisionWords;
        this.acts = acts;
        this.dialogs = dialogs;
        this.words = words;
    }

    /** Why a decision answered as it did, what is nearest to it, and the way to answer in its place. */
    @GetMapping
    String why(Caller caller, @PathVariable String number, @PathVariable String id, Model model) {
        Ticket ticket = dialogs.find(caller, number, Action.SEE_TICKETS);
        return dialogs.show(caller, model, overriding(caller, id).draw(ticket, Map.of(), List.of(), List.of()));
    }

    @PostMapping
    String override(
            Caller caller,
            @PathVariable String number,
            @PathVariable String id,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            RedirectAttributes after) {
        Ticket ticket = dialogs.find(caller, number, Action.OVERRIDE);
        DecisionRecord record = record(ticket, id);
        return dialogs.doing(
                caller, ticket, form, model, answer, after, "act.override.done", overriding(caller, id), () -> {
                    Ticket now = tickets.lock(ticket.number()).orElseThrow();
                    Map<String, String> outputs = Objects.requireNonNullElse(
                                    Interventions.OVERRIDABLE.get(record.key()), Map.<String, Object>of())
                            .keySet()
                            .stream()
                            .filter(form::containsKey)
                            .collect(Collectors.toMap(output -> output, output -> form.getOrDefault(output, "")));
                    Meanwhile.refuse(ActForm.seen(form), standing(now, record), outputs);
                    interventions.override(ticket.number(), id, outputs, ActForm.reason(form));
                    return ticket.number();
                });
    }

    private Dialogs.Drawing overriding(Caller caller, String id) {
        return (now, filled, problems, clashes) -> {
            DecisionRecord record = record(now, id);
            Made made = made(caller, now, record);
            Map<String, String> standing = standing(now, record);
            List<Field> fields = made.mayOverride()
                    ? acts.overridable(
                            record.key(), standing.values().stream().findFirst().orElse(""), filled, problems)
                    : List.of();
            return dialogs.act(
                    now,
                    "override",
                    "/tickets/" + now.number() + "/decisions/" + id,
                    made.mayOverride() ? standing : Map.of(),
                    fields,
                    clashes,
                    made);
        };
    }

    private Made made(Caller caller, Ticket ticket, DecisionRecord record) {
        Why why = decisionWords.why(record);
        boolean newest = decisions
                .newest(ticket.number().value(), record.key())
                .filter(one -> one.id().equals(record.id()))
                .isPresent();
        boolean open = !ticket.state().isOver() && ticket.state() != TicketState.RESOLVED;
        return new Made(
                decisionWords.name(record),
                why.answer(),
                why.rules(),
                why.inputs(),
                decisionWords.nearest(record, alternatives.of(record)),
                persons.of(ticket.number().value()).stream()
                        .filter(answer -> answer.id().equals(record.override()))
                        .findFirst()
                        .map(answer -> told(answer))
                        .orElse(null),
                newest && open && caller.may(Action.OVERRIDE) && Interventions.OVERRIDABLE.containsKey(record.key()));
    }

    private String told(PersonsAnswer answer) {
        return words.of("decision.overridden", decisionWords.answer(answer.outputs()), answer.actor());
    }

    /** What holds in place of the decision's one output that a person may answer. */
    private static Map<String, String> standing(Ticket ticket, DecisionRecord record) {
        String now = Interventions.standing(ticket, record.key());
        return Optional.ofNullable(Interventions.OVERRIDABLE.get(record.key()))
                .map(output -> Map.of(output.keySet().iterator().next(), Objects.toString(now, "")))
                .orElse(Map.of());
    }

    private DecisionRecord record(Ticket ticket, String id) {
        return decisions.of(ticket.number().value()).stream()
                .filter(made -> made.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
