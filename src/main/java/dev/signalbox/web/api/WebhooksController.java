package dev.signalbox.web.api;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.web.security.Caller;
import dev.signalbox.webhook.Deliveries;
import dev.signalbox.webhook.Delivery;
import dev.signalbox.webhook.Webhook;
import dev.signalbox.webhook.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Webhooks, and what became of each event they were to be told. Secrets are told once. */
@RestController
@RequestMapping("/api/webhooks")
class WebhooksController {

    private final Webhooks webhooks;
    private final Deliveries deliveries;

    WebhooksController(Webhooks webhooks, Deliveries deliveries) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
    }

    @GetMapping
    Page<WebhookView> list(
            Caller caller, @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "50") int size) {
        caller.needs(Action.SEE_WEBHOOKS);
        Paging paging = new Paging(page, size);
        Page<Webhook> found = webhooks.page(caller.partnerId(), paging.page(), paging.size());
        return new Page<>(
                found.items().stream().map(WebhookView::of).toList(), found.page(), found.size(), found.total());
    }

    @GetMapping("/{id}")
    WebhookView one(Caller caller, @PathVariable String id) {
        return WebhookView.of(seen(caller, id));
    }

    @PutMapping("/{id}")
    ResponseEntity<WebhookView> put(Caller caller, @PathVariable String id, @RequestBody JsonNode body) {
        caller.needs(Action.MANAGE_WEBHOOKS);
        if (webhooks.find(id)
                .filter(known -> !caller.reaches(known.partnerId(), null))
                .isPresent()) {
            throw new NotFound("webhook with this id");
        }
        Fields fields = new Fields(body);
        fields.only("url", "types", "partnerId", "customers", "active");
        String partner = fields.maybeText("partnerId", 60);
        Webhooks.Wanted wanted = new Webhooks.Wanted(
                fields.text("url", 2000),
                fields.texts("types"),
                partner,
                fields.texts("customers"),
                !Boolean.FALSE.equals(fields.maybeFlag("active")));
        fields.done();
        if (!caller.reaches(partner, null)) {
            throw new Refused(
                    "partnerId",
                    "the caller's own partner, " + caller.partnerId(),
                    partner == null ? "nothing" : partner);
        }
        Webhooks.Put put = caller.doing(null, () -> webhooks.put(id, wanted));
        return ResponseEntity.status(put.secret() == null ? HttpStatus.OK : HttpStatus.CREATED)
                .header("Cache-Control", "no-store")
                .body(WebhookView.of(put.webhook()).with(put.secret()));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable String id) {
        Webhook webhook = managed(caller, id);
        caller.doing(null, () -> {
            webhooks.delete(webhook);
            return id;
        });
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{id}/secret")
    ResponseEntity<WebhookView> rotate(
            Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable JsonNode body) {
        Webhook webhook = managed(caller, id);
        Fields fields = new Fields(body);
        String overlap = fields.maybeText("overlap", 20);
        fields.done();
        Duration both = duration(overlap == null ? "PT24H" : overlap);
        String secret = caller.doing(null, () -> webhooks.rotate(webhook, both));
        return ResponseEntity.status(HttpStatus.CREATED)
                .header("Cache-Control", "no-store")
                .body(WebhookView.of(webhooks.find(id).orElse(webhook)).with(secret));
    }

    @GetMapping("/{id}/deliveries")
    Page<DeliveryView> deliveries(
            Caller caller,
            @PathVariable String id,
            @RequestParam(required = false) Delivery.@Nullable State state,
            @RequestParam(required = false) @Nullable String ticket,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        Webhook webhook = seen(caller, id);
        Paging paging = new Paging(page, size);
        TicketNumber number = ticket == null
                ? null
                : TicketNumber.parse(ticket).orElseThrow(() -> new Refused("ticket", "a ticket number", ticket));
        Page<Delivery> found = deliveries.page(webhook, state, number, paging.page(), paging.size());
        return new Page<>(
                found.items().stream()
                        .map(one -> DeliveryView.of(one, List.of()))
                        .toList(),
                found.page(),
                found.size(),
                found.total());
    }

    @GetMapping("/{id}/deliveries/{delivery}")
    DeliveryView delivery(Caller caller, @PathVariable String id, @PathVariable String delivery) {
        Delivery found = known(seen(caller, id), delivery);
        return DeliveryView.of(found, deliveries.attempts(found));
    }

    @PostMapping("/{id}/deliveries/{delivery}/resend")
    ResponseEntity<DeliveryView> resend(Caller caller, @PathVariable String id, @PathVariable String delivery) {
        Webhook webhook = managed(caller, id);
        Delivery found = known(webhook, delivery);
        Delivery queued = caller.doing(null, () -> deliveries.resend(webhook, found));
        return ResponseEntity.accepted().body(DeliveryView.of(queued, List.of()));
    }

    private Webhook seen(Caller caller, String id) {
        caller.needs(Action.SEE_WEBHOOKS);
        return reached(caller, id);
    }

    private Webhook managed(Caller caller, String id) {
        caller.needs(Action.MANAGE_WEBHOOKS);
        return reached(caller, id);
    }

    private Webhook reached(Caller caller, String id) {
        return webhooks.find(id)
                .filter(webhook -> caller.reaches(webhook.partnerId(), null))
                .orElseThrow(() -> new NotFound("webhook with this id"));
    }

    private Delivery known(Webhook webhook, String id) {
        return Optional.of(id)
                .flatMap(one -> deliveries.find(webhook, one))
                .orElseThrow(() -> new NotFound("delivery with this id"));
    }

    private static Duration duration(String wanted) {
        try {
            return Duration.parse(wanted);
        } catch (DateTimeParseException noDuration) {
            throw new Refused("overlap", "a duration such as PT24H", wanted);
        }
    }

    /** @param secret only where it was just made */
    record WebhookView(
            String id,
            String url,
            List<String> types,
            @Nullable String partnerId,
            List<String> customers,
            boolean active,
            @Nullable String offBecause,
            @Nullable String secret,
            @Nullable Instant previousSecretUntil,
            Instant createdAt,
            Instant updatedAt) {

        static WebhookView of(Webhook webhook) {
            return new WebhookView(
                    webhook.id(),
                    webhook.url(),
                    webhook.types(),
                    webhook.partnerId(),
                    webhook.customers(),
                    webhook.active(),
                    webhook.offBecause(),
                    null,
                    webhook.previousUntil(),
                    webhook.createdAt(),
                    webhook.updatedAt());
        }

        WebhookView with(@Nullable String made) {
            return new WebhookView(
                    id,
                    url,
                    types,
                    partnerId,
                    customers,
                    active,
                    offBecause,
                    made,
                    previousSecretUntil,
                    createdAt,
                    updatedAt);
        }
    }

    record DeliveryView(
            String id,
            String eventId,
            String type,
            @Nullable String ticket,
            String state,
            @Nullable String reason,
            int attempts,
            Instant queuedAt,
            @Nullable Instant nextAt,
            @Nullable Instant endedAt,
            List<Delivery.Attempt> log) {

        static DeliveryView of(Delivery delivery, List<Delivery.Attempt> log) {
            return new DeliveryView(
                    delivery.id(),
                    delivery.eventId(),
                    delivery.type(),
                    delivery.ticket(),
                    delivery.state().name(),
                    delivery.reason(),
                    delivery.attempts(),
                    delivery.queuedAt(),
                    delivery.nextAt(),
                    delivery.endedAt(),
                    log);
        }
    }
}
