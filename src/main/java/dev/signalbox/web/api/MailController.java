package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.mail.Mail;
import dev.signalbox.mail.MailFilter;
import dev.signalbox.mail.MailState;
import dev.signalbox.mail.Mails;
import dev.signalbox.mail.Post;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.web.security.Caller;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What became of each mail, for operators to see and to send again. */
@RestController
@RequestMapping("/api/mail")
class MailController {

    private final Mails mails;
    private final Post post;

    MailController(Mails mails, Post post) {
        this.mails = mails;
        this.post = post;
    }

    @GetMapping
    Page<MailView> list(
            Caller caller,
            @RequestParam(required = false) Mail.@Nullable State state,
            @RequestParam(required = false) @Nullable String ticket,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        caller.needs(Action.SEE_DEAD_LETTERS);
        Paging paging = new Paging(page, size);
        TicketNumber number = ticket == null
                ? null
                : TicketNumber.parse(ticket).orElseThrow(() -> new Refused("ticket", "a ticket number", ticket));
        Page<Mail> found = mails.page(new MailFilter(caller.partnerId(), state, number), paging.page(), paging.size());
        return new Page<>(found.items().stream().map(MailView::of).toList(), found.page(), found.size(), found.total());
    }

    /** Which way mails go, and how many are in each state. */
    @GetMapping("/state")
    MailState state(Caller caller) {
        caller.needsEverywhere(Action.SEE_DEAD_LETTERS);
        return post.state();
    }

    @GetMapping("/{id}")
    MailView one(Caller caller, @PathVariable String id) {
        caller.needs(Action.SEE_DEAD_LETTERS);
        return MailView.of(find(caller, id));
    }

    @PostMapping("/{id}/resend")
    MailView resend(Caller caller, @PathVariable String id) {
        caller.needs(Action.REPLAY);
        Mail mail = find(caller, id);
        return MailView.of(Objects.requireNonNull(caller.doing(null, () -> mails.resend(mail.id()))));
    }

    private Mail find(Caller caller, String id) {
        return mails.find(id)
                .filter(mail -> caller.reaches(mail.partnerId(), mail.customerId()))
                .orElseThrow(() -> new NotFound("mail with this id"));
    }

    record MailView(
            String id,
            String ticket,
            @Nullable String messageId,
            @Nullable String contactId,
            @Nullable String account,
            String customerId,
            String headerId,
            String state,
            boolean unknown,
            @Nullable String reason,
            int attempts,
            @Nullable Instant nextAt,
            Instant createdAt,
            @Nullable Instant sentAt) {

        static MailView of(Mail mail) {
            return new MailView(
                    mail.id(),
                    mail.ticket().toString(),
                    mail.messageId(),
                    mail.contactId(),
                    mail.account(),
                    mail.customerId(),
                    mail.headerId(),
                    mail.state().name(),
                    mail.unknown(),
                    mail.reason(),
                    mail.attempts(),
                    mail.nextAt(),
                    mail.createdAt(),
                    mail.sentAt());
        }
    }
}
