package dev.signalbox.messaging;

import dev.signalbox.microsoft.Noticed;
import io.cloudevents.jackson.JsonFormat;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Brings what was noticed at Microsoft into the inbox, as the CloudEvent that anybody could have sent. */
@Component
class PolledEvents {

    private final CloudEvents cloudEvents;
    private final Inbox inbox;
    private final JsonMapper json;

    PolledEvents(CloudEvents cloudEvents, Inbox inbox, JsonMapper json) {
        this.cloudEvents = cloudEvents;
        this.inbox = inbox;
        this.json = json;
    }

    /** Applied, known already, or kept as a dead letter with its reason when this returns. */
    @EventListener
    void on(Noticed noticed) {
        ObjectNode event = json.createObjectNode();
        event.put("specversion", "1.0");
        event.put("id", noticed.id());
        event.put("source", noticed.source());
        event.put("type", noticed.type());
        event.put("subject", noticed.subject());
        event.put("time", noticed.time().toString());
        event.put("datacontenttype", "application/json");
        event.set("data", noticed.data());
        byte[] payload = json.writeValueAsBytes(event);
        InboundEvent read = cloudEvents.readStructured(payload);
        Arrival arrival = new Arrival(
                Arrival.POLL,
                null,
                null,
                null,
                null,
                List.of(Outbox.Header.of("content-type", JsonFormat.CONTENT_TYPE)),
                payload,
                null,
                null);
        inbox.receive(read, arrival);
    }
}
