package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.mail.IncomingMail;
import dev.signalbox.mail.IncomingMails;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.web.security.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Mail that was read: what became of each, and its full words. */
@RestController
class IncomingMailController {

    private final IncomingMails mails;
    private final TicketAccess access;

    IncomingMailController(IncomingMails mails, TicketAccess access) {
        this.mails = mails;
        this.access = access;
    }

    /** Without words; those that name no ticket are shown to whoever reaches all partners. */
    @GetMapping("/api/mail/incoming")
    Page<IncomingView> list(
            Caller caller,
            @RequestParam(required = false) IncomingMail.@Nullable State state,
            @RequestParam(required = false) @Nullable String ticket,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        caller.needs(Action.SEE_DEAD_LETTERS);
        Paging paging = new Paging(page, size);
        TicketNumber number = ticket == null
                ? null
                : TicketNumber.parse(ticket).orElseThrow(() -> new Refused("ticket", "a ticket number", ticket));
        Page<IncomingMail> found =
                mails.page(new IncomingMails.Filter(caller.partnerId(), number, state), paging.page(), paging.size());
        return new Page<>(
                found.items().stream().map(mail -> IncomingView.of(mail, false)).toList(),
                found.page(),
                found.size(),
                found.total());
    }

    @GetMapping("/api/mail/incoming/{id}")
    IncomingView one(Caller caller, @PathVariable String id) {
        caller.needs(Action.SEE_DEAD_LETTERS);
        return mails.find(id)
                .filter(mail -> caller.reaches(mail.partnerId(), mail.customerId()))
                .map(mail -> IncomingView.of(mail, true))
                .orElseThrow(() -> new NotFound("mail with this id"));
    }

    /** What became a reply on the ticket, with all the words that came, for whoever works on it. */
    @GetMapping("/api/tickets/{number}/mail")
    Page<IncomingView> ofTicket(
            Caller caller,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        Ticket ticket = access.find(caller, number);
        caller.needs(Action.SEE_DATA);
        Paging paging = new Paging(page, size);
        Page<IncomingMail> found = mails.page(
                new IncomingMails.Filter(null, ticket.number(), IncomingMail.State.REPLY),
                paging.page(),
                paging.size());
        return new Page<>(
                found.items().stream().map(mail -> IncomingView.of(mail, true)).toList(),
                found.page(),
                found.size(),
                found.total());
    }

    record IncomingView(
            String id,
            String eventId,
            @Nullable String ticket,
            @Nullable String customerId,
            @Nullable String contactId,
            IncomingMail.State state,
            @Nullable String reason,
            @Nullable String sender,
            @Nullable String subject,
            @Nullable String text,
            int attachments,
            @Nullable Instant sentAt,
            Instant readAt) {

        static IncomingView of(IncomingMail mail, boolean words) {
            TicketNumber ticket = mail.ticket();
            return new IncomingView(
                    mail.id(),
                    mail.eventId(),
                    ticket == null ? null : ticket.toString(),
                    mail.customerId(),
                    mail.contactId(),
                    mail.state(),
                    mail.reason(),
                    mail.sender(),
                    mail.subject(),
                    words ? mail.text() : null,
                    mail.attachments(),
                    mail.sentAt(),
                    mail.readAt());
        }
    }
}
