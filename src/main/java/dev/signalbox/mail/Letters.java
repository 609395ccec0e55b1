package dev.signalbox.mail;

import dev.signalbox.access.OnCall;
import dev.signalbox.customer.Contact;
import dev.signalbox.customer.Contacts;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.Partner;
import dev.signalbox.customer.Wording;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineEntry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Words mails: the message between a line to answer above and the partner's signature. */
@Component
class Letters {

    private static final int LONGEST_SUBJECT = 150;
    private static final int MOST_REFERENCES = 12;

    private final Mails mails;
    private final Tickets tickets;
    private final Messages messages;
    private final Customers customers;
    private final Contacts contacts;
    private final OnCall onCall;
    private final StatusLinks links;
    private final MailSettings settings;

    Letters(
            Mails mails,
            Tickets tickets,
            Messages messages,
            Customers customers,
            Contacts contacts,
            OnCall onCall,
            StatusLinks links,
            MailSettings settings) {
        this.mails = mails;
        this.tickets = tickets;
        this.messages = messages;
        this.customers = customers;
        this.contacts = contacts;
        this.onCall = onCall;
        this.links = links;
        this.settings = settings;
    }

    /** The letter, or empty where its message or contact is erased, or its ticket is another customer's by now. */
    Optional<Letter> of(Mail mail) {
        Ticket ticket = tickets.get(mail.ticket());
        String account = mail.account();
        if (account != null) {
            return onCall.person(account).flatMap(person -> page(mail, ticket, person));
        }
        Optional<Message> message = Optional.ofNullable(mail.messageId()).flatMap(messages::find);
        Optional<Contact> contact = Optional.ofNullable(mail.contactId())
                .flatMap(customers::contact)
                .filter(person -> person.customerId().equals(ticket.customerId()));
        if (message.isEmpty() || contact.isEmpty()) {
            return Optional.empty();
        }
        Partner partner = customers.partner(ticket.partnerId());
        Wording wording =
                Wording.in(contacts.language(ticket.customerId(), contact.get().id()));
        String name = line(partner.name());
        String token = ticket.number().token();
        return Optional.of(new Letter(
                new Letter.Address(name, or(settings.from(), partner.supportEmail())),
                new Letter.Address(name, or(settings.replyTo(), partner.supportEmail())),
                new Letter.Address(line(contact.get().name()), contact.get().email()),
                cut(token + " " + line(ticket.title())),
                mail.headerId(),
                shortened(mails.before(mail)),
                message.get().automatic(),
                wording.language(),
                wording.text("mail.above") + "\n\n"
                        + message.get().body().replace("\r\n", "\n").strip() + "\n\n"
                        + settings.page(links.path(ticket))
                                .map(address -> wording.text("mail.status", address) + "\n\n")
                                .orElse("")
                        + "-- \n"
                        + wording.text(
                                "mail.signature",
                                name,
                                partner.supportUrl(),
                                partner.supportEmail(),
                                partner.supportPhone(),
                                token)
                        + "\n"));
    }

    /** What a person of the desk reads of a clock: which, of what, due when, and how to answer. */
    private Optional<Letter> page(Mail mail, Ticket ticket, OnCall.Person person) {
        int sequence = mail.entry() == null ? 0 : mail.entry();
        Optional<TimelineEntry> entry = sequence < 1
                ? Optional.empty()
                : tickets.timeline(ticket.number(), sequence - 1, 1).items().stream()
                        .findFirst();
        return entry.map(told -> {
            Map<String, Object> data = told.data();
            Wording wording = Wording.in(person.language());
            String name = line(customers.partner(ticket.partnerId()).name());
            String support = customers.partner(ticket.partnerId()).supportEmail();
            String clock = wording.text("page.clock." + data.get("kind"));
            String moment = wording.text("page." + data.get("moment"), clock);
            String due = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    Instant.parse(String.valueOf(data.get("dueAt"))).atZone(ZoneOffset.UTC));
            return new Letter(
                    new Letter.Address(name, or(settings.from(), support)),
                    new Letter.Address(name, or(settings.replyTo(), support)),
                    new Letter.Address(line(person.name()), person.email()),
                    cut(ticket.number().token() + " "
                            + wording.text("page." + told.type().name(), moment)),
                    mail.headerId(),
                    List.of(),
                    true,
                    wording.language(),
                    wording.text(
                                    "page.body",
                                    moment,
                                    line(ticket.title()),
                                    ticket.number(),
                                    Objects.requireNonNullElse(ticket.severity(), "-"),
                                    due,
                                    data.get("step"))
                            + settings.page("/tickets/" + ticket.number())
                                    .map(address -> "\n\n" + address)
                                    .orElse("")
                            + "\n");
        });
    }

    /** The host that our Message-IDs name. */
    String host(Ticket ticket) {
        String address =
                or(settings.from(), customers.partner(ticket.partnerId()).supportEmail());
        String host = address.substring(address.lastIndexOf('@') + 1);
        return host.matches("[A-Za-z0-9.-]{1,100}") ? host : "signalbox.invalid";
    }

    /** What stands in a header is one line, so that nothing in it can begin another header. */
    private static String line(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
    }

    private static String cut(String subject) {
        return subject.codePointCount(0, subject.length()) <= LONGEST_SUBJECT
                ? subject
                : subject.substring(0, subject.offsetByCodePoints(0, LONGEST_SUBJECT - 1)) + "…";
    }

    /** The first and the latest: a long thread's header stays short. */
    private static List<String> shortened(List<String> references) {
        if (references.size() <= MOST_REFERENCES) {
            return references;
        }
        List<String> kept = new ArrayList<>();
        kept.add(references.getFirst());
        kept.addAll(references.subList(references.size() - MOST_REFERENCES + 1, references.size()));
        return kept;
    }

    private static String or(@Nullable String wanted, String otherwise) {
        return wanted == null || wanted.isBlank() ? otherwise : wanted;
    }
}
