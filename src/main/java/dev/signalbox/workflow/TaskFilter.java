package dev.signalbox.workflow;

import dev.signalbox.ticket.TicketNumber;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Which open tasks to list; null means any, and an assignee of {@link #NOBODY} what nobody has claimed. */
public record TaskFilter(
        @Nullable TicketNumber ticket,
        @Nullable Collection<String> kinds,
        @Nullable String queue,
        @Nullable String assignee,
        @Nullable String partner,
        @Nullable String customer) {

    public static final String NOBODY = "";
}
