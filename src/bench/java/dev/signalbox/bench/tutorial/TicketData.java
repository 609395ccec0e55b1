package dev.signalbox.bench.tutorial;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The business object that travels as a process variable. */
class TicketData implements Serializable {

    private static final long serialVersionUID = 1L;

    final String reference;
    final String customerId;
    final String title;
    final String description;
    final String contactName = "Jan Novak";
    final String contactMail = "jan@example.org";
    final Instant createdAt = Instant.now();
    final List<String> notes = new ArrayList<>();

    TicketData(String reference, String customerId, String title, String description) {
        this.reference = reference;
        this.customerId = customerId;
        this.title = title;
        this.description = description;
    }
}
