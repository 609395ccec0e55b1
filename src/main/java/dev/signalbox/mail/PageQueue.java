package dev.signalbox.mail;

import dev.signalbox.access.OnCall;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineEntry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Queues the mails that page the on-call agent, call the lead and notify whoever works on the ticket. */
@Component
class PageQueue {

    private static final Logger LOG = LoggerFactory.getLogger(PageQueue.class);

    private final Mails mails;
    private final MailQueue queue;
    private final Letters letters;
    private final Tickets tickets;
    private final OnCall onCall;

    PageQueue(Mails mails, MailQueue queue, Letters letters, Tickets tickets, OnCall onCall) {
        this.mails = mails;
        this.queue = queue;
        this.letters = letters;
        this.tickets = tickets;
        this.onCall = onCall;
    }

    @EventListener
    void on(TimelineEntry entry) {
        switch (entry.type()) {
            case PAGED -> {
                Ticket ticket = tickets.get(entry.ticket());
                List<OnCall.Person> people = onCall.now(ticket.partnerId(), ticket.queue());
                if (people.isEmpty()) {
                    LOG.warn(
                            "Ticket {} pages, and nobody of {} is on call or leads with an e-mail address",
                            ticket.number(),
                            ticket.partnerId());
                }
                tell(entry, ticket, people);
            }
            case LEAD_CALLED -> {
                Ticket ticket = tickets.get(entry.ticket());
                tell(entry, ticket, onCall.leads(ticket.partnerId()));
            }
            case NOTIFIED -> {
                Ticket ticket = tickets.get(entry.ticket());
                tell(entry, ticket, onCall.person(ticket.assignee()).stream().toList());
            }
            default -> {
                // tells nobody of the desk by mail
            }
        }
    }

    private void tell(TimelineEntry entry, Ticket ticket, List<OnCall.Person> people) {
        for (OnCall.Person person : people) {
            String against = queue.against(person.email());
            mails.addPage(
                    ticket,
                    entry.sequence(),
                    person.account(),
                    "<%s.%s.%s@%s>"
                            .formatted(
                                    ticket.number(),
                                    entry.sequence(),
                                    Integer.toHexString(person.account().hashCode()),
                                    letters.host(ticket)),
                    queue.state(against),
                    against);
        }
        queue.ringAfterCommit();
    }
}
