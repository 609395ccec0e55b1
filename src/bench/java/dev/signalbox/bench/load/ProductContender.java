package dev.signalbox.bench.load;

import dev.signalbox.kit.Http;
import dev.signalbox.kit.Node;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Signalbox, through its outer contract. */
class ProductContender implements Contender {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String IN = "signalbox.inbound.v1";
    private static final Map<String, Map<String, ?>> ANSWERS = Map.of(
            "check-health", Map.of("healthMatch", "NONE", "symptomsMatch", false, "needsEngineering", false),
            "diagnose",
                    Map.of(
                            "outcome",
                            "DIAGNOSED",
                            "causeDomain",
                            "CONFIGURATION",
                            "steps",
                            List.of(Map.of("tried", "Test user", "result", "Same", "at", "2026-11-20T08:00:00Z"))),
            "resolve", Map.of("outcome", "FIXED", "solution", "Rights given back"));

    private final Node node;

    ProductContender(Node node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "product";
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public String outTopic() {
        return "signalbox.ticket-events.v1";
    }

    @Override
    public ProducerRecord<String, String> request(String reference) {
        return event(
                reference,
                "ticket.requested",
                Map.of(
                        "customerId", "demo-direct-1",
                        "title", "Mailboxes disappear " + reference,
                        "description", "Nobody sees the shared mailboxes since this morning.",
                        "reportedCategory", "SERVICE_ERROR",
                        "productFamily", "M365",
                        "businessImpact", "MODERATE"));
    }

    @Override
    public ProducerRecord<String, String> reply(String ticket) {
        return event(ticket, "ticket.customer-replied", Map.of("body", "It is still so."));
    }

    @Override
    public ProducerRecord<String, String> confirmation(String ticket) {
        return event(ticket, "ticket.resolution-confirmed", Map.of("solved", true));
    }

    private static ProducerRecord<String, String> event(String subject, String type, Map<String, ?> data) {
        var record = new ProducerRecord<>(IN, subject, JSON.writeValueAsString(data));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        UUID.randomUUID().toString(),
                        "ce_source",
                        "urn:bench",
                        "ce_subject",
                        subject,
                        "ce_type",
                        "dev.signalbox." + type + ".v1",
                        "content-type",
                        "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    @Override
    public Optional<Told> read(ConsumerRecord<String, String> record) {
        JsonNode event = JSON.readTree(record.value());
        String ticket = event.path("subject").asString("");
        JsonNode data = event.path("data");
        return switch (event.path("type").asString("")) {
            case "dev.signalbox.ticket.task-created.v1" ->
                Optional.of(new Told(
                        ticket,
                        data.path("kind").asString(""),
                        data.path("taskId").asString(""),
                        ""));
            case "dev.signalbox.ticket.message-added.v1" -> Optional.of(new Told(ticket, "replied", "", ""));
            case "dev.signalbox.ticket.closed.v1" -> Optional.of(new Told(ticket, "closed", "", ""));
            default -> Optional.empty();
        };
    }

    @Override
    public boolean complete(Told task) {
        return node.http()
                .post("agent", "/api/tasks/" + task.task() + "/complete", Map.of("values", ANSWERS.get(task.kind())))
                .ok();
    }

    @Override
    public String ticketOf(String reference) {
        return node.http()
                .get("lead", "/api/tickets?externalReference=" + Http.encoded(reference))
                .body()
                .path("items")
                .path(0)
                .path("number")
                .asString("");
    }
}
