package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.customer.Contact;
import dev.signalbox.customer.Contacts;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.Erased;
import dev.signalbox.messaging.Forgetting;
import dev.signalbox.microsoft.CaseAttachments;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.security.Caller;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Ends and takes up again writing to a person, and forgets one. */
@RestController
@RequestMapping("/api/contacts/{id}")
class ContactsController {

    private final Customers customers;
    private final Contacts contacts;
    private final Messages messages;
    private final Tickets tickets;
    private final CaseAttachments caseAttachments;
    private final Forgetting forgetting;
    private final Audit audit;
    private final Clock clock;
    private final TransactionTemplate transaction;

    ContactsController(
            Customers customers,
            Contacts contacts,
            Messages messages,
            Tickets tickets,
            CaseAttachments caseAttachments,
            Forgetting forgetting,
            Audit audit,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.messages = messages;
        this.tickets = tickets;
        this.caseAttachments = caseAttachments;
        this.forgetting = forgetting;
        this.customers = customers;
        this.contacts = contacts;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** From now on nothing is sent to the contact's address. */
    @PostMapping("/withdraw")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable JsonNode body) {
        change(caller, id, body, "contact.withdrawn", one -> contacts.withdraw(one.id(), clock.instant()));
    }

    @PostMapping("/restore")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void restore(Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable JsonNode body) {
        change(caller, id, body, "contact.restored", contacts::restore);
    }

    /** Forgets the person: contact, own and others' words about it, its cases' files, and payloads that name it. */
    @PostMapping("/erase")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void erase(Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable JsonNode body) {
        caller.needs(Action.ERASE_PERSON);
        Contact contact = customers.contact(id).orElseThrow(() -> unknown());
        Customer customer =
                customers.find(contact.customerId()).filter(caller::reaches).orElseThrow(() -> unknown());
        Fields fields = new Fields(body);
        String reason = fields.maybeText("reason", 2000);
        fields.done();
        caller.doing(
                null,
                () -> transaction.execute(status -> {
                    Erased person = contacts.erase(contact, clock.instant());
                    Set<String> authors = new HashSet<>(person.ids());
                    authors.addAll(person.words());
                    int changed = messages.erase(customer.id(), authors, person.words());
                    int files = caseAttachments.erase(tickets.ofContacts(person.ids()).stream()
                            .map(TicketNumber::value)
                            .toList());
                    int removed = forgetting.forget(person.words());
                    audit.keep(Change.of("contact.erased", "contacts", id)
                            .of(customer.partnerId(), customer.id())
                            .to(Map.of(
                                    "contacts",
                                    person.ids().size(),
                                    "messages",
                                    changed,
                                    "files",
                                    files,
                                    "payloads",
                                    removed))
                            .because(reason));
                    return id;
                }));
    }

    private void change(Caller caller, String id, @Nullable JsonNode body, String action, Predicate<Contact> change) {
        caller.needs(Action.WITHDRAW_CONTACT);
        Contact contact = customers.contact(id).orElseThrow(() -> unknown());
        Customer customer =
                customers.find(contact.customerId()).filter(caller::reaches).orElseThrow(() -> unknown());
        Fields fields = new Fields(body);
        String reason = fields.maybeText("reason", 2000);
        fields.done();
        caller.doing(
                null,
                () -> transaction.execute(status -> {
                    if (change.test(contact)) {
                        audit.keep(Change.of(action, "contacts", id)
                                .of(customer.partnerId(), customer.id())
                                .because(reason));
                    }
                    return id;
                }));
    }

    private static NotFound unknown() {
        return new NotFound("contact with this id");
    }
}
