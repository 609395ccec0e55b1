package dev.signalbox.web.ticketpage;

import dev.signalbox.web.ticketpage.TicketPage.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dialog that changes a ticket: shown within the ticket page, and a page of its own without a script.
 *
 * @param seen what its fields read when it was opened, sent back so that nobody overwrites what somebody else changed
 */
record ActPage(
        String number,
        String ticketTitle,
        String title,
        String hint,
        String path,
        String button,
        List<TicketPage.Pair> seen,
        List<Field> fields,
        List<Clash> clashes,
        @Nullable Made why) {

    /** A field that somebody else changed meanwhile: what it read, what it reads, and what is wanted. */
    record Clash(String label, String before, String theirs, String by, String yours) {}

    /** The decision that an override is about. */
    record Made(
            String name,
            String answer,
            List<String> rules,
            List<TicketPage.Pair> inputs,
            @Nullable String nearest,
            @Nullable String override,
            boolean mayOverride) {}
}
