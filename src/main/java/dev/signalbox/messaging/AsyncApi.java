package dev.signalbox.messaging;

import dev.signalbox.workflow.models.MessageWaits.Wait;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The AsyncAPI 3 document: written from the product's side, so what it receives is what you send. */
final class AsyncApi {

    private static final String ABOUT = """
            What Signalbox takes and tells, as CloudEvents 1.0. The document is written from the product's side: it
            receives what you send, and sends what you read.

            **You send** to `signalbox.inbound.v1` or `POST /api/events`. The same `source` and `id` again is a
            duplicate and changes nothing, so send again whenever you are not sure. `subject` is the ticket's number or
            the reference under which you requested it, and the record's key is the same text. Events of one ticket are
            applied in the order of their arrival; what comes too early waits. `GET /api/events?source=&id=` tells what
            became of each. What cannot be read or applied is on `signalbox.inbound.v1-dlt`.

            **You read** from `signalbox.ticket-events.v1`: the key is the ticket's number, and `sequence` counts each
            ticket's events 1, 2, 3 … without a gap. Delivery is at least once: a repetition has the `id` of the first
            time and comes after it; drop what you know. What concerns no single ticket is on
            `signalbox.partner-events.v1`. Neither holds names, addresses or words of messages.

            Fields may be added to the data of a type at any time: ignore what you do not know. What would break you is
            a new type, ending in `.v2`.
            """;

    private static final String IN = "in.";
    private static final String OUT = "out.";
    private static final String DEAD_LETTER = "dead-letter";

    /** Which messages of the flows each inbound type moves, and how its ticket is found. */
    private static final Map<String, Moves> MOVES = Map.of(
            "ticket.requested",
            new Moves(
                    List.of("ticket.requested"),
                    "Makes a ticket; `subject` is your own reference for it. The same `source` and `subject` under"
                            + " another `id` is a recurrence of that ticket, never a second open one."),
            "ticket.customer-replied",
            Moves.ofTheTicket("ticket.customer-replied", ""),
            "ticket.resolution-confirmed",
            Moves.ofTheTicket("ticket.resolution-confirmed", ""),
            "ticket.withdrawn",
            Moves.ofTheTicket("ticket.withdrawn", ""),
            "alert.cleared",
            Moves.ofTheTicket(
                    "alert.cleared",
                    " It proposes the solution while the own desk works on the ticket, and is noted while others do."),
            "microsoft.case-updated",
            Moves.ofTheTicket("microsoft.case-updated", " `externalId` must be the case filed for it."),
            "third-party.case-updated",
            Moves.ofTheTicket("third-party.case-updated", ""),
            "service-health.issue-updated",
            new Moves(
                    List.of("service-health.issue-resolved"),
                    "`subject` is the issue's id. A resolved issue moves every ticket that is linked to it."),
            "delegation.changed",
            new Moves(
                    List.of("delegation.changed", "delegation.lost", "delegation.granted"),
                    "`subject` is the tenant's id. Every open ticket of that tenant's customer hears of it."));

    private final Schemas inbound;
    private final OutboundSchemas outbound;
    private final Map<String, List<Wait>> waits;
    private final int partitions;

    AsyncApi(Schemas inbound, OutboundSchemas outbound, Map<String, List<Wait>> waits, int partitions) {
        this.inbound = inbound;
        this.outbound = outbound;
        this.waits = waits;
        this.partitions = partitions;
    }

    private record Moves(List<String> messages, String correlation) {

        static Moves ofTheTicket(String message, String more) {
            return new Moves(
                    List.of(message),
                    "`subject` is the ticket's number, or the external reference it was requested under." + more);
        }
    }

    Map<String, Object> document(URI http, String broker, String kafkaProtocol) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("asyncapi", "3.0.0");
        document.put(
                "info",
                map(
                        "title",
                        "Signalbox events",
                        "version",
                        version(),
                        "description",
                        ABOUT,
                        "externalDocs",
                        map("description", "The HTTP API", "url", http.resolve("/swagger-ui.html") + "")));
        document.put("defaultContentType", "application/json");
        document.put("servers", servers(http, broker, kafkaProtocol));
        document.put("channels", channels());
        document.put("operations", operations());
        document.put("components", components());
        return document;
    }

    private static String version() {
        String version = AsyncApi.class.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }

    private static Map<String, Object> servers(URI http, String broker, String kafkaProtocol) {
        boolean plain = kafkaProtocol.equals("PLAINTEXT");
        return map(
                "kafka",
                map(
                        "host",
                        broker,
                        "protocol",
                        plain ? "kafka" : "kafka-secure",
                        "description",
                        "The broker; security protocol " + kafkaProtocol),
                "http",
                map(
                        "host",
                        http.getAuthority(),
                        "protocol",
                        http.getScheme(),
                        "security",
                        List.of(
                                map("type", "http", "scheme", "basic", "description", "An account"),
                                map("type", "http", "scheme", "bearer", "description", "A service account's token"))));
    }

    private Map<String, Object> channels() {
        Map<String, Object> byHttp = map(
                "address",
                "/api/events",
                "title",
                "In, by HTTP",
                "description",
                "CloudEvents in binary, structured and batch mode; needs the right to send events.",
                "servers",
                List.of(ref("servers/http")),
                "messages",
                messages(IN, inbound.types()));
        return map(
                "inbound",
                topic(
                        Topics.INBOUND,
                        "In",
                        "What happened elsewhere, in binary or structured mode; an event has at most 1 MiB.",
                        messages(IN, inbound.types())),
                "inboundByHttp",
                byHttp,
                "deadLetters",
                topic(
                        Topics.INBOUND_DEAD,
                        "In, dead letters",
                        "What could not be read or applied: the original bytes and headers, with the reason beside them.",
                        map(DEAD_LETTER, ref("components/messages/" + DEAD_LETTER))),
                "ticketEvents",
                topic(
                        Topics.TICKET_EVENTS,
                        "Out, one ticket's",
                        "Every entry of every ticket's timeline, in order for each ticket.",
                        messages(OUT, outbound.ofTickets())),
                "partnerEvents",
                topic(
                        Topics.PARTNER_EVENTS,
                        "Out, no single ticket's",
                        "What concerns no single ticket.",
                        messages(OUT, outbound.ofPartners())));
    }

    private Map<String, Object> topic(String name, String title, String description, Map<String, Object> messages) {
        return map(
                "address",
                name,
                "title",
                title,
                "description",
                description,
                "servers",
                List.of(ref("servers/kafka")),
                "messages",
                messages,
                "bindings",
                map("kafka", map("topic", name, "partitions", partitions, "bindingVersion", "0.5.0")));
    }

    /** {@code ticket.withdrawn} comes in and goes out, so keys tell the direction. */
    private static Map<String, Object> messages(String direction, List<String> types) {
        return types.stream()
                .map(type -> direction + Inbox.plain(type))
                .collect(Collectors.toMap(
                        Function.identity(),
                        key -> ref("components/messages/" + key),
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    private static Map<String, Object> operations() {
        return map(
                "takeEvents",
                operation("receive", "inbound", "You send: produce to this topic."),
                "takeEventsByHttp",
                map(
                        "action",
                        "receive",
                        "channel",
                        ref("channels/inboundByHttp"),
                        "summary",
                        "You send: POST one event or a batch.",
                        "bindings",
                        map("http", map("method", "POST", "bindingVersion", "0.3.0"))),
                "keepDeadLetters",
                operation("send", "deadLetters", "You may read: what came in and could not be applied."),
                "tellTicketEvents",
                operation("send", "ticketEvents", "You read: consume this topic."),
                "tellPartnerEvents",
                operation("send", "partnerEvents", "You read: consume this topic."));
    }

    private static Map<String, Object> operation(String action, String channel, String summary) {
        return map("action", action, "channel", ref("channels/" + channel), "summary", summary);
    }

    private Map<String, Object> components() {
        Map<String, Object> messages = new LinkedHashMap<>();
        Map<String, Object> schemas = new LinkedHashMap<>();
        inbound.types().forEach(type -> {
            JsonNode schema = known(inbound.find(type), type);
            schemas.put(IN + Inbox.plain(type), schema);
            messages.put(IN + Inbox.plain(type), incoming(type, schema));
        });
        messages.put(DEAD_LETTER, deadLetter());
        Stream.concat(outbound.ofTickets().stream(), outbound.ofPartners().stream())
                .forEach(type -> {
                    JsonNode schema = known(outbound.find(type), type);
                    schemas.put(OUT + Inbox.plain(type), schema);
                    messages.put(
                            OUT + Inbox.plain(type),
                            outgoing(type, schema, outbound.ofTickets().contains(type)));
                });
        return map("messages", messages, "schemas", schemas);
    }

    private static JsonNode known(@Nullable JsonNode schema, String type) {
        if (schema == null) {
            throw new IllegalStateException("Expected a schema of " + type);
        }
        return schema;
    }

    private Map<String, Object> incoming(String type, JsonNode schema) {
        String name = Inbox.plain(type);
        Moves moves = MOVES.getOrDefault(name, new Moves(List.of(name), ""));
        List<Wait> waiting = moves.messages().stream()
                .flatMap(message -> waits.getOrDefault(message, List.of()).stream())
                .toList();
        String where = waiting.stream()
                .map(wait -> "- `%s` at \"%s\"".formatted(wait.flow(), wait.name()))
                .distinct()
                .collect(Collectors.joining("\n"));
        JsonNode example = schema.path("examples").path(0);
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_type", type);
        headers.put("ce_source", "urn:example:monitoring");
        headers.put("ce_id", "4711");
        headers.put("ce_subject", subject(name, example));
        headers.put("ce_time", "2026-11-25T09:30:00Z");
        headers.put("content-type", "application/json");
        return map(
                "name",
                type,
                "title",
                name,
                "description",
                moves.correlation() + (where.isEmpty() ? "" : "\n\nThe deployed flows wait for it here:\n\n" + where),
                "contentType",
                "application/json",
                "headers",
                binaryHeaders(type),
                "payload",
                ref("components/schemas/" + IN + name),
                "correlationId",
                map("description", moves.correlation(), "location", "$message.header#/ce_subject"),
                "bindings",
                key("The same text as ce_subject"),
                "examples",
                List.of(map("name", "binaryMode", "headers", headers, "payload", example)),
                "x-waits",
                waiting.stream()
                        .map(wait -> map(
                                "message", wait.message(),
                                "flow", wait.flow(),
                                "element", wait.element(),
                                "kind", wait.kind()))
                        .toList());
    }

    private static String subject(String name, JsonNode example) {
        return switch (name) {
            case "service-health.issue-updated" ->
                example.path("issue").path("id").asString();
            case "delegation.changed" -> example.path("tenantId").asString();
            case "ticket.requested" -> "MON-1";
            default -> "10001238";
        };
    }

    /** Of Kafka in binary mode; by HTTP the names begin with {@code ce-}. In structured mode all stand in the body. */
    private static Map<String, Object> binaryHeaders(String type) {
        return map(
                "type",
                "object",
                "description",
                "Kafka, binary mode. By HTTP the names begin with `ce-` instead of `ce_`. In structured mode"
                        + " (`content-type: application/cloudevents+json`) all of it stands in the body, with `data`.",
                "required",
                List.of("ce_specversion", "ce_type", "ce_source", "ce_id"),
                "properties",
                map(
                        "ce_specversion",
                        map("type", "string", "const", "1.0"),
                        "ce_type",
                        map("type", "string", "const", type),
                        "ce_source",
                        text("Who sends; with the id it is unique for ever"),
                        "ce_id",
                        text("The sender's own id of the event"),
                        "ce_subject",
                        text("What it is about"),
                        "ce_time",
                        map("type", "string", "format", "date-time", "description", "When it happened"),
                        "content-type",
                        map("type", "string", "description", "application/json")));
    }

    private static Map<String, Object> text(String description) {
        return map("type", "string", "minLength", 1, "maxLength", 255, "description", description);
    }

    private static Map<String, Object> outgoing(String type, JsonNode schema, boolean ofATicket) {
        JsonNode example = schema.path("examples").path(0);
        String subject = ofATicket
                ? example.path("ticket").asString("10001238")
                : example.path("id").asString("11111111-2222-4333-8444-555555555555");
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", ofATicket ? subject + "-7" : "5f0c2f4e-0c1f-4b53-9a52-0b6f6f6f1a2b");
        event.put("source", "/signalbox");
        event.put("type", type);
        event.put("subject", subject);
        event.put("time", "2026-11-25T09:30:00Z");
        event.put("datacontenttype", "application/json");
        if (ofATicket) {
            event.put("sequence", "7");
        }
        event.put("data", example);
        return map(
                "name",
                type,
                "title",
                Inbox.plain(type),
                "summary",
                schema.path("description").asString(""),
                "contentType",
                "application/cloudevents+json",
                "headers",
                map(
                        "type",
                        "object",
                        "properties",
                        map(
                                "content-type",
                                map("type", "string", "const", "application/cloudevents+json; charset=UTF-8"))),
                "payload",
                envelope(type, ofATicket),
                "correlationId",
                map(
                        "description",
                        ofATicket ? "The ticket's number" : "Whom or what it concerns",
                        "location",
                        "$message.payload#/subject"),
                "bindings",
                key(ofATicket ? "The ticket's number" : "The same text as subject"),
                "examples",
                List.of(map(
                        "name",
                        "structuredMode",
                        "headers",
                        map("content-type", "application/cloudevents+json; charset=UTF-8"),
                        "payload",
                        event)));
    }

    private static Map<String, Object> envelope(String type, boolean ofATicket) {
        List<String> required = new ArrayList<>(
                List.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"));
        Map<String, Object> properties = map(
                "specversion",
                map("type", "string", "const", "1.0"),
                "id",
                map("type", "string", "description", "Stable: a repetition has the same"),
                "source",
                map("type", "string", "const", "/signalbox"),
                "type",
                map("type", "string", "const", type),
                "subject",
                map("type", "string", "description", ofATicket ? "The ticket's number" : "Whom or what it concerns"),
                "time",
                map("type", "string", "format", "date-time", "description", "When it happened"),
                "datacontenttype",
                map("type", "string", "const", "application/json"),
                "data",
                ref("components/schemas/" + OUT + Inbox.plain(type)));
        if (ofATicket) {
            required.add("sequence");
            properties.put(
                    "sequence",
                    map(
                            "type",
                            "string",
                            "pattern",
                            "^[1-9][0-9]*$",
                            "description",
                            "The ticket's own counter: 1, 2, 3 … without a gap"));
        }
        return map("type", "object", "required", required, "properties", properties);
    }

    private static Map<String, Object> deadLetter() {
        return map(
                "name",
                DEAD_LETTER,
                "title",
                "A dead letter",
                "description",
                "The record as it came, byte for byte and with its own headers, and beside them why it is here."
                        + " Operators find and replay it with `GET /api/dead-letters`.",
                "contentType",
                "application/octet-stream",
                "headers",
                map(
                        "type",
                        "object",
                        "description",
                        "Beside the headers that the record came with",
                        "properties",
                        map(
                                "signalbox-reason", map("type", "string", "description", "Why it is here"),
                                "signalbox-dead-letter", map("type", "string", "description", "Its id for the API"),
                                "kafka_dlt-original-topic", map("type", "string"),
                                "kafka_dlt-original-partition", map("type", "string"),
                                "kafka_dlt-original-offset", map("type", "string"))),
                "payload",
                map("description", "Whatever bytes came"));
    }

    private static Map<String, Object> key(String description) {
        return map("kafka", map("key", map("type", "string", "description", description), "bindingVersion", "0.5.0"));
    }

    private static Map<String, Object> ref(String to) {
        return map("$ref", "#/" + to);
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i].toString(), pairs[i + 1]);
        }
        return map;
    }
}
