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

    /** The same, where it does not stand on the ticket for this customer already. */
    void tellOnce(TicketNumber number, String name, @Nullable Object... arguments) {
        String text = text(number, name, arguments);
        if (messages.of(number, true).stream()
                .noneMatch(message -> message.body().equals(text))) {
            say(number, text);
        }
    }

    /** Whether the customer was asked this and has not written since. */
    boolean isOpen(TicketNumber number, String question) {
        return messages.of(number, true).reversed().stream()
                .takeWhile(message -> message.direction() == Message.Direction.OUTBOUND)
                .anyMatch(message -> message.body().equals(question));
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
