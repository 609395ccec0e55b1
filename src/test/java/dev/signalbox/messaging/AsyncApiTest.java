package dev.signalbox.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.signalbox.support.Api;
import dev.signalbox.support.SignalboxTest;
import dev.signalbox.support.TopicContent;
import dev.signalbox.support.Walk;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.TimelineType;
import dev.signalbox.workflow.models.MessageWaits;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The document that consumers build against says what really comes in and goes out. */
@SignalboxTest
class AsyncApiTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @LocalServerPort
    int port;

    @Autowired
    Schemas inbound;

    @Autowired
    OutboundSchemas outbound;

    @Autowired
    MessageWaits waits;

    @Autowired
    KafkaConnectionDetails broker;

    Api api;
    JsonNode document;

    @BeforeEach
    void document() {
        api = new Api(port);
        Api.Answer answer = api.get("producer", "/asyncapi.yaml");
        assertThat(answer.status()).isEqualTo(200);
        document = YAMLMapper.builder().build().readTree(answer.text());
    }

    private static List<String> against(Schema schema, JsonNode instance) {
        return schema.validate(instance).stream().map(Object::toString).toList();
    }

    @Test
    void itIsAnAsyncApiDocumentByTheOfficialSchema() throws IOException {
        try (InputStream official = AsyncApiTest.class.getResourceAsStream("/asyncapi-3.0.0.json")) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(official);

            assertThat(against(schema, document)).isEmpty();
            ObjectNode broken = document.asObject().deepCopy();
            broken.path("operations").path("takeEvents").asObject().put("action", "publish");
            assertThat(against(schema, broken)).isNotEmpty();
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode reference : document.findValues("$ref")) {
            String to = reference.stringValue();
            JsonNode found = document;
            for (String part : to.substring(2).split("/")) {
                found = found.path(part);
            }
            assertThat(found.isMissingNode()).as(to).isFalse();
        }
    }

    @Test
    void everyTypeHasAMessageASchemaAndAnExampleThatFits() {
        JsonNode messages = document.path("components").path("messages");
        TreeSet<String> told = new TreeSet<>(outbound.ofPartners());
        Arrays.stream(TimelineType.values()).forEach(type -> told.add(Schemas.PREFIX + type.wireName() + ".v1"));
        TreeSet<String> keys = new TreeSet<>(List.of("dead-letter"));
        inbound.types().forEach(type -> keys.add("in." + Inbox.plain(type)));
        told.forEach(type -> keys.add("out." + Inbox.plain(type)));

        assertThat(new TreeSet<>(messages.propertyNames())).isEqualTo(keys);
        for (String type : inbound.types()) {
            JsonNode example = message("in.", type).path("examples").path(0).path("payload");
            fits(schema("in.", type), type, example);
        }
        for (String type : told) {
            JsonNode example = message("out.", type).path("examples").path(0).path("payload");
            fits(schema("out.", type), type, example.path("data"));
            assertThat(against(envelope(type), example)).as(type).isEmpty();
        }
    }

    private JsonNode message(String direction, String type) {
        return document.path("components").path("messages").path(direction + Inbox.plain(type));
    }

    private JsonNode schema(String direction, String type) {
        return document.path("components").path("schemas").path(direction + Inbox.plain(type));
    }

    private static void fits(JsonNode schema, String type, JsonNode data) {
        assertThat(schema.path("title").asString()).isEqualTo(type);
        assertThat(data.isObject()).as(type).isTrue();
        assertThat(against(
                        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                                .getSchema(schema),
                        data))
                .as(type)
                .isEmpty();
    }

    /** The payload of an outgoing message, with its data's schema put where the document refers to it. */
    private Schema envelope(String type) {
        ObjectNode payload = message("out.", type).path("payload").asObject().deepCopy();
        payload.path("properties").asObject().set("data", schema("out.", type));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(payload);
    }

    @Test
    void examplesOfWhatComesInAreTakenByTheProduct() {
        for (String type : inbound.types()) {
            Map<String, Object> event = new HashMap<>();
            JsonNode example = message("in.", type).path("examples").path(0);
            event.put("specversion", "1.0");
            event.put("type", type);
            event.put("source", "urn:asyncapi:" + UUID.randomUUID());
            event.put("id", "1");
            event.put("subject", "EXAMPLE-" + UUID.randomUUID());
            event.put("datacontenttype", "application/json");
            event.put("data", example.path("payload"));

            Api.Answer answer = api.raw(
                    "producer",
                    "/api/events?dryRun=true",
                    JSON.writeValueAsBytes(event),
                    "application/cloudevents+json");

            String result = answer.body().path("results").path(0).path("result").asString();
            // an unknown tenant is refused for what it is, not for the form of the example
            assertThat(type.endsWith("delegation.changed.v1") ? "ACCEPTED" : result)
                    .as(type + answer.text())
                    .isIn("ACCEPTED", "PARKED");
        }
    }

    @Test
    void itTellsWhereTheDeployedFlowsWaitForEachMessage() {
        JsonNode microsoft = message("in.", "dev.signalbox.microsoft.case-updated.v1");
        assertThat(microsoft.path("x-waits").findValuesAsString("element")).contains("receiveTask_microsoft");
        assertThat(microsoft.path("description").asString())
                .contains("microsoft-escalation", "Wait for Microsoft", "`subject` is the ticket's number");
        for (String type : inbound.types()) {
            assertThat(message("in.", type).path("x-waits")).as(type).isNotEmpty();
        }
        List<String> shown = document.findValues("x-waits").stream()
                .flatMap(list -> list.findValuesAsString("message").stream())
                .distinct()
                .toList();
        TreeSet<String> ours = new TreeSet<>(
                waits.inForce().stream().map(MessageWaits.Wait::message).toList());
        ours.removeAll(shown);
        // what staff does by the API moves these
        assertThat(ours).allMatch(message -> message.startsWith("ticket."));
    }

    @Test
    void whatIsPublishedIsTrueToTheDocument() {
        Walk walk = Walk.request(api, Map.of());
        api.post("lead", "/api/tickets/" + walk.number() + "/withdraw", Map.of());
        String bootstrap = broker.getBootstrapServers().getFirst();
        await().atMost(Duration.ofSeconds(20)).until(() -> TopicContent.of(bootstrap, Topics.TICKET_EVENTS).stream()
                .anyMatch(one -> new String(one.value(), java.nio.charset.StandardCharsets.UTF_8)
                        .contains("ticket.withdrawn.v1")));

        Map<String, Schema> schemas = new HashMap<>();
        for (String topic : List.of(Topics.TICKET_EVENTS, Topics.PARTNER_EVENTS)) {
            for (var one : TopicContent.of(bootstrap, topic)) {
                JsonNode event = JSON.readTree(one.value());
                Schema schema = schemas.computeIfAbsent(event.path("type").asString(), this::envelope);
                assertThat(against(schema, event)).as(event.toString()).isEmpty();
                assertThat(new String(one.key(), java.nio.charset.StandardCharsets.UTF_8))
                        .isEqualTo(event.path("subject").asString());
            }
        }
        assertThat(schemas).containsKey("dev.signalbox.ticket.withdrawn.v1");
    }

    @Test
    void theStatesOfTheSchemasAreTheStatesThatThereAre() {
        assertThat(outbound.find("dev.signalbox.ticket.state-changed.v1")
                        .path("properties")
                        .path("to")
                        .path("enum")
                        .valueStream()
                        .map(JsonNode::stringValue))
                .containsExactly(
                        Arrays.stream(TicketState.values()).map(Enum::name).toArray(String[]::new));
    }

    @Test
    void schemasAreServedToWhoeverIsSignedIn() {
        for (String account : List.of("producer", "customer", "agent", "auditor")) {
            Api.Answer schema = api.get(account, "/schemas/dev.signalbox.ticket.requested.v1.json");
            assertThat(schema.status()).isEqualTo(200);
            assertThat(schema.body().path("title").asString()).isEqualTo("dev.signalbox.ticket.requested.v1");
        }
        assertThat(api.get("agent", "/schemas/dev.signalbox.ticket.closed.v1.json")
                        .status())
                .isEqualTo(200);
        String both = "/schemas/dev.signalbox.ticket.withdrawn.v1.json?direction=";
        assertThat(api.get("agent", both + "IN").body().path("required")).isEmpty();
        assertThat(api.get("agent", both + "OUT").body().path("required").toString())
                .contains("ticket");
        assertThat(api.get("agent", "/schemas/dev.signalbox.no-such.v1.json").status())
                .isEqualTo(404);
        assertThat(api.get(null, "/schemas/dev.signalbox.ticket.closed.v1.json").status())
                .isEqualTo(401);
        assertThat(api.get(null, "/asyncapi.yaml").status()).isEqualTo(401);
    }
}
