package dev.signalbox.workflow.clocks;

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
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people say about clocks afterwards: for whom the ticket waited, and that they have seen a warning. Both are entries
 * of the timeline, and the ledger reads them there.
 */
@Component
@Transactional
public class LateTruth {

    private final Tickets tickets;
    private final Messages messages;
    private final JdbcClient jdbc;
    private final Clock clock;

    LateTruth(Tickets tickets, Messages messages, JdbcClient jdbc, Clock clock) {
        this.tickets = tickets;
        this.messages = messages;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** For whom a ticket may have waited. */
    public enum Party {
        CUSTOMER(TicketState.AWAITING_CUSTOMER),
        MICROSOFT(TicketState.AWAITING_MICROSOFT),
        THIRD_PARTY(TicketState.WITH_THIRD_PARTY),
        DESK(TicketState.DIAGNOSING);

        private final TicketState as;

        Party(TicketState as) {
            this.as = as;
        }
    }

    /**
     * The ticket waited for {@code party} since {@code since}, until {@code until} or until the flow next moves it. The
     * state of the flow stays as it is; only whose the time was, and what counted, is corrected.
     */
    public void waitingSince(TicketNumber number, Party party, Instant since, @Nullable Instant until, String reason) {
        Ticket ticket = open(number);
        Instant now = clock.instant();
        if (since.isBefore(ticket.createdAt()) || since.isAfter(now)) {
            throw new Refused("since", "a time between the receipt, " + ticket.createdAt() + ", and now", since);
        }
        if (until != null && (!until.isAfter(since) || until.isAfter(now))) {
            throw new Refused("until", "a time after since, " + since + ", and not after now", until);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("party", party.name());
        data.put("as", party.as.name());
        data.put("since", since.toString());
        if (until != null) {
            data.put("until", until.toString());
        }
        Occasion by = Occasion.current();
        new Occasion(by.actor(), by.causeSource(), by.causeId(), since)
                .during(() -> tickets.record(number, TimelineType.WAITING_CORRECTED, data, Map.of()));
        messages.add(
                number,
                Message.Visibility.INTERNAL,
                Message.Direction.INSIDE,
                by.actor(),
                "Waiting for " + party + " since " + since + ": " + reason);
    }

    /** Whoever is paged has seen it. */
    public void acknowledge(TicketNumber number) {
        open(number);
        tickets.record(number, TimelineType.ACKNOWLEDGED, Map.of(), Map.of());
    }

    /** Whether somebody was paged or called, and nobody has acknowledged it since. */
    @Transactional(readOnly = true)
    public boolean pages(TicketNumber number) {
        return jdbc.sql("""
                        select type from ticket_event where ticket = :ticket
                        and type in ('ticket.paged', 'ticket.lead-called', 'ticket.acknowledged')
                        order by sequence desc fetch first 1 rows only""")
                .param("ticket", number.value())
                .query(String.class)
                .optional()
                .filter(last -> !last.equals(TimelineType.ACKNOWLEDGED.wireName()))
                .isPresent();
    }

    private Ticket open(TicketNumber number) {
        Ticket ticket = tickets.lock(number)
                .orElseThrow(() -> new IllegalStateException("Expected ticket " + number + " to exist"));
        if (ticket.state().isOver()) {
            throw new WrongState(number, ticket.state(), TicketState.open());
        }
        return ticket;
    }
}
