package dev.signalbox.mail;

import dev.signalbox.customer.Contact;
import dev.signalbox.customer.Contacts;
import dev.signalbox.customer.Wording;
import dev.signalbox.messaging.EventResult;
import dev.signalbox.messaging.Events;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes replies of mails: only of a person's, about a ticket of ours, by a contact of its customer. Whatever else comes
 * is kept with the reason and answers nobody, so that no loop can begin here.
 */
@Component
class Replies {

    static final String SOURCE = "urn:signalbox:mail";
    private static final String TYPE = "dev.signalbox.ticket.customer-replied.v1";
    private static final Pattern TOKEN = Pattern.compile("\\[CSP#([0-9]{1,30})]");
    private static final int LONGEST = 200_000;
    private static final Duration OLDEST = Duration.ofDays(60);

    private final Tickets tickets;
    private final Contacts contacts;
    private final Mails mails;
    private final IncomingMails incoming;
    private final Events events;
    private final ImapSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Replies(
            Tickets tickets,
            Contacts contacts,
            Mails mails,
            IncomingMails incoming,
            Events events,
            ImapSettings settings,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.tickets = tickets;
        this.contacts = contacts;
        this.mails = mails;
        this.incoming = incoming;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** A mail that is no customer's word, and why. */
    private static final class NoReply extends Exception {

        private final transient @Nullable Ticket ticket;

        NoReply(@Nullable Ticket ticket, String why) {
            super(why);
            this.ticket = ticket;
        }
    }

    /**
     * Applies the mail once and keeps what became of it; trouble that passes is thrown, and the mail comes again.
     *
     * @return whether it became a reply
     */
    boolean take(Incoming mail) {
        try {
            Ticket ticket = ticket(mail);
            Contact contact = author(mail, ticket);
            applied(mail, ticket, contact);
            keep(mail, ticket, contact.id(), IncomingMail.State.REPLY, null);
            return true;
        } catch (NoReply refused) {
            keep(mail, refused.ticket, null, IncomingMail.State.REFUSED, refused.getMessage());
            return false;
        }
    }

    /** Keeps that the mail is there, without its words, which may be what broke something. */
    void putAside(Incoming mail, RuntimeException fault) {
        Incoming bare = new Incoming(
                mail.eventId(), null, List.of(), "", List.of(), null, null, "", List.of(), mail.sentAt(), null);
        keep(bare, null, null, IncomingMail.State.REFUSED, "a fault of ours: " + fault);
    }

    private void keep(
            Incoming mail,
            @Nullable Ticket ticket,
            @Nullable String contact,
            IncomingMail.State state,
            @Nullable String reason) {
        transaction.executeWithoutResult(status -> incoming.keep(mail, ticket, contact, state, reason));
    }

    private Ticket ticket(Incoming mail) throws NoReply {
        Optional<Ticket> named = named(mail.subject());
        Ticket ticket = named.or(() -> mails.ticketOf(mail.references()).flatMap(tickets::find))
                .orElseThrow(
                        () -> new NoReply(null, "it names no ticket: no token in its subject, and no mail of ours"));
        if (mail.headerId() != null && mails.ticketOf(List.of(mail.headerId())).isPresent()) {
            throw new NoReply(ticket, "it is a mail of ours that came back");
        }
        return ticket;
    }

    private Optional<Ticket> named(String subject) throws NoReply {
        Set<String> tokens = new LinkedHashSet<>();
        Matcher each = TOKEN.matcher(subject);
        while (each.find()) {
            tokens.add(each.group(1));
        }
        if (tokens.size() > 1) {
            throw new NoReply(null, "its subject names several tickets");
        }
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        TicketNumber number = TicketNumber.parse(tokens.iterator().next())
                .orElseThrow(() -> new NoReply(null, "the ticket number in its subject has a wrong check digit"));
        return Optional.of(tickets.find(number)
                .orElseThrow(() -> new NoReply(null, "the ticket number in its subject is nobody's")));
    }

    private Contact author(Incoming mail, Ticket ticket) throws NoReply {
        if (mail.trouble() != null) {
            throw new NoReply(ticket, mail.trouble());
        }
        if (mail.automatic() != null) {
            throw new NoReply(ticket, "no person wrote it: " + mail.automatic());
        }
        if (mail.senders().size() != 1) {
            throw new NoReply(ticket, "it names " + mail.senders().size() + " senders");
        }
        if (mail.unverified() != null) {
            throw new NoReply(ticket, mail.unverified());
        }
        if (mail.text().isBlank()) {
            throw new NoReply(ticket, "it has no words");
        }
        Contact contact = contacts.byAddress(ticket.customerId(), mail.senders().getFirst())
                .orElseThrow(() -> new NoReply(ticket, "its sender is no contact of the ticket's customer"));
        if (incoming.lately(ticket.number()) >= settings.mostInAnHour()) {
            throw new NoReply(ticket, "more than " + settings.mostInAnHour() + " came within an hour, as in a loop");
        }
        return contact;
    }

    private void applied(Incoming mail, Ticket ticket, Contact contact) throws NoReply {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("body", body(mail, ticket, contact));
        data.put("from", contact.id());
        EventResult result =
                events.take(SOURCE, mail.eventId(), TYPE, ticket.number().toString(), when(mail), data);
        switch (result.result()) {
            case APPLIED, DUPLICATE, PARKED -> {}
            case IGNORED, REJECTED, DEAD, EXPIRED -> throw new NoReply(ticket, String.valueOf(result.reason()));
        }
    }

    private String body(Incoming mail, Ticket ticket, Contact contact) {
        String answer = Answer.in(mail.text());
        String more = mail.attachments().isEmpty()
                ? ""
                : "\n\n"
                        + Wording.in(contacts.language(ticket.customerId(), contact.id()))
                                .text("mail.attachments", String.join(", ", mail.attachments()));
        int most = LONGEST - Math.min(more.length(), 2_000);
        return (answer.length() > most ? answer.substring(0, most - 1) + "…" : answer)
                + more.substring(0, Math.min(more.length(), 2_000));
    }

    /** When it was sent, where that can be true. */
    private @Nullable Instant when(Incoming mail) {
        Instant now = clock.instant();
        Instant sent = mail.sentAt();
        return sent == null || sent.isAfter(now) || sent.isBefore(now.minus(OLDEST)) ? null : sent;
    }
}
