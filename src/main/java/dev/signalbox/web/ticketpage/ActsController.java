package dev.signalbox.web.ticketpage;

import dev.signalbox.access.Action;
import dev.signalbox.decision.Alternatives;
import dev.signalbox.decision.DecisionRecord;
import dev.signalbox.decision.DecisionRecords;
import dev.signalbox.decision.PersonsAnswer;
import dev.signalbox.decision.PersonsAnswers;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineEntry;
import dev.signalbox.ticket.WrongState;
import dev.signalbox.web.frame.Codes;
import dev.signalbox.web.frame.Frames;
import dev.signalbox.web.frame.Times;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.CustomerAccess;
import dev.signalbox.web.ticketpage.ActPage.Clash;
import dev.signalbox.web.ticketpage.ActPage.Made;
import dev.signalbox.web.ticketpage.TicketPage.Field;
import dev.signalbox.web.ticketpage.TicketPage.Why;
import dev.signalbox.workflow.Correction;
import dev.signalbox.workflow.Corrections;
import dev.signalbox.workflow.Interventions;
import dev.signalbox.workflow.NotInThisFlow;
import dev.signalbox.workflow.Races;
import dev.signalbox.workflow.Workflow;
import dev.signalbox.workflow.clocks.LateTruth;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

/** Sets a ticket right from its page: facts, stage, decisions, and what should have been one ticket or two. */
@Controller
@RequestMapping("/tickets/{number:[0-9]+}")
class ActsController {

    private final Tickets tickets;
    private final Corrections corrections;
    private final Interventions interventions;
    private final Workflow workflow;
    private final LateTruth lateTruth;
    private final DecisionRecords decisions;
    private final PersonsAnswers persons;
    private final Alternatives alternatives;
    private final DecisionWords decisionWords;
    private final CustomerAccess customers;
    private final Acts acts;
    private final Frames frames;
    private final Races races;
    private final Words words;

    ActsController(
            Tickets tickets,
            Corrections corrections,
            Interventions interventions,
            Workflow workflow,
            LateTruth lateTruth,
            DecisionRecords decisions,
            PersonsAnswers persons,
            Alternatives alternatives,
            DecisionWords decisionWords,
            CustomerAccess customers,
            Acts acts,
            Frames frames,
            Races races,
            Words words) {
        this.tickets = tickets;
        this.corrections = corrections;
        this.interventions = interventions;
        this.workflow = workflow;
        this.lateTruth = lateTruth;
        this.decisions = decisions;
        this.persons = persons;
        this.alternatives = alternatives;
        this.decisionWords = decisionWords;
        this.customers = customers;
        this.acts = acts;
        this.frames = frames;
        this.races = races;
        this.words = words;
    }

    /** A dialog as it is drawn the first time and again when it was refused. */
    private interface Drawing {
        ActPage draw(Ticket now, Map<String, String> filled, List<Problem> problems, List<Clash> clashes);
    }

    @GetMapping("/correct")
    String correct(Caller caller, @PathVariable String number, Model model) {
        Ticket ticket = find(caller, number, Action.CORRECT);
        return show(caller, model, correcting(caller).draw(ticket, Map.of(), List.of(), List.of()));
    }

    @PostMapping("/correct")
    String correct(
            Caller caller,
            @PathVariable String number,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            RedirectAttributes after) {
        Ticket ticket = find(caller, number, Action.CORRECT);
        Map<String, String> seen = seen(form);
        Map<String, String> wanted = new LinkedHashMap<>();
        seen.forEach((field, was) -> {
            String found = form.getOrDefault(field, was);
            if (!found.equals(was) && !found.isEmpty()) {
                wanted.put(field, found);
            }
        });
        return doing(caller, ticket, form, model, answer, after, "act.correct.done", correcting(caller), () -> {
            Ticket now = tickets.lock(ticket.number()).orElseThrow();
            Meanwhile.refuse(seen, Acts.facts(now), wanted);
            String reason = reason(form);
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

    private Drawing correcting(Caller caller) {
        return (now, filled, problems, clashes) -> act(
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
                oneOf(wanted, "productFamily", Codes.FAMILIES),
                null,
                oneOf(wanted, "reportedCategory", Codes.CATEGORIES),
                oneOf(wanted, "businessImpact", Codes.IMPACTS),
                oneOf(wanted, "environment", Codes.ENVIRONMENTS),
                commit == null ? null : Boolean.valueOf(commit),
                oneOf(wanted, "severity", Codes.SEVERITIES),
                oneOf(wanted, "issueClass", Codes.ISSUE_CLASSES));
    }

    @GetMapping("/move")
    String move(Caller caller, @PathVariable String number, Model model) {
        Ticket ticket = find(caller, number, Action.MOVE_TICKET);
        return show(caller, model, moving().draw(ticket, Map.of(), List.of(), List.of()));
    }

    @PostMapping("/move")
    String move(
            Caller caller,
            @PathVariable String number,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            RedirectAttributes after) {
        Ticket ticket = find(caller, number, Action.MOVE_TICKET);
        return doing(caller, ticket, form, model, answer, after, "act.move.done", moving(), () -> {
            Ticket now = tickets.lock(ticket.number()).orElseThrow();
            String stage = needed(
                    "stage",
                    oneOf(
                            form,
                            "stage",
                            Interventions.STAGES.stream().map(TicketState::name).toList()));
            Meanwhile.refuse(seen(form), Map.of("stage", now.state().name()), Map.of("stage", stage));
            interventions.move(
                    ticket.number(), TicketState.valueOf(stage), text(form, "question", 4_000), reason(form));
            return ticket.number();
        });
    }

    private Drawing moving() {
        return (now, filled, problems, clashes) -> act(
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
        Ticket ticket = find(caller, number, Action.WORK_TASKS);
        return show(caller, model, waiting().draw(ticket, Map.of(), List.of(), List.of()));
    }

    @PostMapping("/waiting")
    String waiting(
            Caller caller,
            @PathVariable String number,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            RedirectAttributes after) {
        Ticket ticket = find(caller, number, Action.WORK_TASKS);
        return doing(caller, ticket, form, model, answer, after, "act.waiting.done", waiting(), () -> {
            String party = needed(
                    "party",
                    oneOf(
                            form,
                            "party",
                            Arrays.stream(LateTruth.Party.values())
                                    .map(Enum::name)
                                    .toList()));
            Instant since = time("since", needed("since", text(form, "since", 40)));
            String end = text(form, "until", 40);
            lateTruth.waitingSince(
                    ticket.number(),
                    LateTruth.Party.valueOf(party),
                    since,
                    end == null ? null : time("until", end),
                    reason(form));
            return ticket.number();
        });
    }

    private Drawing waiting() {
        return (now, filled, problems, clashes) -> act(
                now,
                "waiting",
                "/tickets/" + now.number() + "/waiting",
                Map.of(),
                acts.waitable(filled, problems),
                clashes,
                null);
    }

    private static Instant time(String field, String typed) {
        try {
            return Instant.parse(Times.read(typed));
        } catch (DateTimeParseException noTime) {
            throw new Refused(field, "a time such as " + Times.example(), typed);
        }
    }

    @GetMapping("/split")
    String split(Caller caller, @PathVariable String number, Model model) {
        Ticket ticket = find(caller, number, Action.MOVE_TICKET);
        return show(caller, model, splitting().draw(ticket, Map.of(), List.of(), List.of()));
    }

    @PostMapping("/split")
    String split(
            Caller caller,
            @PathVariable String number,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            RedirectAttributes after) {
        Ticket ticket = find(caller, number, Action.MOVE_TICKET);
        return doing(
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
                        needed("title", text(form, "title", 500)),
                        needed("description", text(form, "description", 200_000)),
                        oneOf(form, "reportedCategory", Codes.CATEGORIES),
                        oneOf(form, "productFamily", Codes.FAMILIES),
                        reason(form)));
    }

    private Drawing splitting() {
        return (now, filled, problems, clashes) -> act(
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
        Ticket ticket = find(caller, number, Action.END_TICKET);
        return show(caller, model, merging(caller).draw(ticket, Map.of("into", into), List.of(), List.of()));
    }

    @PostMapping("/merge")
    String merge(
            Caller caller,
            @PathVariable String number,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            RedirectAttributes after) {
        Ticket ticket = find(caller, number, Action.END_TICKET);
        return doing(caller, ticket, form, model, answer, after, "act.merge.done", merging(caller), () -> {
            String into = needed("into", text(form, "into", 20));
            TicketNumber target = TicketNumber.parse(into)
                    .filter(known -> tickets.find(known).filter(caller::sees).isPresent())
                    .orElseThrow(() -> new Refused("into", "the number of a known ticket", into));
            workflow.merge(ticket.number(), target, reason(form));
            return target;
        });
    }

    private Drawing merging(Caller caller) {
        return (now, filled, problems, clashes) -> act(
                now,
                "merge",
                "/tickets/" + now.number() + "/merge",
                Map.of(),
                acts.mergeable(caller, now, filled, problems),
                clashes,
                null);
    }

    /** Why a decision answered as it did, what is nearest to it, and the way to answer in its place. */
    @GetMapping("/decisions/{id}")
    String why(Caller caller, @PathVariable String number, @PathVariable String id, Model model) {
        Ticket ticket = find(caller, number, Action.SEE_TICKETS);
        return show(caller, model, overriding(caller, id).draw(ticket, Map.of(), List.of(), List.of()));
    }

    @PostMapping("/decisions/{id}")
    String override(
            Caller caller,
            @PathVariable String number,
            @PathVariable String id,
            @RequestParam Map<String, String> form,
            Model model,
            HttpServletResponse answer,
            RedirectAttributes after) {
        Ticket ticket = find(caller, number, Action.OVERRIDE);
        DecisionRecord record = record(ticket, id);
        return doing(caller, ticket, form, model, answer, after, "act.override.done", overriding(caller, id), () -> {
            Ticket now = tickets.lock(ticket.number()).orElseThrow();
            Map<String, String> outputs = Objects.requireNonNullElse(
                            Interventions.OVERRIDABLE.get(record.key()), Map.<String, Object>of())
                    .keySet()
                    .stream()
                    .filter(form::containsKey)
                    .collect(Collectors.toMap(output -> output, output -> form.getOrDefault(output, "")));
            Meanwhile.refuse(seen(form), standing(now, record), outputs);
            interventions.override(ticket.number(), id, outputs, reason(form));
            return ticket.number();
        });
    }

    private Drawing overriding(Caller caller, String id) {
        return (now, filled, problems, clashes) -> {
            DecisionRecord record = record(now, id);
            Made made = made(caller, now, record);
            Map<String, String> standing = standing(now, record);
            List<Field> fields = made.mayOverride()
                    ? acts.overridable(
                            record.key(), standing.values().stream().findFirst().orElse(""), filled, problems)
                    : List.of();
            return act(
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
        String now =
                switch (record.key()) {
                    case "issue-class" -> ticket.issueClass();
                    case "severity" -> ticket.severity();
                    case "outage-gate" -> ticket.outageAction();
                    case "support-boundary" -> ticket.boundary();
                    case "handling-party" -> ticket.handlingParty();
                    case "choose-vehicle" -> ticket.vehicle();
                    case "assign-queue" -> ticket.queue();
                    default -> null;
                };
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

    private ActPage act(
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

    private String doing(
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

    private String show(Caller caller, Model model, ActPage act) {
        model.addAttribute("frame", frames.of(caller, "ticket", null));
        model.addAttribute("act", act);
        return "ticketpage/act";
    }

    private static Map<String, String> seen(Map<String, String> form) {
        Map<String, String> seen = new LinkedHashMap<>();
        form.forEach((name, value) -> {
            if (name.startsWith("was.")) {
                seen.put(name.substring(4), value);
            }
        });
        return seen;
    }

    private static String reason(Map<String, String> form) {
        return needed("reason", text(form, "reason", 2_000));
    }

    private static String needed(String field, @Nullable String found) {
        return Optional.ofNullable(found).orElseThrow(() -> new Refused(field, "a text", "nothing"));
    }

    private static @Nullable String text(Map<String, String> form, String field, int longest) {
        String found = form.getOrDefault(field, "").replace("\r\n", "\n").strip();
        if (found.isEmpty()) {
            return null;
        }
        if (found.length() > longest) {
            throw new Refused(field, "at most " + longest + " characters", found.length() + " characters");
        }
        if (found.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
            throw new Refused(field, "text without control characters", found);
        }
        return found;
    }

    private static @Nullable String oneOf(Map<String, String> form, String field, List<String> known) {
        String found = form.getOrDefault(field, "");
        if (!found.isEmpty() && !known.contains(found)) {
            throw new Refused(field, "one of " + known, found);
        }
        return found.isEmpty() ? null : found;
    }

    private Ticket find(Caller caller, String number, Action action) {
        Ticket ticket = TicketNumber.parse(number)
                .flatMap(tickets::find)
                .filter(caller::sees)
                .filter(seen -> !caller.isCustomer())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        caller.needs(action);
        return ticket;
    }
}
