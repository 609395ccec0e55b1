package dev.signalbox.bench.load;

import dev.signalbox.bench.tutorial.Tutorial;
import dev.signalbox.kit.Node;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The baseline: the same flows and tables, the engine used as tutorials use it. */
class TutorialContender implements Contender {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, String> KINDS = Map.of(
            "userTask_checkHealth", "check-health",
            "userTask_diagnose", "diagnose",
            "userTask_resolve", "resolve",
            "userTask_confirmResolution", "confirm-resolution",
            "replied", "replied",
            "closed", "closed");
    private static final Map<String, Map<String, Object>> ANSWERS = Map.of(
            "check-health",
                    Map.of(
                            "healthMatch",
                            "NONE",
                            "symptomsMatch",
                            false,
                            "needsEngineering",
                            false,
                            "healthDataAgeMinutes",
                            0),
            "diagnose", Map.of("outcome", "DIAGNOSED", "causeDomain", "CONFIGURATION", "diagnosisComplete", true),
            "resolve", Map.of("outcome", "FIXED", "solution", "Rights given back"));

    private static final String COMPLETE = "/complete/";

    private final Node node;

    TutorialContender(Node node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "tutorial";
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public String outTopic() {
        return Tutorial.OUT;
    }

    @Override
    public ProducerRecord<String, String> request(String reference) {
        return event(Map.of(
                "type", "ticket.requested",
                "reference", reference,
                "customerId", "demo-direct-1",
                "title", "Mailboxes disappear " + reference,
                "description", "Nobody sees the shared mailboxes since this morning."));
    }

    @Override
    public ProducerRecord<String, String> reply(String ticket) {
        return event(Map.of("type", "ticket.customer-replied", "reference", ticket, "body", "It is still so."));
    }

    @Override
    public ProducerRecord<String, String> confirmation(String ticket) {
        return event(Map.of("type", "ticket.resolution-confirmed", "reference", ticket));
    }

    private static ProducerRecord<String, String> event(Map<String, String> event) {
        return new ProducerRecord<>(Tutorial.IN, event.get("reference"), JSON.writeValueAsString(event));
    }

    @Override
    public Optional<Told> read(ConsumerRecord<String, String> record) {
        JsonNode event = JSON.readTree(record.value());
        String kind = KINDS.get(event.path("kind").asString(""));
        String reference = event.path("reference").asString("");
        return kind == null
                ? Optional.empty()
                : Optional.of(new Told(reference, kind, event.path("task").asString(""), reference));
    }

    @Override
    public boolean complete(Told task) {
        return node.http()
                .post("agent", COMPLETE + task.task(), ANSWERS.get(task.kind()))
                .ok();
    }

    @Override
    public String ticketOf(String reference) {
        return reference;
    }
}
