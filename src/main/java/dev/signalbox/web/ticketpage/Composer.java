package dev.signalbox.web.ticketpage;

import dev.signalbox.access.Action;
import dev.signalbox.customer.Contact;
import dev.signalbox.customer.Contacts;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.masterdata.TextModules;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.security.Caller;
import dev.signalbox.web.ticketpage.TicketPage.Option;
import dev.signalbox.workflow.HeldBack;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the composer offers: text modules filled for the ticket, and what waits to leave. */
@Component
class Composer {

    private final TextModules modules;
    private final HeldBack heldBack;
    private final Customers customers;
    private final Contacts contacts;
    private final Words words;
    private final Clock clock;

    Composer(TextModules modules, HeldBack heldBack, Customers customers, Contacts contacts, Words words, Clock clock) {
        this.modules = modules;
        this.heldBack = heldBack;
        this.customers = customers;
        this.contacts = contacts;
        this.words = words;
        this.clock = clock;
    }

    /**
     * What waits.
     *
     * @param seconds how long it can still be undone
     */
    record Waiting(
            String id,
            boolean reply,
            String what,
            long seconds,
            @Nullable String text,
            @Nullable String failed,
            boolean mine) {}

    /** The texts ready to insert, those in the contact's language first. */
    record Offer(List<Option> texts, boolean mayManage, List<Waiting> waiting) {}

    Offer of(Caller caller, Ticket ticket) {
        if (caller.isCustomer()) {
            return new Offer(List.of(), false, List.of());
        }
        Map<String, String> values = values(caller, ticket);
        return new Offer(
                modules.of(ticket.partnerId(), contacts.language(ticket.customerId(), ticket.contactId())).stream()
                        .map(module -> new Option(
                                module.filled(values),
                                module.name() + " (" + module.language().toUpperCase(Locale.ROOT) + ")"))
                        .toList(),
                caller.may(Action.MANAGE_TEXTS),
                heldBack.of(ticket.number()).stream()
                        .map(held -> new Waiting(
                                held.id(),
                                held.kind() == HeldBack.Kind.REPLY,
                                words.of("ticket.held." + held.kind(), held.actor()),
                                Math.max(
                                        0,
                                        Duration.between(clock.instant(), held.dueAt())
                                                .toSeconds()),
                                held.words(),
                                held.failed(),
                                held.actor().equals(caller.account())))
                        .toList());
    }

    private Map<String, String> values(Caller caller, Ticket ticket) {
        Map<String, String> values = new HashMap<>();
        values.put("agent", caller.displayName());
        values.put("number", ticket.number().token());
        values.put("title", ticket.title());
        values.put("state", words.code("state", ticket.state().name()));
        values.put("partner", customers.partner(ticket.partnerId()).name());
        customers.find(ticket.customerId()).map(Customer::name).ifPresent(name -> values.put("customer", name));
        if (ticket.productFamily() != null) {
            values.put("product", words.code("family", ticket.productFamily()));
        }
        if (ticket.externalId() != null) {
            values.put("case", ticket.externalId());
        }
        if (ticket.contactId() != null) {
            customers.contact(ticket.contactId()).map(Contact::name).ifPresent(name -> values.put("contact", name));
        }
        return values;
    }
}
