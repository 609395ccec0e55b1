package dev.signalbox.mail;

import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.TicketNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The mails that went nowhere because the demo world has no mail server, to be looked at. */
@Component
public class DemoMailbox {

    private final Mails mails;
    private final Letters letters;
    private final Routes routes;

    DemoMailbox(Mails mails, Letters letters, Routes routes) {
        this.mails = mails;
        this.letters = letters;
        this.routes = routes;
    }

    /** A mail with its words. */
    public record Item(Mail mail, Letter letter) {}

    /** Mails, the newest first; none where mails really go out. */
    public Page<Item> page(@Nullable String partnerId, @Nullable TicketNumber ticket, int page, int size) {
        if (routes.route() != Route.DEMO_MAILBOX) {
            return new Page<>(List.of(), page, size, 0);
        }
        Page<Mail> found = mails.page(new MailFilter(partnerId, Mail.State.SENT, ticket), page, size);
        List<Item> items = found.items().stream()
                .flatMap(mail -> letters.of(mail).map(letter -> new Item(mail, letter)).stream())
                .toList();
        return new Page<>(items, page, size, found.total());
    }
}
