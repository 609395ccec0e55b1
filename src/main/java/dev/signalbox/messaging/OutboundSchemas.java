package dev.signalbox.messaging;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.signalbox.ticket.TimelineType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the data of each outgoing type looks like. Types of the timeline that no file of their own describes have what
 * all of them have: ticket, state and actor.
 */
@Component
class OutboundSchemas {

    private static final String COMMON = "ticket.event.v1";

    private final Map<String, ObjectNode> ofTickets = new TreeMap<>();
    private final Map<String, ObjectNode> ofPartners = new TreeMap<>();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    OutboundSchemas(JsonMapper json) throws IOException {
        Map<String, ObjectNode> files = new TreeMap<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:schemas/out/*.json")) {
            try (InputStream in = file.getInputStream()) {
                files.put(
                        String.valueOf(file.getFilename()).replace(".json", ""),
                        json.readTree(in).asObject());
            }
        }
        ObjectNode common = files.remove(COMMON);
        Arrays.stream(TimelineType.values()).map(TimelineType::wireName).forEach(name -> {
            ObjectNode own = files.remove(name + ".v1");
            String type = Schemas.PREFIX + name + ".v1";
            ofTickets.put(type, own == null ? common.deepCopy().put("title", type) : own);
        });
        files.forEach((name, schema) -> ofPartners.put(Schemas.PREFIX + name, schema));
    }

    /** The types on the topic of ticket events, in alphabetical order. */
    List<String> ofTickets() {
        return List.copyOf(ofTickets.keySet());
    }

    /** The types on the topic of partner events, in alphabetical order. */
    List<String> ofPartners() {
        return List.copyOf(ofPartners.keySet());
    }

    @Nullable
    JsonNode find(String type) {
        ObjectNode found = ofTickets.get(type);
        return found == null ? ofPartners.get(type) : found;
    }

    /** What in the data does not fit its type, in words; empty where it is true to its schema. */
    List<String> against(String type, JsonNode data) {
        JsonNode found = find(type);
        if (found == null) {
            return List.of(type + " has no schema");
        }
        Schema schema = registry.getSchema(found);
        return schema.validate(data).stream().map(error -> type + " " + error).toList();
    }
}
