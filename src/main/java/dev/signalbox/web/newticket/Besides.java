package dev.signalbox.web.newticket;

import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.SupportStatement;
import dev.signalbox.microsoft.ServiceHealth;
import dev.signalbox.ticket.TicketFilter;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.frame.Words;
import java.util.List;
import org.springframework.stereotype.Component;

/** What whoever files a ticket should see first: outages that may explain it, tickets that may be it, and the terms. */
@Component
class Besides {

    private static final int SHOWN = 8;

    private final Customers customers;
    private final ServiceHealth health;
    private final Tickets tickets;
    private final Words words;

    Besides(Customers customers, ServiceHealth health, Tickets tickets, Words words) {
        this.customers = customers;
        this.health = health;
        this.tickets = tickets;
        this.words = words;
    }

    record Beside(String customer, List<Line> outages, List<Line> open, SupportStatement statement) {}

    /** An outage or a ticket in a line. */
    record Line(String id, String title, String hint) {}

    Beside of(Customer customer) {
        TicketFilter open = new TicketFilter(
                List.copyOf(TicketState.open()),
                customer.partnerId(),
                customer.id(),
                null,
                null,
                null,
                null,
                null,
                null,
                "-updatedAt");
        return new Beside(
                customer.name(),
                health.issues(customer.tenantId()).stream()
                        .filter(issue -> !issue.resolved())
                        .limit(SHOWN)
                        .map(issue -> new Line(issue.id(), issue.title(), issue.service()))
                        .toList(),
                tickets.list(open, 0, SHOWN).items().stream()
                        .map(ticket -> new Line(
                                ticket.number().toString(),
                                ticket.title(),
                                words.code("state", ticket.state().name())))
                        .toList(),
                customers.supportStatement(customer.id(), null, words.language()));
    }
}
