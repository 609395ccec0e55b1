package dev.signalbox.workflow;

import dev.signalbox.customer.Contacts;
import dev.signalbox.customer.Wording;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the flows tell customers by themselves, in the language of the ticket's contact. */
@Component
class Notices {

    private final Tickets tickets;
    private final Messages messages;
    private final Contacts contacts;

    Notices(Tickets tickets, Messages messages, Contacts contacts) {
        this.tickets = tickets;
        this.messages = messages;
        this.contacts = contacts;
    }

    /** Writes the text of this name in {@code telling.properties}. */
    void tell(TicketNumber number, String name, @Nullable Object... arguments) {
        say(number, text(number, name, arguments));
    }

    String text(TicketNumber number, String name, @Nullable Object... arguments) {
        return wording(tickets.get(number)).text(name, arguments);
    }

    Wording wording(Ticket ticket) {
        return Wording.in(contacts.language(ticket.customerId(), ticket.contactId()));
    }

    /** Writes what a person or another system worded. */
    void say(TicketNumber number, String body) {
        messages.add(number, Message.Visibility.PUBLIC, Message.Direction.OUTBOUND, Message.ITSELF, body);
    }
}
