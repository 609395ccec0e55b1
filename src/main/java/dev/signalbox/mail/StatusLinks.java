package dev.signalbox.mail;

import dev.signalbox.access.Seal;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Makes and reads links to a ticket's state. A link names the ticket, its end and a mark over both and the customer, so
 * that it opens this one page for this customer and ends by itself, or when the ticket becomes another customer's.
 */
@Component
public class StatusLinks {

    private static final Period GOOD_FOR = Period.ofDays(90);

    private final Seal seal;
    private final Tickets tickets;
    private final Clock clock;

    StatusLinks(Seal seal, Tickets tickets, Clock clock) {
        this.seal = seal;
        this.tickets = tickets;
        this.clock = clock;
    }

    /** The path of the ticket's link, good for ninety days. */
    public String path(Ticket ticket) {
        String until = Long.toString(
                clock.instant().atZone(ZoneOffset.UTC).plus(GOOD_FOR).toEpochSecond());
        return "/status/" + ticket.number() + "." + until + "." + mark(ticket, until);
    }

    /** The ticket of a link; empty for one that is not ours, has ended, or is another customer's by now. */
    public Optional<Ticket> open(String link) {
        String[] parts = link.split("[.]", -1);
        if (parts.length != 3 || !parts[1].matches("[0-9]{1,12}")) {
            return Optional.empty();
        }
        return TicketNumber.parse(parts[0])
                .flatMap(tickets::find)
                .filter(ticket -> MessageDigest.isEqual(
                        mark(ticket, parts[1]).getBytes(StandardCharsets.US_ASCII),
                        parts[2].getBytes(StandardCharsets.UTF_8)))
                .filter(ticket ->
                        Instant.ofEpochSecond(Long.parseLong(parts[1])).isAfter(clock.instant()));
    }

    private String mark(Ticket ticket, String until) {
        return seal.mark("status", ticket.number() + " " + ticket.customerId() + " " + until);
    }
}
