package dev.signalbox.workflow;

import dev.signalbox.clock.DueTimes;
import dev.signalbox.clock.ServiceHours;
import dev.signalbox.customer.Contract;
import dev.signalbox.customer.Customers;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A ticket's due times, asked of the clock room; flows and pages ask here and nowhere else. */
@Component
public class Deadlines {

    private static final Set<TicketState> NOT_OURS =
            Set.of(TicketState.AWAITING_CUSTOMER, TicketState.RESOLVED, TicketState.SOLUTION_PROPOSED);

    private final Tickets tickets;
    private final Customers customers;
    private final Clock clock;

    Deadlines(Tickets tickets, Customers customers, Clock clock) {
        this.tickets = tickets;
        this.customers = customers;
        this.clock = clock;
    }

    /** Computes the ticket's nearest due time anew. */
    void set(TicketNumber number) {
        Ticket ticket = tickets.get(number);
        Instant due = of(ticket).stream()
                .filter(one -> one.kind().equals("RESOLUTION"))
                .map(DueTime::dueAt)
                .findFirst()
                .orElse(null);
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        facts.put(Fact.DUE_AT, due);
        tickets.set(number, facts);
    }

    /** Every clock of the ticket, with the time that ran since receipt. */
    public List<DueTime> of(Ticket ticket) {
        ServiceHours hours =
                customers.contract(ticket.customerId()).map(Contract::hours).orElse(ServiceHours.always());
        List<DueTime> clocks = new ArrayList<>();
        add(clocks, ticket, "RESPONSE", ticket.responseMinutes(), hours);
        add(clocks, ticket, "UPDATE", ticket.updateMinutes(), hours);
        add(clocks, ticket, "RESOLUTION", ticket.resolutionMinutes(), hours);
        return clocks;
    }

    private void add(List<DueTime> clocks, Ticket ticket, String kind, @Nullable Integer minutes, ServiceHours hours) {
        if (minutes == null || minutes <= 0) {
            return;
        }
        Duration target = Duration.ofMinutes(minutes);
        Instant due = DueTimes.due(ticket.createdAt(), target, hours);
        Instant now = clock.instant();
        boolean over = ticket.state().isOver() || ticket.state() == TicketState.RESOLVED;
        Instant end = over ? ticket.resolvedAt() == null ? ticket.updatedAt() : ticket.resolvedAt() : now;
        boolean paused = !over && NOT_OURS.contains(ticket.state());
        String state = over ? "STOPPED" : paused ? "PAUSED" : end.isAfter(due) ? "BREACHED" : "RUNNING";
        clocks.add(new DueTime(
                kind,
                target,
                due,
                Duration.between(ticket.createdAt(), end),
                paused ? new Pause("waiting for the customer", ticket.updatedAt()) : null,
                state,
                DueTimes.explain(ticket.createdAt(), target, hours)));
    }

    /** When an open task of the ticket should be done. */
    @Nullable
    Instant forTask(Ticket ticket) {
        return ticket.dueAt();
    }

    /** One clock of a ticket: what was promised, when it is due, how much ran, and why it stands still if it does. */
    public record DueTime(
            String kind,
            Duration target,
            Instant dueAt,
            Duration elapsed,
            @Nullable Pause paused,
            String state,
            String explanation) {}

    /** Why a clock stands still, and since when. */
    public record Pause(String reason, Instant since) {}
}
