package dev.signalbox.demo;

import dev.signalbox.ticket.TicketState;

/** One ticket of the demo world: what was reported, what it turns out to be, and where it stands now. */
record Story(
        String family,
        String category,
        String cause,
        String title,
        String description,
        String impact,
        TicketState ends) {}
