package dev.signalbox.messaging;

import dev.signalbox.access.ServiceAccount;
import dev.signalbox.ticket.Refused;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Strangers' webhooks: plain JSON that a mapping makes events of, which then go the way of all events. */
@Component
public class ForeignWebhooks {

    static final String HEADER = "signalbox-webhook";

    private final WebhookMappings mappings;
    private final CloudEvents cloudEvents;
    private final Inbox inbox;
    private final DeadLetters deadLetters;
    private final JsonMapper json;
    private final TransactionTemplate transaction;

    ForeignWebhooks(
            WebhookMappings mappings,
            CloudEvents cloudEvents,
            Inbox inbox,
            DeadLetters deadLetters,
            JsonMapper json,
            PlatformTransactionManager transactions) {
        this.mappings = mappings;
        this.cloudEvents = cloudEvents;
        this.inbox = inbox;
        this.deadLetters = deadLetters;
        this.json = json;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** A mapping as it is listed; {@code problem} where its file was changed and is refused. */
    public record Listed(
            String name, String description, @Nullable String problem) {}

    /** The events a payload becomes, and what became of each. */
    public record Mapped(List<Map<String, Object>> events, List<EventResult> results) {}

    /** The mapping's file is refused and nothing was in force before. */
    public static class NotInForce extends RuntimeException {
        NotInForce(Refused refused) {
            super("The mapping is refused: " + refused.getMessage(), refused);
        }
    }

    public List<Listed> list() {
        return mappings.all().entrySet().stream()
                .map(entry -> {
                    WebhookMapping mapping = entry.getValue().mapping();
                    Refused refused = entry.getValue().refused();
                    return new Listed(
                            entry.getKey(),
                            mapping == null ? entry.getKey() : mapping.description(),
                            refused == null ? null : refused.getMessage());
                })
                .toList();
    }

    /**
     * Takes a payload; empty where no mapping has this name.
     *
     * @throws Refused if the payload is none that the mapping is made for; it is kept as a dead letter unless
     *     {@code dryRun}
     */
    public Optional<Mapped> take(String name, byte[] body, @Nullable ServiceAccount sender, boolean dryRun) {
        return mappings.find(name).map(read -> {
            Arrival arrival = arrival(name, body, sender);
            try {
                return taken(read, arrival, body, dryRun);
            } catch (Refused refused) {
                if (!dryRun) {
                    String reason = "Mapping %s: %s".formatted(name, refused.getMessage());
                    transaction.executeWithoutResult(status -> deadLetters.keep(arrival, null, reason));
                }
                throw refused;
            }
        });
    }

    /** The same for a dead letter, whose other events are duplicates by now. */
    EventResult again(String name, Arrival arrival, byte[] body, @Nullable String eventId) {
        WebhookMappings.Read read =
                mappings.find(name).orElseThrow(() -> new Refused("webhook", "a known mapping", name));
        List<EventResult> results = taken(read, arrival, body, false).results();
        return results.stream()
                .filter(result -> result.id().equals(eventId))
                .findFirst()
                .orElseGet(() -> results.isEmpty()
                        ? new EventResult("", "", null, EventResult.Fate.IGNORED, null, "It holds no event", null)
                        : results.getFirst());
    }

    private Mapped taken(WebhookMappings.Read read, Arrival arrival, byte[] body, boolean dryRun) {
        WebhookMapping mapping = read.mapping();
        if (mapping == null) {
            throw new NotInForce(Objects.requireNonNull(read.refused()));
        }
        List<Map<String, Object>> events = mapping.events(payload(body));
        List<Incoming> incoming = events.stream()
                .map(event -> Incoming.of(cloudEvents.readStructured(json.writeValueAsBytes(event)), arrival))
                .toList();
        if (dryRun) {
            return new Mapped(
                    events,
                    incoming.stream()
                            .map(one -> inbox.tried(Objects.requireNonNull(one.event()), arrival))
                            .toList());
        }
        try {
            return new Mapped(events, inbox.receive(incoming));
        } catch (Inbox.Interrupted interrupted) {
            throw interrupted.trouble();
        }
    }

    private JsonNode payload(byte[] body) {
        if (body.length > CloudEvents.LARGEST) {
            throw new Unreadable("body", "at most 1 MiB", body.length + " bytes");
        }
        try {
            return json.readTree(CloudEvents.text("body", body));
        } catch (JacksonException malformed) {
            throw new Unreadable("body", "well-formed JSON", malformed.getOriginalMessage());
        } catch (Refused malformed) {
            throw new Unreadable(malformed.problems());
        }
    }

    private static Arrival arrival(String name, byte[] body, @Nullable ServiceAccount sender) {
        return new Arrival(
                "WEBHOOK",
                null,
                null,
                null,
                null,
                List.of(Outbox.Header.of("content-type", "application/json"), Outbox.Header.of(HEADER, name)),
                body,
                null,
                sender);
    }
}
