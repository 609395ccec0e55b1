package dev.signalbox.web.security;

import dev.signalbox.access.Account;
import dev.signalbox.access.Action;
import dev.signalbox.access.Role;
import dev.signalbox.access.ServiceAccount;
import dev.signalbox.customer.Customer;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TimelineEntry;
import dev.signalbox.ticket.TimelineType;
import dev.signalbox.workflow.Task;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;

/**
 * Whoever is signed in: a role, and for a customer's people the customer they belong to.
 *
 * @param standsFor absent colleagues whose tasks are this caller's too just now, with the role whose work they are
 */
public record Caller(
        String account,
        String displayName,
        Role role,
        @Nullable String partnerId,
        @Nullable String customerId,
        @Nullable ServiceAccount service,
        Map<String, Role> standsFor) {

    /** What a customer's people see of a timeline; the rest is the desk's own. */
    private static final Set<TimelineType> FOR_CUSTOMERS = EnumSet.of(
            TimelineType.RECEIVED,
            TimelineType.STATE_CHANGED,
            TimelineType.MESSAGE_ADDED,
            TimelineType.OUTAGE_LINKED,
            TimelineType.OUTAGE_UNLINKED,
            TimelineType.OUTAGE_ENDED,
            TimelineType.RESOLVED,
            TimelineType.REOPENED,
            TimelineType.CLOSED,
            TimelineType.WITHDRAWN,
            TimelineType.MERGED,
            TimelineType.RATED);

    private static final Set<String> OF_LEADS =
            Set.of("approve-escalation", "grant-role", "no-entitlement", "decide-claim");
    private static final Set<String> OF_CUSTOMERS = Set.of("confirm-resolution", "verify-solution");

    public boolean may(Action action) {
        return role.may(action);
    }

    /** Refuses what the role does not allow. */
    public Caller needs(Action action) {
        if (!may(action)) {
            throw new AccessDeniedException(
                    "%s needs the right %s; the role %s has it not".formatted(account, action, role));
        }
        return this;
    }

    public static Caller of(Account account) {
        return of(account, Map.of());
    }

    static Caller of(Account account, Map<String, Role> standsFor) {
        return new Caller(
                account.id(),
                account.displayName(),
                account.role(),
                account.partnerId(),
                account.customerId(),
                null,
                standsFor);
    }

    /** A system: it sends events and requests, and asks what became of them. */
    public static Caller of(ServiceAccount service) {
        return new Caller(
                service.id(), service.displayName(), Role.PRODUCER, service.partnerId(), null, service, Map.of());
    }

    /** The same for what cannot be told apart by partner, and is for those who reach all of them. */
    public Caller needsEverywhere(Action action) {
        needs(action);
        if (partnerId != null) {
            throw new AccessDeniedException(
                    "%s reaches the partner %s only; this concerns all of them".formatted(account, partnerId));
        }
        return this;
    }

    /** What binds the events this caller sends: its service account, or the one partner it reaches; null for nothing. */
    public @Nullable ServiceAccount sender() {
        List<String> any = List.of("*");
        return service != null || partnerId == null
                ? service
                : new ServiceAccount(account, displayName, partnerId, any, any, List.of(), true);
    }

    /** Whether data of this partner and customer is this caller's to see; null stands for all of them. */
    public boolean reaches(@Nullable String partner, @Nullable String customer) {
        return (partnerId == null || partnerId.equals(partner)) && (customerId == null || customerId.equals(customer));
    }

    public boolean reaches(Customer customer) {
        return reaches(customer.partnerId(), customer.id());
    }

    public boolean sees(Ticket ticket) {
        return may(Action.SEE_TICKETS) && reaches(ticket.partnerId(), ticket.customerId());
    }

    /** Whether an entry of a ticket that the caller sees is meant for it too. */
    public boolean sees(Ticket ticket, TimelineEntry entry) {
        return !isCustomer()
                || entry.sequence() > ticket.shownFrom()
                        && FOR_CUSTOMERS.contains(entry.type())
                        && !"INTERNAL".equals(entry.data().get("visibility"));
    }

    /** Whether the task is this caller's kind of work, on data it may see, or that of somebody it stands in for. */
    public boolean works(Task task) {
        return reaches(task.partnerId(), task.customerId()) && (works(role, task.kind()) || worksInPlace(task));
    }

    private boolean worksInPlace(Task task) {
        Role absent = task.assignee() == null ? null : standsFor.get(task.assignee());
        return absent != null && works(absent, task.kind());
    }

    private static boolean works(Role role, String kind) {
        return OF_LEADS.contains(kind)
                ? role.may(Action.LEAD_TASKS)
                : role.may(Action.WORK_TASKS) || role.may(Action.CUSTOMER_TASKS) && OF_CUSTOMERS.contains(kind);
    }

    /** Whether customers do this themselves, so that nobody of the desk is given it. */
    public static boolean isForCustomers(Task task) {
        return OF_CUSTOMERS.contains(task.kind());
    }

    /** Whose work is this caller's: its own, and that of those it stands in for. */
    public Set<String> hands() {
        Set<String> hands = new TreeSet<>(standsFor.keySet());
        hands.add(account);
        return hands;
    }

    /** The kinds among {@code all} that this caller may do. */
    public Set<String> kinds(Set<String> all) {
        return all.stream().filter(kind -> works(role, kind)).collect(Collectors.toSet());
    }

    public boolean isCustomer() {
        return role == Role.CUSTOMER;
    }

    /** The source of what this caller does through the API. */
    public String source() {
        return "urn:signalbox:api:" + account;
    }

    /** Runs {@code work} so that timelines name this caller; {@code id} tells the request. */
    public <T extends @Nullable Object> T doing(@Nullable String id, Supplier<T> work) {
        return new Occasion(account, source(), id == null ? UUID.randomUUID().toString() : id, null).during(work);
    }
}
