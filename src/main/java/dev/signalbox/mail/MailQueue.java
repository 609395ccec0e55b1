package dev.signalbox.mail;

import dev.signalbox.customer.Contact;
import dev.signalbox.customer.Contacts;
import dev.signalbox.customer.Customers;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineEntry;
import dev.signalbox.ticket.TimelineType;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Queues a mail for every public message of ours, in the transaction that writes the message. */
@Component
class MailQueue {

    /** Domains that nobody can own, RFC 2606 and 6761: mail to them could only bounce. */
    private static final Pattern RESERVED =
            Pattern.compile("(?i).*[@.](example|test|invalid|localhost|example\\.(com|net|org))[.]?");

    private final Mails mails;
    private final Letters letters;
    private final Routes routes;
    private final Tickets tickets;
    private final Customers customers;
    private final Contacts contacts;
    private final Bell bell;

    MailQueue(
            Mails mails,
            Letters letters,
            Routes routes,
            Tickets tickets,
            Customers customers,
            Contacts contacts,
            Bell bell) {
        this.mails = mails;
        this.letters = letters;
        this.routes = routes;
        this.tickets = tickets;
        this.customers = customers;
        this.contacts = contacts;
        this.bell = bell;
    }

    @EventListener
    void on(TimelineEntry entry) {
        Map<String, Object> data = entry.data();
        boolean toTheCustomer = entry.type() == TimelineType.MESSAGE_ADDED
                && Message.Visibility.PUBLIC.name().equals(data.get("visibility"))
                && Message.Direction.OUTBOUND.name().equals(data.get("direction"));
        if (!toTheCustomer) {
            return;
        }
        Ticket ticket = tickets.get(entry.ticket());
        String message = String.valueOf(data.get("messageId"));
        String reason = against(ticket);
        mails.add(
                ticket,
                message,
                ticket.contactId(),
                "<%s.%s@%s>".formatted(ticket.number(), message, letters.host(ticket)),
                state(reason),
                reason);
        ringAfterCommit();
    }

    /** The state in which a mail begins, against which {@code reason} speaks. */
    Mail.State state(@Nullable String reason) {
        return reason != null
                ? Mail.State.SUPPRESSED
                : routes.route() == Route.SMTP ? Mail.State.QUEUED : Mail.State.SENT;
    }

    void ringAfterCommit() {
        if (routes.route() == Route.SMTP && TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    bell.ring();
                }
            });
        }
    }

    /** Why the ticket's contact is not to be written to; null where nothing speaks against it. */
    private @Nullable String against(Ticket ticket) {
        Optional<Contact> contact = Optional.ofNullable(ticket.contactId()).flatMap(customers::contact);
        if (contact.isEmpty()) {
            return "the ticket names no contact";
        }
        return against(contact.get());
    }

    @Nullable
    String against(Contact contact) {
        if (contacts.withdrawn(contact)) {
            return "the contact withdrew";
        }
        return against(contact.email());
    }

    @Nullable
    String against(String email) {
        if (routes.reason() != null) {
            return routes.reason();
        }
        if (routes.route() == Route.SMTP && RESERVED.matcher(email).matches()) {
            return "the address is in a domain reserved for examples";
        }
        return null;
    }
}
