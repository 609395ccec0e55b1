package dev.signalbox.messaging;

import dev.signalbox.workflow.models.MessageWaits;
import dev.signalbox.workflow.models.MessageWaits.Wait;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** What systems outside need to know of our events: each type's schema, and an AsyncAPI document of what is deployed. */
@Component
public class Catalog {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .enable(YAMLWriteFeature.LITERAL_BLOCK_STYLE)
            .build();

    private final Schemas inbound;
    private final OutboundSchemas outbound;
    private final MessageWaits waits;
    private final TopicProperties topics;
    private final KafkaConnectionDetails broker;
    private final KafkaProperties kafka;

    Catalog(
            Schemas inbound,
            OutboundSchemas outbound,
            MessageWaits waits,
            TopicProperties topics,
            KafkaConnectionDetails broker,
            KafkaProperties kafka) {
        this.inbound = inbound;
        this.outbound = outbound;
        this.waits = waits;
        this.topics = topics;
        this.broker = broker;
        this.kafka = kafka;
    }

    /** The JSON Schema of the data of what comes in, by the type's full name. */
    public Optional<JsonNode> comingIn(String type) {
        return Optional.ofNullable(inbound.find(type));
    }

    /** The same for what goes out. */
    public Optional<JsonNode> goingOut(String type) {
        return Optional.ofNullable(outbound.find(type));
    }

    /** The outgoing types without prefix and version. */
    public List<String> told() {
        return Stream.concat(outbound.ofTickets().stream(), outbound.ofPartners().stream())
                .map(Inbox::plain)
                .toList();
    }

    /** What in an outgoing type's data does not fit its schema, in words; empty where it is true to it. */
    public List<String> against(String type, JsonNode data) {
        return outbound.against(type, data);
    }

    /**
     * The AsyncAPI 3 document as YAML.
     *
     * @param http where the HTTP side is reached, as whoever asks sees it
     */
    public String asyncApi(URI http) {
        Map<String, List<Wait>> byMessage = waits.inForce().stream()
                .collect(Collectors.groupingBy(Wait::message, TreeMap::new, Collectors.toList()));
        return YAML.writeValueAsString(new AsyncApi(inbound, outbound, byMessage, topics.partitions())
                .document(
                        http,
                        broker.getBootstrapServers().getFirst(),
                        kafka.getProperties()
                                .getOrDefault(
                                        "security.protocol",
                                        Optional.ofNullable(kafka.getSecurity().getProtocol())
                                                .orElse("PLAINTEXT"))));
    }
}
