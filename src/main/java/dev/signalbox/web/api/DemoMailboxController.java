package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.mail.DemoMailbox;
import dev.signalbox.mail.Letter;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.web.security.Caller;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The mails of the demo world, as they would have gone out; there only while the demo world is. */
@RestController
@ConditionalOnProperty(name = "signalbox.demo", havingValue = "true", matchIfMissing = true)
class DemoMailboxController {

    private final DemoMailbox mailbox;

    DemoMailboxController(DemoMailbox mailbox) {
        this.mailbox = mailbox;
    }

    @GetMapping("/api/demo/mailbox")
    Page<LetterView> letters(
            Caller caller,
            @RequestParam(required = false) @Nullable String ticket,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        caller.needs(Action.SEE_DATA);
        Paging paging = new Paging(page, size);
        TicketNumber number = ticket == null
                ? null
                : TicketNumber.parse(ticket).orElseThrow(() -> new Refused("ticket", "a ticket number", ticket));
        Page<DemoMailbox.Item> found = mailbox.page(caller.partnerId(), number, paging.page(), paging.size());
        return new Page<>(
                found.items().stream().map(LetterView::of).toList(), found.page(), found.size(), found.total());
    }

    record LetterView(
            String id,
            String ticket,
            Instant at,
            Letter.Address from,
            Letter.Address replyTo,
            Letter.Address to,
            String subject,
            String messageId,
            @Nullable String inReplyTo,
            List<String> references,
            boolean automatic,
            String language,
            String body) {

        static LetterView of(DemoMailbox.Item item) {
            Letter letter = item.letter();
            return new LetterView(
                    item.mail().id(),
                    item.mail().ticket().toString(),
                    item.mail().createdAt(),
                    letter.from(),
                    letter.replyTo(),
                    letter.to(),
                    letter.subject(),
                    letter.messageId(),
                    letter.inReplyTo(),
                    letter.references(),
                    letter.automatic(),
                    letter.language(),
                    letter.body());
        }
    }
}
