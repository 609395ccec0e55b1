package dev.signalbox.mail;

import dev.signalbox.ticket.TicketNumber;
import org.jspecify.annotations.Nullable;

/** Which mails to show; null leaves a field open. */
public record MailFilter(
        @Nullable String partnerId,
        Mail.@Nullable State state,
        @Nullable TicketNumber ticket) {}
