package dev.signalbox.support;

import dev.signalbox.messaging.Catalog;
import dev.signalbox.ticket.PartnerEvent;
import dev.signalbox.ticket.TimelineEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.event.EventListener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds whatever any test lets happen against the schemas that consumers are given: what differs fails where it is told. */
public class TrueSchemas {

    private final Catalog catalog;
    private final JsonMapper json;

    TrueSchemas(Catalog catalog, JsonMapper json) {
        this.catalog = catalog;
        this.json = json;
    }

    @EventListener
    void on(TimelineEntry entry) {
        Map<String, Object> data = new LinkedHashMap<>(entry.data());
        data.put("actor", entry.actor());
        check(entry.type().wireName(), json.valueToTree(data));
    }

    @EventListener
    void on(PartnerEvent told) {
        check(told.type(), json.valueToTree(told.data()));
    }

    private void check(String name, JsonNode data) {
        String type = "dev.signalbox." + name + ".v1";
        var against = catalog.against(type, data);
        if (!against.isEmpty()) {
            throw new AssertionError("Published data does not fit its schema in src/main/resources/schemas/out: "
                    + against + ", found " + data);
        }
    }
}
