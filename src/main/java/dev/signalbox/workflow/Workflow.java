package dev.signalbox.workflow;

import dev.signalbox.customer.AccessChange;
import dev.signalbox.customer.AccessPut;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.Partner;
import dev.signalbox.customer.Subscription;
import dev.signalbox.decision.Decisions;
import dev.signalbox.microsoft.HealthChange;
import dev.signalbox.microsoft.ServiceHealth;
import dev.signalbox.ticket.Attachments;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.NewAttachment;
import dev.signalbox.ticket.NewTicket;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.PartnerEvent;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import dev.signalbox.ticket.WrongState;
import dev.signalbox.workflow.engine.Engine;
import dev.signalbox.workflow.models.Vocabulary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/**
 * Everything that can happen to a ticket, named after what happened. Each method locks the ticket, so that whoever
 * comes second sees what the first one did, and joins the caller's transaction.
 */
@Component
@Transactional
public class Workflow {

    private final Tickets tickets;
    private final Messages messages;
    private final Attachments attachments;
    private final Customers customers;
    private final ServiceHealth health;
    private final Engine engine;
    private final Decisions decisions;
    private final CasesLeftOpen cases;
    private final KnownIssueShield shield;
    private final TicketProperties waits;
    private final PolicyProperties policy;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Workflow(
            Tickets tickets,
            Messages messages,
            Attachments attachments,
            Customers customers,
            ServiceHealth health,
            Engine engine,
            Decisions decisions,
            CasesLeftOpen cases,
            KnownIssueShield shield,
            TicketProperties waits,
            PolicyProperties policy,
            Clock clock,
            ApplicationEventPublisher events) {
        this.tickets = tickets;
        this.messages = messages;
        this.attachments = attachments;
        this.customers = customers;
        this.health = health;
        this.engine = engine;
        this.decisions = decisions;
        this.cases = cases;
        this.shield = shield;
        this.waits = waits;
        this.policy = policy;
        this.clock = clock;
        this.events = events;
    }

    /** Opens a ticket and runs its flow to the first wait; the same reference while open is a recurrence. */
    public Reaction requested(TicketRequest request) {
        Customer customer = customers
                .resolve(request.customerId())
                .orElseThrow(() -> new Refused("customerId", "a known customer", request.customerId()));
        Partner partner = customers.partner(customer.partnerId());
        Optional<Subscription> subscription = subscription(request, customer);
        String reference = request.externalReference();
        // what another customer reported under the same reference is none of this one's business
        Optional<Ticket> before = Optional.ofNullable(reference)
                .flatMap(known -> tickets.holderOf(request.source(), known))
                .map(number -> survivor(locked(number)))
                .filter(earlier -> earlier.customerId().equals(customer.id()));
        if (before.isPresent()) {
            Ticket earlier = before.get();
            switch (recurrence(earlier, request)) {
                case "NOTE" -> {
                    return recurred(earlier, request, "NOTE");
                }
                case "REOPEN" -> {
                    Reaction noted = recurred(earlier, request, "REOPEN");
                    engine.deliver(earlier.number().value(), "ticket.reopen-requested", Map.of());
                    return noted;
                }
                default -> {
                    if (!earlier.state().isOver()) {
                        // nobody objected for long; never two open tickets under one reference
                        engine.deliver(earlier.number().value(), "ticket.resolution-confirmed", Map.of("solved", true));
                    }
                }
            }
        }
        String family = request.productFamily() == null
                ? subscription.map(Subscription::productFamily).orElse(null)
                : request.productFamily();
        String contact = contact(request, customer);
        Ticket ticket = tickets.open(new NewTicket(
                request.source(),
                reference,
                request.title(),
                request.description(),
                request.reportedCategory(),
                customer.id(),
                customer.partnerId(),
                subscription.map(Subscription::id).orElse(null),
                family,
                contact,
                policySet(request, partner),
                request.environment() == null ? "PRODUCTION" : request.environment(),
                request.businessImpact() == null ? "UNKNOWN" : request.businessImpact(),
                Boolean.TRUE.equals(request.commit24x7()),
                before.map(Ticket::number).orElse(null)));
        TicketNumber number = ticket.number();
        if (reference != null) {
            tickets.claimReference(request.source(), reference, number);
        }
        messages.describe(number, contact == null ? customer.id() : contact, request.description());
        engine.start(number.toString(), variables(ticket));
        return Reaction.applied(number);
    }

    /** Opens a part of a ticket as one of its own, which goes its own way. */
    TicketNumber openedFrom(TicketNumber whole, NewTicket part) {
        Ticket ticket = tickets.open(part);
        TicketNumber number = ticket.number();
        tickets.record(
                number, TimelineType.SPLIT, Map.of("from", whole.toString()), Map.of(Fact.SPLIT_FROM, whole.value()));
        messages.describe(number, part.contactId() == null ? part.customerId() : part.contactId(), part.description());
        engine.start(number.toString(), variables(ticket));
        return number;
    }

    /** The ticket that goes on where others were merged into it. */
    private Ticket survivor(Ticket ticket) {
        Ticket found = ticket;
        for (Long into = found.mergedInto(); found.state() == TicketState.MERGED && into != null; ) {
            found = locked(new TicketNumber(into));
            into = found.mergedInto();
        }
        return found;
    }

    /** What the table makes of the same thing happening again; re-opening is possible while nobody closed the ticket. */
    private String recurrence(Ticket earlier, TicketRequest request) {
        Instant ended = earlier.closedAt() == null ? earlier.resolvedAt() : earlier.closedAt();
        Map<String, @Nullable Object> inputs = new HashMap<>();
        inputs.put("state", earlier.state().name());
        inputs.put(
                "daysSince",
                ended == null ? null : Duration.between(ended, clock.instant()).toDays());
        inputs.put("sourceKind", sourceKind(request.source()));
        String answer = String.valueOf(
                decisions.decide(earlier.number(), "recurrence", inputs).get("recurrence"));
        boolean possible =
                switch (answer) {
                    case "NOTE" -> !earlier.state().isOver();
                    case "REOPEN" -> earlier.state() == TicketState.RESOLVED;
                    default -> true;
                };
        return possible ? answer : earlier.state().isOver() ? "NEW_LINKED" : "NOTE";
    }

    private static String sourceKind(String source) {
        return source.startsWith("urn:signalbox:webhook:")
                ? "MONITORING"
                : source.startsWith("urn:signalbox:api:") ? "PERSON" : "SYSTEM";
    }

    private Reaction recurred(Ticket ticket, TicketRequest request, String recurrence) {
        messages.add(
                ticket.number(),
                Message.Visibility.PUBLIC,
                Message.Direction.INBOUND,
                ticket.contactId() == null ? ticket.customerId() : ticket.contactId(),
                request.description().isBlank() ? request.title() : request.description());
        tickets.record(
                ticket.number(),
                TimelineType.RECURRED,
                Map.of("customerId", ticket.customerId(), "recurrence", recurrence),
                Map.of());
        return Reaction.applied(ticket.number());
    }

    private Optional<Subscription> subscription(TicketRequest request, Customer customer) {
        List<Subscription> owned = customers.subscriptions(customer.id());
        String wanted = request.subscriptionId();
        if (wanted != null) {
            Subscription found = owned.stream()
                    .filter(one -> one.id().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new Refused(
                            "subscriptionId", "a subscription of customer \"" + customer.id() + "\"", wanted));
            String family = request.productFamily();
            if (family != null && !family.equals(found.productFamily())) {
                throw new Refused(
                        "productFamily",
                        "the family of subscription \"" + wanted + "\", \"" + found.productFamily() + "\"",
                        family);
            }
            return Optional.of(found);
        }
        List<Subscription> fitting = owned.stream()
                .filter(one -> one.productFamily().equals(request.productFamily()))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    private @Nullable String contact(TicketRequest request, Customer customer) {
        TicketRequest.Contact contact = request.contact();
        return contact == null
                ? null
                : customers.addContact(customer.id(), contact.name(), contact.email(), contact.phone());
    }

    private String policySet(TicketRequest request, Partner partner) {
        if (request.policySet() != null) {
            return request.policySet();
        }
        return partner.policySet() == null ? policy.policySet() : partner.policySet();
    }

    private Map<String, Object> variables(Ticket ticket) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("ticket", ticket.number().toString());
        variables.put("policySet", ticket.policySet());
        variables.put("remindAfter", waits.remindAfter().toString());
        variables.put("closeAfterSilence", waits.closeAfterSilence().toString());
        variables.put("confirmWithin", waits.confirmWithin().toString());
        variables.put("chaseAfter", waits.chaseAfter().toString());
        variables.put("askMicrosoftAfter", waits.askMicrosoftAfter().toString());
        variables.put("outageRecheckAfter", waits.outageRecheckAfter().toString());
        // the longest there is, until the claim says when its incident began
        variables.put("claimDueIn", "P62D");
        variables.put("faultGone", false);
        variables.put("reserved", true);
        variables.put("needsApproval", false);
        for (String question : List.of("triageAsked", "questionOpen", "diagnosed", "caseFiled")) {
            variables.put(question, false);
        }
        for (String later : Vocabulary.RESULTS) {
            variables.put(later, "");
        }
        return variables;
    }

    /** The customer wrote: answers an open question, re-opens what was thought solved, or is simply noted. */
    public Reaction customerReplied(TicketNumber number, String body, @Nullable String from) {
        return customerReplied(number, body, from, List.of());
    }

    /** The same with files. */
    public Reaction customerReplied(
            TicketNumber number, String body, @Nullable String from, List<NewAttachment> files) {
        Ticket ticket = locked(number);
        if (ticket.state().isOver()) {
            return Reaction.ignored(number, "The ticket is " + ticket.state() + "; ask for a new one");
        }
        String message = messages.add(
                number,
                Message.Visibility.PUBLIC,
                Message.Direction.INBOUND,
                from != null ? from : ticket.contactId() != null ? ticket.contactId() : ticket.customerId(),
                body);
        attachments.add(number, message, files);
        tickets.set(number, Map.of(Fact.CUSTOMER_WROTE, true));
        if (ticket.description().isBlank()) {
            tickets.describedBy(number, message);
        }
        engine.deliver(number.value(), "ticket.customer-replied", Map.of());
        return Reaction.applied(number);
    }

    public Reaction resolutionConfirmed(TicketNumber number, boolean solved, @Nullable String comment) {
        Ticket ticket = locked(number);
        if (ticket.state().isOver()) {
            return Reaction.ignored(number, "The ticket is " + ticket.state());
        }
        if (ticket.state() != TicketState.RESOLVED) {
            return Reaction.notYet(number, "The ticket is " + ticket.state() + ", no solution waits for a word");
        }
        if (comment != null && !comment.isBlank()) {
            messages.add(
                    number,
                    Message.Visibility.PUBLIC,
                    Message.Direction.INBOUND,
                    ticket.contactId() == null ? ticket.customerId() : ticket.contactId(),
                    comment);
        }
        engine.deliver(number.value(), "ticket.resolution-confirmed", Map.of("solved", solved));
        return Reaction.applied(number);
    }

    public Reaction withdrawn(TicketNumber number, @Nullable String reason) {
        Ticket ticket = locked(number);
        if (ticket.state().isOver()) {
            return Reaction.ignored(number, "The ticket is " + ticket.state());
        }
        note(number, "Withdrawn", reason);
        engine.deliver(number.value(), "ticket.withdrawn", Map.of());
        return Reaction.applied(number);
    }

    /** Withdraws on somebody's order; refuses where the ticket is over. */
    public void withdraw(TicketNumber number, @Nullable String reason) {
        Ticket ticket = locked(number);
        allowed(ticket, TicketState.open());
        withdrawn(number, reason);
    }

    /** Takes up a resolved ticket again. */
    public void reopen(TicketNumber number, String reason) {
        Ticket ticket = locked(number);
        allowed(ticket, Set.of(TicketState.RESOLVED));
        note(number, "Re-opened", reason);
        engine.deliver(number.value(), "ticket.reopen-requested", Map.of());
    }

    /** Ends {@code number} as a part of {@code into}, which must be open and the same customer's. */
    public void merge(TicketNumber number, TicketNumber into, @Nullable String reason) {
        if (number.equals(into)) {
            throw new Refused("into", "another ticket", into);
        }
        // one order of locks, so that two merges cannot wait for each other
        locked(number.compareTo(into) < 0 ? number : into);
        Ticket target = locked(number.compareTo(into) < 0 ? into : number);
        Ticket ticket = tickets.get(number);
        target = tickets.get(into);
        allowed(ticket, TicketState.open());
        if (!target.customerId().equals(ticket.customerId())) {
            throw new Refused("into", "a ticket of the same customer", into);
        }
        allowed(target, TicketState.open());
        note(number, "Merged into " + into.token(), reason);
        tickets.set(number, Map.of(Fact.MERGED_INTO, into.value()));
        engine.deliver(number.value(), "ticket.merged", Map.of());
    }

    /**
     * Monitoring says that the fault is gone: a solution to be confirmed while our desk works on it. Where others have
     * the ticket it is only noted, since their case does not end by it.
     */
    public Reaction alertCleared(TicketNumber number, @Nullable String note) {
        Ticket ticket = locked(number);
        if (ticket.state().isOver() || ticket.state() == TicketState.RESOLVED) {
            return Reaction.ignored(number, "The ticket is " + ticket.state());
        }
        if (ticket.state() == TicketState.RECEIVED) {
            return Reaction.notYet(number, "The ticket is RECEIVED, nobody works on it yet");
        }
        boolean proposed =
                switch (ticket.state()) {
                    case DIAGNOSING, PARTNER_RESOLVING, AWAITING_CUSTOMER, LINKED_TO_OUTAGE ->
                        engine.waitsFor(number.value(), "alert.cleared");
                    default -> false;
                };
        note(number, "Alert cleared", note);
        tickets.record(number, TimelineType.ALERT_CLEARED, Map.of("proposed", proposed), Map.of());
        if (proposed) {
            engine.deliver(number.value(), "alert.cleared", Map.of("faultGone", true, "outcome", "FIXED"));
        }
        return Reaction.applied(number);
    }

    /** Microsoft's side of the case moved. */
    public Reaction microsoftUpdated(
            TicketNumber number, String externalId, String status, @Nullable String note, @Nullable String engineer) {
        Ticket ticket = locked(number);
        if (ticket.state().isOver()) {
            return Reaction.ignored(number, "The ticket is " + ticket.state());
        }
        if (ticket.externalId() == null) {
            return Reaction.notYet(number, "No case of the ticket is filed yet");
        }
        if (cases.has(number, externalId)) {
            note(number, "Microsoft, of the case left open, " + externalId, note == null ? status : note);
            tickets.record(
                    number,
                    TimelineType.MICROSOFT_RESPONDED,
                    Map.of("externalId", externalId, "status", status, "leftOpen", true),
                    Map.of());
            return Reaction.applied(number);
        }
        if (!ticket.externalId().equals(externalId)) {
            throw new Refused("externalId", "the ticket's case \"" + ticket.externalId() + "\"", externalId);
        }
        if (!engine.waitsFor(number.value(), "microsoft.case-updated")) {
            return ticket.state() == TicketState.RESOLVED
                    ? Reaction.ignored(number, "The ticket is RESOLVED")
                    : Reaction.notYet(number, "The ticket is " + ticket.state() + ", nothing waits for Microsoft");
        }
        if (note != null && !note.isBlank()) {
            messages.add(
                    number,
                    Message.Visibility.INTERNAL,
                    Message.Direction.INSIDE,
                    engineer == null ? "Microsoft" : "Microsoft, " + engineer,
                    note);
        }
        TimelineType type = status.equals("attention_needed")
                ? TimelineType.MICROSOFT_NEEDS_INFO
                : TimelineType.MICROSOFT_RESPONDED;
        tickets.record(number, type, Map.of("externalId", externalId, "status", status), Map.of());
        engine.deliver(number.value(), "microsoft.case-updated", Map.of("caseStatus", status));
        return Reaction.applied(number);
    }

    /** The distributor, ISV, outsourcer or security route answered. */
    public Reaction thirdPartyUpdated(TicketNumber number, String reference, String status, @Nullable String note) {
        Ticket ticket = locked(number);
        if (ticket.state().isOver()) {
            return Reaction.ignored(number, "The ticket is " + ticket.state());
        }
        if (!engine.waitsFor(number.value(), "third-party.case-updated")) {
            return ticket.state() == TicketState.RESOLVED
                    ? Reaction.ignored(number, "The ticket is RESOLVED")
                    : Reaction.notYet(number, "The ticket is " + ticket.state() + ", no third party has it");
        }
        note(number, "Third party, " + reference, note);
        tickets.record(
                number,
                TimelineType.THIRD_PARTY_RESPONDED,
                Map.of("reference", reference, "status", status),
                Map.of(Fact.THIRD_PARTY_REFERENCE, reference));
        engine.deliver(number.value(), "third-party.case-updated", Map.of("outcome", status.toUpperCase(Locale.ROOT)));
        return Reaction.applied(number);
    }

    /** A published issue of Microsoft's services changed: tickets it explains wait, and its end wakes them. */
    public Reaction healthIssueUpdated(JsonNode issue, List<String> tenantIds) {
        HealthChange change = health.record(issue, tenantIds, clock.instant());
        shield.reach(change.issueId(), tenantIds);
        if (change.resolved()) {
            for (TicketNumber number : tickets.linkedTo(change.issueId())) {
                Ticket ticket = locked(number);
                if (ticket.state() == TicketState.LINKED_TO_OUTAGE
                        && engine.waitsFor(number.value(), "service-health.issue-resolved")) {
                    tickets.record(number, TimelineType.OUTAGE_ENDED, Map.of("issueId", change.issueId()), Map.of());
                    engine.deliver(number.value(), "service-health.issue-resolved", Map.of());
                }
            }
        }
        return Reaction.applied(null);
    }

    /** A customer's delegated access changed; its open tickets weigh again what they may do. */
    public Reaction delegationChanged(
            String tenantId, String status, @Nullable Instant endDate, @Nullable List<String> roles) {
        Customer customer = customers
                .byTenant(tenantId)
                .orElseThrow(() -> new Refused("tenantId", "the tenant of a known customer", tenantId));
        Optional<AccessChange> change = customers.accessChanged(
                tenantId, status, endDate, roles == null ? null : Set.copyOf(roles), clock.instant());
        if (change.isEmpty()) {
            return Reaction.applied(null);
        }
        accessMoved(customer, status, change.get());
        return Reaction.applied(null);
    }

    /** The same where the access was put, and not told by an event. */
    @EventListener
    void on(AccessPut put) {
        accessMoved(customers.get(put.change().customerId()), put.status(), put.change());
    }

    private void accessMoved(Customer customer, String status, AccessChange change) {
        boolean lost = change.lost();
        boolean granted = change.granted();
        if (lost || granted) {
            events.publishEvent(new PartnerEvent(
                    lost ? "delegation.lost" : "delegation.granted",
                    customer.tenantId(),
                    Map.of("customerId", customer.id(), "partnerId", customer.partnerId(), "status", status)));
        }
        for (TicketNumber number : tickets.openOf(customer.id())) {
            locked(number);
            engine.deliver(number.value(), "delegation.changed", Map.of());
            if (lost) {
                engine.deliver(number.value(), "delegation.lost", Map.of());
            }
            if (granted) {
                engine.deliver(number.value(), "delegation.granted", Map.of());
            }
        }
    }

    /** Staff writes to the customer or a note for colleagues. */
    public String write(TicketNumber number, Message.Visibility visibility, String body) {
        return write(number, visibility, body, List.of());
    }

    /** The same with files. */
    public String write(TicketNumber number, Message.Visibility visibility, String body, List<NewAttachment> files) {
        Ticket ticket = locked(number);
        allowed(ticket, TicketState.open());
        boolean outward = visibility == Message.Visibility.PUBLIC;
        if (outward) {
            tickets.set(number, Map.of(Fact.CUSTOMER_WROTE, false));
        }
        String message = messages.add(
                number,
                visibility,
                outward ? Message.Direction.OUTBOUND : Message.Direction.INSIDE,
                Occasion.current().actor(),
                body);
        attachments.add(number, message, files);
        return message;
    }

    /** What staff wrote to the customer a moment ago leaves now. */
    void release(Message held) {
        Ticket ticket = locked(held.ticket());
        allowed(ticket, TicketState.open());
        tickets.set(held.ticket(), Map.of(Fact.CUSTOMER_WROTE, false));
        messages.release(held);
    }

    private void note(TicketNumber number, String what, @Nullable String text) {
        if (text != null && !text.isBlank()) {
            messages.add(
                    number,
                    Message.Visibility.INTERNAL,
                    Message.Direction.INSIDE,
                    Occasion.current().actor(),
                    what + ": " + text);
        }
    }

    private Ticket locked(TicketNumber number) {
        return tickets.lock(number)
                .orElseThrow(() -> new Refused(List.of(Problem.of("ticket", "a known ticket number", number))));
    }

    private static void allowed(Ticket ticket, Set<TicketState> states) {
        if (!states.contains(ticket.state())) {
            throw new WrongState(ticket.number(), ticket.state(), states);
        }
    }
}
