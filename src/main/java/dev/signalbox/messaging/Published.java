package dev.signalbox.messaging;

import dev.signalbox.ticket.TicketNumber;
import org.jspecify.annotations.Nullable;

/**
 * Something goes out, told inside the transaction that causes it.
 *
 * @param name the type without prefix and version
 * @param structured the CloudEvent in structured mode, as it stands on the topic
 */
public record Published(
        String id,
        String name,
        String type,
        String subject,
        @Nullable TicketNumber ticket,
        @Nullable String partnerId,
        @Nullable String customerId,
        byte[] structured) {}
