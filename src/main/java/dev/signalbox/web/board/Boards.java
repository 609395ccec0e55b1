package dev.signalbox.web.board;

import dev.signalbox.access.Account;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.Partner;
import dev.signalbox.entitlement.Plans;
import dev.signalbox.entitlement.SupportPlan;
import dev.signalbox.microsoft.ServiceHealth;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketFilter;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.board.Board.Burning;
import dev.signalbox.web.board.Board.Desk;
import dev.signalbox.web.board.Board.Figure;
import dev.signalbox.web.board.Board.Outage;
import dev.signalbox.web.board.Board.Person;
import dev.signalbox.web.board.Board.Plan;
import dev.signalbox.web.board.Board.Work;
import dev.signalbox.web.frame.ClockFace;
import dev.signalbox.web.frame.Times;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.security.Colleagues;
import dev.signalbox.workflow.Task;
import dev.signalbox.workflow.TaskFilter;
import dev.signalbox.workflow.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers the board of whoever leads. */
@Component
class Boards {

    private static final int SHOWN = 12;
    private static final int LOW = 2;
    private static final Duration ENDS_SOON = Duration.ofDays(30);
    private static final Set<String> DECISIONS =
            Set.of("approve-escalation", "grant-role", "no-entitlement", "decide-claim");
    /** What customers do themselves is not the desk's to hand out. */
    private static final Set<String> OF_CUSTOMERS = Set.of("confirm-resolution", "verify-solution");

    private final Tickets tickets;
    private final Tasks tasks;
    private final Customers customers;
    private final Plans plans;
    private final ServiceHealth health;
    private final Colleagues colleagues;
    private final ClockFace clocks;
    private final Words words;
    private final Clock clock;

    Boards(
            Tickets tickets,
            Tasks tasks,
            Customers customers,
            Plans plans,
            ServiceHealth health,
            Colleagues colleagues,
            ClockFace clocks,
            Words words,
            Clock clock) {
        this.tickets = tickets;
        this.tasks = tasks;
        this.customers = customers;
        this.plans = plans;
        this.health = health;
        this.colleagues = colleagues;
        this.clocks = clocks;
        this.words = words;
        this.clock = clock;
    }

    Board of(Caller caller) {
        Page<Ticket> open = tickets.list(open(caller), 0, SHOWN);
        Instant now = clock.instant();
        Map<String, Optional<Customer>> known = new TreeMap<>();
        List<Burning> burning = open.items().stream()
                .filter(ticket -> burns(ticket, now))
                .map(ticket -> burning(ticket, known))
                .toList();
        Set<String> ofTheDesk = tasks.kinds().stream()
                .filter(kind -> !OF_CUSTOMERS.contains(kind) && !DECISIONS.contains(kind))
                .collect(Collectors.toSet());
        Page<Task> approvals = work(caller, DECISIONS, null);
        Page<Task> unassigned = work(caller, ofTheDesk, TaskFilter.NOBODY);
        List<Account> people = colleagues.of(caller);
        List<Tasks.Load> load = tasks.load(caller.partnerId());
        long late = load.stream().mapToLong(Tasks.Load::late).sum();
        return new Board(
                List.of(
                        figure("open", open.total(), "fine"),
                        figure("late", late, late > 0 ? "over" : "fine"),
                        figure("approvals", approvals.total(), approvals.total() > 0 ? "soon" : "fine"),
                        figure("unassigned", unassigned.total(), unassigned.total() > 0 ? "soon" : "fine")),
                burning,
                approvals.items().stream().map(task -> work(task, now, known)).toList(),
                unassigned.items().stream().map(task -> work(task, now, known)).toList(),
                desks(people, load),
                plans(caller, now),
                outages(caller),
                people.stream()
                        .map(one -> new Person(one.id(), one.displayName()))
                        .toList());
    }

    private static TicketFilter open(Caller caller) {
        return new TicketFilter(
                List.copyOf(TicketState.open()), caller.partnerId(), null, null, null, null, null, null, null, "dueAt");
    }

    private Page<Task> work(Caller caller, Set<String> kinds, @Nullable String assignee) {
        return tasks.open(new TaskFilter(null, kinds, null, assignee, caller.partnerId(), null), 0, SHOWN);
    }

    private boolean burns(Ticket ticket, Instant now) {
        String look = clocks.of(ticket).look();
        return look.equals("over") || look.equals("soon");
    }

    private Figure figure(String name, long value, String look) {
        return new Figure(words.of("board.figure." + name), value, look);
    }

    private Burning burning(Ticket ticket, Map<String, Optional<Customer>> known) {
        Optional<Customer> customer = known.computeIfAbsent(ticket.customerId(), customers::find);
        String severity = ticket.severity();
        return new Burning(
                ticket.number().toString(),
                ticket.title(),
                severity,
                severity == null ? "" : severity.toLowerCase(Locale.ROOT),
                clocks.of(ticket, customer.map(Customer::timeZone).orElse(null)),
                customer.map(Customer::name).orElse(ticket.customerId()),
                ticket.assignee() == null ? "–" : ticket.assignee());
    }

    private Work work(Task task, Instant now, Map<String, Optional<Customer>> known) {
        Ticket ticket = tickets.get(task.ticket());
        return new Work(
                task.id(),
                task.ticket().toString(),
                words.model(task.name()),
                ticket.title(),
                words.of("board.waits", ClockFace.span(Duration.between(task.createdAt(), now))),
                clocks.of(
                        ticket,
                        known.computeIfAbsent(ticket.customerId(), customers::find)
                                .map(Customer::timeZone)
                                .orElse(null)));
    }

    private List<Desk> desks(List<Account> people, List<Tasks.Load> load) {
        long most = load.stream()
                .filter(one -> one.assignee() != null)
                .mapToLong(Tasks.Load::open)
                .max()
                .orElse(0);
        List<Desk> desks = new ArrayList<>();
        for (Account person : people) {
            Tasks.Load carried = load.stream()
                    .filter(one -> person.id().equals(one.assignee()))
                    .findFirst()
                    .orElse(new Tasks.Load(person.id(), 0, 0));
            desks.add(new Desk(
                    person.displayName(),
                    person.id(),
                    carried.open(),
                    carried.late(),
                    most == 0 ? 0 : (int) (100 * carried.open() / most)));
        }
        return desks;
    }

    private List<Plan> plans(Caller caller, Instant now) {
        List<Plan> shown = new ArrayList<>();
        for (Partner partner : customers.partners(caller.partnerId())) {
            for (SupportPlan plan : plans.held(partner.id())) {
                Integer left = plan.incidentsRemaining();
                Instant end = plan.validTo();
                boolean active = plan.status().equals("ACTIVE");
                boolean low = left != null && left <= LOW || end != null && end.isBefore(now.plus(ENDS_SOON));
                shown.add(new Plan(
                        partner.name(),
                        plan.name(),
                        left == null ? words.of("customer.plan.unlimited") : words.of("board.left", left),
                        active ? left != null && left == 0 ? "over" : low ? "soon" : "fine" : "held",
                        end == null ? words.code("code", plan.status()) : words.of("board.until", Times.day(end))));
            }
        }
        return shown;
    }

    private List<Outage> outages(Caller caller) {
        return tickets.heldByOutage(caller.partnerId()).entrySet().stream()
                .map(held -> health.issue(held.getKey())
                        .map(issue -> new Outage(issue.id(), issue.title(), issue.service(), held.getValue()))
                        .orElse(new Outage(held.getKey(), held.getKey(), "–", held.getValue())))
                .toList();
    }
}
