package dev.signalbox.webhook;

import dev.signalbox.messaging.Published;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.Tickets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Queues what goes out for every webhook that wants it, in the transaction that causes it. */
@Component
class DeliveryQueue {

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Tickets tickets;

    DeliveryQueue(Webhooks webhooks, Deliveries deliveries, Tickets tickets) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.tickets = tickets;
    }

    @EventListener
    void on(Published event) {
        List<Webhook> wanting = webhooks.active().stream()
                .filter(webhook -> webhook.wants(event.name()))
                .toList();
        if (wanting.isEmpty()) {
            return;
        }
        Whose whose = whose(event);
        wanting.stream()
                .filter(webhook -> webhook.reaches(whose.partner(), whose.customer()))
                .forEach(webhook -> deliveries.add(webhook, event));
    }

    private Whose whose(Published event) {
        Optional<Ticket> ticket = Optional.ofNullable(event.ticket()).flatMap(tickets::find);
        return ticket.map(one -> new Whose(one.partnerId(), one.customerId()))
                .orElseGet(() -> new Whose(event.partnerId(), event.customerId()));
    }

    private record Whose(@Nullable String partner, @Nullable String customer) {}
}
