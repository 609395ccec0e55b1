package dev.signalbox.workflow;

import dev.signalbox.customer.Contact;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.Subscription;
import dev.signalbox.decision.PersonsAnswer;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import dev.signalbox.ticket.WrongState;
import dev.signalbox.workflow.Moves.Destination;
import dev.signalbox.workflow.Reconsideration.Before;
import dev.signalbox.workflow.Reconsideration.Way;
import dev.signalbox.workflow.engine.Engine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Facts set right at any moment: the decisions that rest on them are made again, the ticket goes where they say, and
 * the work done stays. Each method locks the ticket and joins the caller's transaction.
 */
@Component
@Transactional
public class Corrections {

    private final Tickets tickets;
    private final Messages messages;
    private final Customers customers;
    private final StandingAnswers standing;
    private final Reconsideration reconsideration;
    private final Moves moves;
    private final TaskRows tasks;
    private final Engine engine;

    Corrections(
            Tickets tickets,
            Messages messages,
            Customers customers,
            StandingAnswers standing,
            Reconsideration reconsideration,
            Moves moves,
            TaskRows tasks,
            Engine engine) {
        this.tickets = tickets;
        this.messages = messages;
        this.customers = customers;
        this.standing = standing;
        this.reconsideration = reconsideration;
        this.moves = moves;
        this.tasks = tasks;
        this.engine = engine;
    }

    /** One fact that reads otherwise than before. */
    private record Change(
            String field,
            Fact fact,
            @Nullable Object from,
            @Nullable Object to) {}

    /** Whether the ticket's class is a person's word, which an agent may correct, and not a table's. */
    @Transactional(readOnly = true)
    public boolean isTriaged(TicketNumber number) {
        return standing.of("issue-class", number)
                .filter(answer -> answer.kind() == PersonsAnswer.Kind.ASKED)
                .isPresent();
    }

    /** Corrects the facts that differ; where none does, nothing happens. */
    public void correct(TicketNumber number, Correction correction, String reason) {
        Ticket ticket = locked(number);
        allowed(ticket, TicketState.open());
        List<Change> facts = facts(ticket, correction);
        List<Change> answers = answers(ticket, correction);
        if (facts.isEmpty() && answers.isEmpty()) {
            return;
        }
        Before before = reconsideration.before(ticket);
        facts.forEach(change -> record(number, change));
        customerChanged(ticket, facts);
        answers.forEach(change -> answered(number, change));
        note(
                number,
                "Corrected "
                        + String.join(", ", facts.stream().map(Change::field).toList())
                        + (facts.isEmpty() || answers.isEmpty() ? "" : ", ")
                        + String.join(", ", answers.stream().map(Change::field).toList()),
                reason);
        follow(before);
    }

    /** Sends the ticket where its facts now say, or leaves it where it is with its decisions made anew. */
    void follow(Before before) {
        Ticket was = before.ticket();
        Way way = reconsideration.after(before);
        if (way.changes() && was.state() != TicketState.RESOLVED) {
            moves.go(was, new Destination("RECEIVED", false, questionOpen(was), way.diagnosed(), null));
            return;
        }
        reconsideration.again(before);
        Ticket now = tickets.get(was.number());
        if (!Objects.equals(now.severity(), was.severity()) || !Objects.equals(now.issueClass(), was.issueClass())) {
            Map<String, Object> variables = new HashMap<>();
            variables.put("severity", String.valueOf(now.severity()));
            variables.put("issueClass", String.valueOf(now.issueClass()));
            engine.deliver(was.number().value(), "ticket.severity-changed", variables);
            tasks.due(was.number(), tickets.get(was.number()).dueAt());
        }
    }

    /** Whether a person waits for the customer's answer; whoever only waited for access asks anew if that is needed. */
    private static boolean questionOpen(Ticket ticket) {
        return ticket.state() == TicketState.AWAITING_CUSTOMER
                && ticket.question() != null
                && !ticket.description().isBlank()
                && !"MISSING_DELEGATION".equals(ticket.authority());
    }

    private List<Change> facts(Ticket ticket, Correction wanted) {
        String wantedCustomer = wanted.customerId();
        Customer customer = wantedCustomer == null
                ? customers.get(ticket.customerId())
                : customers
                        .resolve(wantedCustomer)
                        .orElseThrow(() -> new Refused("customerId", "a known customer", wantedCustomer));
        boolean moved = !customer.id().equals(ticket.customerId());
        String family = wanted.productFamily() == null ? ticket.productFamily() : wanted.productFamily();
        String subscription = subscription(ticket, wanted, customer, family);
        if (wanted.subscriptionId() != null && wanted.productFamily() == null) {
            family = customers
                    .subscription(String.valueOf(subscription))
                    .map(Subscription::productFamily)
                    .orElse(family);
        }
        String contact = wanted.contactId() == null ? moved ? null : ticket.contactId() : contact(wanted, customer);
        List<Change> all = List.of(
                new Change("customerId", Fact.CUSTOMER_ID, ticket.customerId(), customer.id()),
                new Change("partnerId", Fact.PARTNER_ID, ticket.partnerId(), customer.partnerId()),
                new Change("contactId", Fact.CONTACT_ID, ticket.contactId(), contact),
                new Change("subscriptionId", Fact.SUBSCRIPTION_ID, ticket.subscriptionId(), subscription),
                new Change("productFamily", Fact.PRODUCT_FAMILY, ticket.productFamily(), family),
                new Change(
                        "reportedCategory",
                        Fact.REPORTED_CATEGORY,
                        ticket.reportedCategory(),
                        or(wanted.reportedCategory(), ticket.reportedCategory())),
                new Change(
                        "businessImpact",
                        Fact.BUSINESS_IMPACT,
                        ticket.businessImpact(),
                        or(wanted.businessImpact(), ticket.businessImpact())),
                new Change(
                        "environment",
                        Fact.ENVIRONMENT,
                        ticket.environment(),
                        or(wanted.environment(), ticket.environment())),
                new Change(
                        "commit24x7",
                        Fact.COMMIT24X7,
                        ticket.commit24x7(),
                        wanted.commit24x7() == null ? ticket.commit24x7() : wanted.commit24x7()));
        return all.stream()
                .filter(change -> !Objects.equals(change.from(), change.to()))
                .toList();
    }

    /** Checked as at receipt: the subscription is the customer's, and of the product family. */
    private @Nullable String subscription(
            Ticket ticket, Correction wanted, Customer customer, @Nullable String family) {
        List<Subscription> owned = customers.subscriptions(customer.id());
        String id = wanted.subscriptionId();
        if (id != null) {
            Subscription found = owned.stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElseThrow(
                            () -> new Refused("subscriptionId", "a subscription of customer " + customer.id(), id));
            if (wanted.productFamily() != null && !wanted.productFamily().equals(found.productFamily())) {
                throw new Refused(
                        "productFamily",
                        "the family of subscription " + id + ", " + found.productFamily(),
                        wanted.productFamily());
            }
            return id;
        }
        boolean holds = customer.id().equals(ticket.customerId()) && Objects.equals(family, ticket.productFamily());
        if (holds) {
            return ticket.subscriptionId();
        }
        List<Subscription> fitting =
                owned.stream().filter(one -> one.productFamily().equals(family)).toList();
        return fitting.size() == 1 ? fitting.getFirst().id() : null;
    }

    private String contact(Correction wanted, Customer customer) {
        String id = String.valueOf(wanted.contactId());
        return customers
                .contact(id)
                .filter(found -> found.customerId().equals(customer.id()))
                .map(Contact::id)
                .orElseThrow(() -> new Refused("contactId", "a contact of customer " + customer.id(), id));
    }

    /** Corrections of what a table decided. */
    private List<Change> answers(Ticket ticket, Correction wanted) {
        List<Change> changes = new ArrayList<>();
        if (wanted.issueClass() != null && !wanted.issueClass().equals(ticket.issueClass())) {
            changes.add(new Change("issueClass", Fact.ISSUE_CLASS, ticket.issueClass(), wanted.issueClass()));
        }
        if (wanted.severity() != null && !wanted.severity().equals(ticket.severity())) {
            changes.add(new Change("severity", Fact.SEVERITY, ticket.severity(), wanted.severity()));
        }
        return changes;
    }

    private void record(TicketNumber number, Change change) {
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        facts.put(change.fact(), change.to());
        tickets.record(number, TimelineType.CORRECTED, told(change), facts);
    }

    private static Map<String, @Nullable Object> told(Change change) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("field", change.field());
        data.put("from", change.from() == null ? "none" : change.from());
        data.put("to", change.to() == null ? "none" : change.to());
        return data;
    }

    /**
     * The answer stands until what it rests on changes; it counts against the rules that answered otherwise. It is on
     * the ticket at once, since the next answer given with it may rest on it.
     */
    private void answered(TicketNumber number, Change change) {
        String decision = change.fact() == Fact.SEVERITY ? "severity" : "issue-class";
        standing.keep(
                PersonsAnswer.Kind.CORRECTION,
                decision,
                number,
                Map.of(change.field(), Objects.requireNonNull(change.to())));
        tickets.record(number, TimelineType.CORRECTED, told(change), Map.of());
        tickets.set(number, Map.of(change.fact(), Objects.requireNonNull(change.to())));
    }

    /**
     * Another customer: nobody else's person, tasks or words go along. What was written so far was between the desk and
     * the former customer, so the new one sees the ticket from here on; service health is another tenant's.
     */
    private void customerChanged(Ticket was, List<Change> changes) {
        Set<Fact> changed = changes.stream().map(Change::fact).collect(Collectors.toSet());
        if (changed.contains(Fact.CUSTOMER_ID) || changed.contains(Fact.PRODUCT_FAMILY)) {
            Map<Fact, @Nullable Object> health = new EnumMap<>(Fact.class);
            health.put(Fact.HEALTH_MATCH, null);
            health.put(Fact.HEALTH_ISSUE_ID, null);
            health.put(Fact.SYMPTOMS_MATCH, null);
            health.put(Fact.NEEDS_ENGINEERING, null);
            health.put(Fact.HEALTH_CHECKED_AT, null);
            tickets.set(was.number(), health);
        }
        if (changed.contains(Fact.CUSTOMER_ID)) {
            Ticket now = tickets.get(was.number());
            messages.withhold(was.number());
            tasks.belongTo(was.number(), now.customerId(), now.partnerId());
            tickets.set(
                    was.number(),
                    Map.of(
                            Fact.SHOWN_FROM,
                            now.lastSequence(),
                            Fact.CUSTOMER_WROTE,
                            false,
                            Fact.CUSTOMER_LOCKED_OUT,
                            false));
        }
    }

    void note(TicketNumber number, String what, String reason) {
        messages.add(
                number,
                Message.Visibility.INTERNAL,
                Message.Direction.INSIDE,
                Occasion.current().actor(),
                what + ": " + reason);
    }

    Ticket locked(TicketNumber number) {
        return tickets.lock(number).orElseThrow(() -> new Refused("ticket", "a known ticket number", number));
    }

    static void allowed(Ticket ticket, Set<TicketState> states) {
        if (!states.contains(ticket.state())) {
            throw new WrongState(ticket.number(), ticket.state(), states);
        }
    }

    private static String or(@Nullable String wanted, String otherwise) {
        return wanted == null ? otherwise : wanted;
    }
}
