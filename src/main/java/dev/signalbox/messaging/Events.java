package dev.signalbox.messaging;

import dev.signalbox.access.ServiceAccount;
import dev.signalbox.messaging.EventResult.Fate;
import dev.signalbox.ticket.Refused;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The way in for events by HTTP, and the place to ask what became of any event. */
@Component
public class Events {

    static final String BATCH = "application/cloudevents-batch+json";

    private final CloudEvents cloudEvents;
    private final Inbox inbox;
    private final Explanations explanations;
    private final DeadLetters deadLetters;
    private final ForeignWebhooks webhooks;
    private final JsonMapper json;

    Events(
            CloudEvents cloudEvents,
            Inbox inbox,
            Explanations explanations,
            DeadLetters deadLetters,
            ForeignWebhooks webhooks,
            JsonMapper json) {
        this.webhooks = webhooks;
        this.cloudEvents = cloudEvents;
        this.inbox = inbox;
        this.explanations = explanations;
        this.deadLetters = deadLetters;
        this.json = json;
    }

    /**
     * Takes one event or a batch; refuses the whole body where it cannot be read as CloudEvents.
     *
     * @param sender the service account that sends them; null for a person
     * @param dryRun whether to tell where they would go and do nothing; each event is tried by itself
     */
    public List<EventResult> submit(
            Map<String, List<String>> headers, byte[] body, @Nullable ServiceAccount sender, boolean dryRun) {
        List<Outbox.Header> kept = kept(headers);
        if (isBatch(kept)) {
            List<byte[]> parts = cloudEvents.batch(body);
            List<Incoming> incoming = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                Arrival arrival = arrival(structured(), parts.get(i), sender);
                incoming.add(Incoming.of(readPart(arrival, i), arrival));
            }
            return receive(incoming, dryRun);
        }
        Arrival arrival = arrival(kept, body, sender);
        return receive(List.of(Incoming.of(cloudEvents.read(arrival), arrival)), dryRun);
    }

    /** Takes an event that the product itself made of something it read; {@code time} is null for now. */
    public EventResult take(
            String source, String id, String type, String subject, @Nullable Instant time, Map<String, ?> data) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("source", source);
        event.put("id", id);
        event.put("type", type);
        event.put("subject", subject);
        if (time != null) {
            event.put("time", time.toString());
        }
        event.put("datacontenttype", "application/json");
        event.put("data", data);
        byte[] body = json.writeValueAsBytes(event);
        return inbox.receive(
                cloudEvents.readStructured(body),
                new Arrival(Arrival.POLL, null, null, null, null, structured(), body, null, null));
    }

    private InboundEvent readPart(Arrival part, int index) {
        try {
            return cloudEvents.read(part);
        } catch (Unreadable refused) {
            throw new Unreadable(refused.problems().stream()
                    .map(problem -> new dev.signalbox.ticket.Problem(
                            "[" + index + "]." + problem.field(), problem.expected(), problem.found()))
                    .toList());
        }
    }

    /** What became of an event; empty where it was never seen. */
    public Optional<Explanation> find(String source, String id) {
        return explanations.find(source, id);
    }

    /** Sends a dead letter on the same way again; empty where there is none with this id. */
    public Optional<EventResult> replay(String id) {
        return replay(id, null);
    }

    /** The same with other bytes, where somebody mended what was wrong; the original stays as it came. */
    public Optional<EventResult> replay(String id, byte @Nullable [] mended) {
        return deadLetters.arrival(id).map(original -> {
            Arrival arrival = mended == null ? original : original.with(mended);
            EventResult result;
            try {
                result = again(arrival, id);
            } catch (Refused refused) {
                result = new EventResult("", "", null, Fate.REJECTED, null, refused.getMessage(), null);
            }
            deadLetters.replayed(id, result.result().name());
            return result;
        });
    }

    private EventResult again(Arrival arrival, String id) {
        byte[] payload = arrival.payload();
        if (payload == null && arrival.headers().isEmpty()) {
            throw new Refused(
                    "payload", "what came in", "nothing: it left after its time, or with the person it named");
        }
        Optional<String> mapping = arrival.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(ForeignWebhooks.HEADER))
                .map(Events::text)
                .findFirst();
        if (mapping.isPresent()) {
            String event = deadLetters.find(id).map(DeadLetter::eventId).orElse(null);
            return webhooks.again(mapping.get(), arrival, payload == null ? new byte[0] : payload, event);
        }
        return inbox.receive(cloudEvents.read(arrival), arrival);
    }

    /** Whether nothing is wrong with what was asked, so that the same can be asked again soon. */
    public static boolean isPassing(Throwable trouble) {
        return Trouble.of(trouble) == Trouble.PASSING || isRace(trouble);
    }

    /** Whether somebody else changed the same at the same moment. */
    public static boolean isRace(Throwable trouble) {
        return Trouble.of(trouble) == Trouble.RACE;
    }

    private static String text(Outbox.Header header) {
        byte[] value = header.value();
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private List<EventResult> receive(List<Incoming> incoming, boolean dryRun) {
        if (dryRun) {
            return incoming.stream()
                    .map(one -> inbox.tried(Objects.requireNonNull(one.event()), one.arrival()))
                    .toList();
        }
        try {
            return inbox.receive(incoming);
        } catch (Inbox.Interrupted interrupted) {
            throw interrupted.trouble();
        }
    }

    private static List<Outbox.Header> structured() {
        return List.of(Outbox.Header.of("content-type", JsonFormat.CONTENT_TYPE));
    }

    /** Each value of what is an attribute, so that one which came twice is seen. */
    private static List<Outbox.Header> kept(Map<String, List<String>> headers) {
        List<Outbox.Header> kept = new ArrayList<>();
        headers.forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith("ce-") || name.equalsIgnoreCase("content-type")) {
                values.forEach(value -> kept.add(Outbox.Header.of(name, value)));
            }
        });
        return kept;
    }

    private static boolean isBatch(List<Outbox.Header> headers) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase("content-type"))
                .anyMatch(header -> Envelope.mediaType(text(header)).equals(BATCH));
    }

    private static Arrival arrival(
            List<Outbox.Header> headers, byte @Nullable [] body, @Nullable ServiceAccount sender) {
        return new Arrival("HTTP", null, null, null, null, headers, body, null, sender);
    }
}
