package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.customer.Customer;
import dev.signalbox.decision.DecisionRecord;
import dev.signalbox.decision.DecisionRecords;
import dev.signalbox.decision.PersonsAnswer;
import dev.signalbox.decision.PersonsAnswers;
import dev.signalbox.messaging.Schemas;
import dev.signalbox.messaging.TicketRequests;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketFilter;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineEntry;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.CustomerAccess;
import dev.signalbox.workflow.Correction;
import dev.signalbox.workflow.Corrections;
import dev.signalbox.workflow.Races;
import dev.signalbox.workflow.Reaction;
import dev.signalbox.workflow.TicketRequest;
import dev.signalbox.workflow.Workflow;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Tickets: request, list, read, write to, end. */
@RestController
@RequestMapping("/api/tickets")
class TicketsController {

    private final Tickets tickets;
    private final CustomerAccess customers;
    private final TicketAccess access;
    private final Messages messages;
    private final DecisionRecords decisions;
    private final PersonsAnswers persons;
    private final Workflow workflow;
    private final Corrections corrections;
    private final Schemas schemas;
    private final Idempotency idempotency;
    private final Races races;

    TicketsController(
            Tickets tickets,
            CustomerAccess customers,
            TicketAccess access,
            Messages messages,
            DecisionRecords decisions,
            PersonsAnswers persons,
            Workflow workflow,
            Corrections corrections,
            Schemas schemas,
            Idempotency idempotency,
            Races races) {
        this.tickets = tickets;
        this.customers = customers;
        this.access = access;
        this.messages = messages;
        this.decisions = decisions;
        this.persons = persons;
        this.workflow = workflow;
        this.corrections = corrections;
        this.schemas = schemas;
        this.idempotency = idempotency;
        this.races = races;
    }

    @PostMapping
    ResponseEntity<TicketView> request(
            Caller caller,
            @RequestBody JsonNode body,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        caller.needs(Action.REQUEST_TICKET);
        schemas.check(TicketRequests.TYPE, body);
        TicketRequest request = TicketRequests.read(
                body,
                caller.source(),
                body.path("externalReference").isString()
                        ? body.path("externalReference").stringValue()
                        : null);
        customers.mayRequest(caller, request);
        Ticket ticket = caller.doing(
                key,
                () -> races.settle(() -> {
                    Optional<TicketNumber> before =
                            key == null ? Optional.empty() : idempotency.find(caller.account(), key, body);
                    TicketNumber number = before.orElseGet(() -> opened(caller, request, key, body));
                    return tickets.get(number);
                }));
        return ResponseEntity.created(URI.create("/api/tickets/" + ticket.number()))
                .body(TicketView.of(caller, ticket));
    }

    private TicketNumber opened(Caller caller, TicketRequest request, @Nullable String key, JsonNode body) {
        Reaction reaction = workflow.requested(request);
        TicketNumber number = Objects.requireNonNull(reaction.ticket());
        if (key != null) {
            idempotency.keep(caller.account(), key, body, number);
        }
        return number;
    }

    @GetMapping
    Page<TicketView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable List<String> state,
            @RequestParam(required = false) @Nullable String customer,
            @RequestParam(required = false) @Nullable String queue,
            @RequestParam(required = false) @Nullable String assignee,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String externalReference,
            @RequestParam(required = false) @Nullable Instant updatedSince,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        caller.needs(Action.SEE_TICKETS);
        Paging paging = new Paging(page, size);
        String wanted = customer == null
                ? null
                : customers.find(caller, customer).map(Customer::id).orElse(customer);
        TicketFilter filter = new TicketFilter(
                states(state), null, wanted, queue, assignee, severity, externalReference, updatedSince, q, sort);
        String own = caller.customerId();
        if (own != null) {
            if (wanted != null && !wanted.equals(own)) {
                return new Page<>(List.of(), page, size, 0);
            }
        }
        filter = filter.within(caller.partnerId(), own);
        Page<Ticket> found = tickets.list(filter, paging.page(), paging.size());
        return new Page<>(
                found.items().stream().map(one -> TicketView.of(caller, one)).toList(),
                found.page(),
                found.size(),
                found.total());
    }

    private static List<TicketState> states(@Nullable List<String> wanted) {
        List<TicketState> states = new ArrayList<>();
        for (String one : wanted == null ? List.<String>of() : wanted) {
            try {
                states.add(TicketState.valueOf(one));
            } catch (IllegalArgumentException unknown) {
                throw new Refused("state", "one of " + Arrays.toString(TicketState.values()), one);
            }
        }
        return states;
    }

    @GetMapping("/{number}")
    TicketView ticket(Caller caller, @PathVariable String number) {
        return TicketView.of(caller, access.find(caller, number));
    }

    @GetMapping("/{number}/timeline")
    Page<EntryView> timeline(
            Caller caller,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "200") int size) {
        Paging paging = new Paging(page, size);
        Ticket ticket = access.find(caller, number);
        Page<TimelineEntry> found = tickets.timeline(ticket.number(), paging.page(), paging.size());
        return new Page<>(
                found.items().stream()
                        .filter(entry -> caller.sees(ticket, entry))
                        .map(EntryView::of)
                        .toList(),
                found.page(),
                found.size(),
                found.total());
    }

    @GetMapping("/{number}/decisions")
    Page<DecisionView> decisions(Caller caller, @PathVariable String number) {
        Ticket ticket = access.find(caller, number);
        if (caller.isCustomer()) {
            return new Page<>(List.of(), 0, 200, 0);
        }
        Map<String, PersonsAnswer> answers = persons.of(ticket.number().value()).stream()
                .collect(Collectors.toMap(PersonsAnswer::id, Function.identity()));
        List<DecisionView> made = decisions.of(ticket.number().value()).stream()
                .map(one -> DecisionView.of(one, one.override() == null ? null : answers.get(one.override())))
                .toList();
        return new Page<>(made, 0, Math.max(made.size(), 200), made.size());
    }

    @GetMapping("/{number}/messages")
    Page<MessageView> messages(Caller caller, @PathVariable String number) {
        Ticket ticket = access.find(caller, number);
        List<MessageView> written = messages.of(ticket.number(), caller.isCustomer()).stream()
                .map(MessageView::of)
                .toList();
        return new Page<>(written, 0, Math.max(written.size(), 200), written.size());
    }

    @PostMapping("/{number}/messages")
    ResponseEntity<MessageView> write(Caller caller, @PathVariable String number, @RequestBody JsonNode body) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.WRITE);
        Fields fields = new Fields(body);
        String visibility = fields.oneOf("visibility", "PUBLIC", "INTERNAL");
        String text = fields.text("body", 200_000);
        fields.done();
        if (caller.isCustomer() && visibility.equals("INTERNAL")) {
            throw new Refused("visibility", "PUBLIC", visibility);
        }
        caller.doing(
                null,
                () -> races.settle(() -> {
                    if (caller.isCustomer()) {
                        return workflow.customerReplied(ticket.number(), text, null);
                    }
                    return workflow.write(ticket.number(), Message.Visibility.valueOf(visibility), text);
                }));
        List<Message> written = messages.of(ticket.number(), caller.isCustomer());
        return ResponseEntity.status(201).body(MessageView.of(written.getLast()));
    }

    @PostMapping("/{number}/withdraw")
    TicketView withdraw(
            Caller caller, @PathVariable String number, @RequestBody(required = false) @Nullable JsonNode body) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.END_TICKET);
        Fields fields = new Fields(body);
        String reason = fields.maybeText("reason", 2_000);
        fields.done();
        return changed(caller, ticket, () -> workflow.withdraw(ticket.number(), reason));
    }

    @PostMapping("/{number}/reopen")
    TicketView reopen(Caller caller, @PathVariable String number, @RequestBody JsonNode body) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.END_TICKET);
        Fields fields = new Fields(body);
        String reason = fields.text("reason", 2_000);
        fields.done();
        return changed(caller, ticket, () -> workflow.reopen(ticket.number(), reason));
    }

    @PostMapping("/{number}/merge")
    TicketView merge(Caller caller, @PathVariable String number, @RequestBody JsonNode body) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.END_TICKET);
        if (caller.isCustomer()) {
            caller.needs(Action.WORK_TASKS);
        }
        Fields fields = new Fields(body);
        String into = fields.text("into", 20);
        String reason = fields.maybeText("reason", 2_000);
        fields.done();
        TicketNumber target = TicketNumber.parse(into)
                .filter(known -> tickets.find(known).filter(caller::sees).isPresent())
                .orElseThrow(() -> new Refused("into", "the number of a known ticket", into));
        return changed(caller, ticket, () -> workflow.merge(ticket.number(), target, reason));
    }

    @PostMapping("/{number}/severity")
    TicketView severity(Caller caller, @PathVariable String number, @RequestBody JsonNode body) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.CHANGE_SEVERITY);
        Fields fields = new Fields(body);
        String severity = fields.oneOf("severity", "A", "B", "C");
        String reason = fields.text("reason", 2_000);
        fields.done();
        return changed(
                caller, ticket, () -> corrections.correct(ticket.number(), Correction.ofSeverity(severity), reason));
    }

    private TicketView changed(Caller caller, Ticket ticket, Runnable change) {
        return caller.doing(
                null,
                () -> races.settle(() -> {
                    change.run();
                    return TicketView.of(caller, tickets.get(ticket.number()));
                }));
    }

    record EntryView(
            int sequence,
            String type,
            Instant time,
            Instant occurredAt,
            String actor,
            @Nullable Cause cause,
            Map<String, Object> data) {

        static EntryView of(TimelineEntry entry) {
            String source = entry.causeSource();
            return new EntryView(
                    entry.sequence(),
                    entry.type().wireName(),
                    entry.time(),
                    entry.occurredAt(),
                    entry.actor(),
                    source == null ? null : new Cause(source, entry.causeId()),
                    entry.data());
        }
    }

    record Cause(String source, @Nullable String id) {}

    /** A decision; {@code override} is what a person answered instead, where that stands. */
    record DecisionView(
            String id,
            String key,
            int version,
            Instant time,
            Map<String, @Nullable Object> inputs,
            List<DecisionRecord.Rule> rules,
            Object outputs,
            @Nullable OverrideView override) {

        static DecisionView of(DecisionRecord made, @Nullable PersonsAnswer answer) {
            return new DecisionView(
                    made.id(),
                    made.key(),
                    made.version(),
                    made.time(),
                    made.inputs(),
                    made.rules(),
                    made.outputs(),
                    answer == null
                            ? null
                            : new OverrideView(
                                    answer.id(), answer.kind(), answer.outputs(), answer.actor(), answer.time()));
        }
    }

    record OverrideView(
            String id, PersonsAnswer.Kind kind, Map<String, @Nullable Object> outputs, String actor, Instant time) {}

    record MessageView(
            String id,
            Message.Visibility visibility,
            Message.Direction direction,
            String author,
            String body,
            Instant createdAt) {

        static MessageView of(Message message) {
            return new MessageView(
                    message.id(),
                    message.visibility(),
                    message.direction(),
                    message.author(),
                    message.body(),
                    message.createdAt());
        }
    }
}
