package dev.signalbox.workflow;

import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.workflow.clocks.TicketClocks;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The due time that a ticket shows, as the ledger has it when a flow sets the targets. */
@Component
class Deadlines {

    private final Tickets tickets;
    private final TicketClocks clocks;

    Deadlines(Tickets tickets, TicketClocks clocks) {
        this.tickets = tickets;
        this.clocks = clocks;
    }

    /** Computes the ticket's nearest due time anew; later changes are up to the alarms. */
    void set(TicketNumber number) {
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        facts.put(Fact.DUE_AT, clocks.nearest(number));
        tickets.set(number, facts);
    }
}
