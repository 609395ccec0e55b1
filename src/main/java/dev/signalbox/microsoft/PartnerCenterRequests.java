package dev.signalbox.microsoft;

import dev.signalbox.microsoft.connection.CallFailed;
import dev.signalbox.microsoft.connection.Connection;
import dev.signalbox.microsoft.connection.Connection.Call;
import dev.signalbox.microsoft.connection.MicrosoftService;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The partner's own service requests: read, and answered by a note. Nothing creates one. Source: Partner Center REST,
 * get service request details by id, update a service request (2021).
 */
final class PartnerCenterRequests {

    // numbers in lists, words in details; the order is that of Microsoft's own Java SDK
    private static final List<String> STATUSES = List.of("none", "open", "closed", "attention_needed");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Connection connection;

    PartnerCenterRequests(Connection connection) {
        this.connection = connection;
    }

    /** A service request as Partner Center tells it; the status is empty where it tells none we know. */
    record Told(String status, @Nullable Instant modifiedAt, List<Note> notes) {}

    /** A note of Microsoft's or ours. */
    record Note(String by, String text, @Nullable Instant at) {}

    Optional<Told> find(String id) {
        JsonNode body;
        try {
            body = connection
                    .send(headed(
                            Call.get(MicrosoftService.PARTNER_CENTER, connection.tenantId(), path(id)),
                            UUID.randomUUID().toString()))
                    .body();
        } catch (CallFailed failed) {
            if (failed.status() == 404) {
                return Optional.empty();
            }
            throw failed;
        }
        if (field(body, "id").asString("").isBlank()) {
            throw new CallFailed(
                    CallFailed.Reason.UNREADABLE, "Partner Center answered a service request without an id");
        }
        List<Note> notes = new ArrayList<>();
        field(body, "notes")
                .forEach(note -> notes.add(new Note(
                        field(note, "createdByName").asString(""),
                        field(note, "text").asString(""),
                        AzureSupport.time(field(note, "createdDate")))));
        return Optional.of(
                new Told(status(field(body, "status")), AzureSupport.time(field(body, "lastModifiedDate")), notes));
    }

    /** Adds a note; sent again with the same id it is the same note. */
    void note(String id, String requestId, String text) {
        ObjectNode body = JSON.createObjectNode();
        body.put("Id", id);
        body.putObject("NewNote").put("Text", text);
        connection.send(
                headed(Call.patch(MicrosoftService.PARTNER_CENTER, connection.tenantId(), path(id), body), requestId));
    }

    private static Call headed(Call call, String requestId) {
        return call.with("MS-RequestId", requestId)
                .with("MS-CorrelationId", UUID.randomUUID().toString())
                .with("MS-Contract-Version", "v1");
    }

    private static String path(String id) {
        return "/v1/servicerequests/"
                + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String status(JsonNode found) {
        if (found.isNumber()) {
            int number = found.intValue();
            return number >= 0 && number < STATUSES.size() ? STATUSES.get(number) : "";
        }
        String word = found.asString("").toLowerCase(Locale.ROOT);
        return STATUSES.stream()
                .filter(known -> known.replace("_", "").equals(word.replace("_", "")))
                .findFirst()
                .orElse("");
    }

    /** Answers are in camelCase, and now and then in PascalCase. */
    private static JsonNode field(JsonNode node, String name) {
        JsonNode usual = node.path(name);
        if (!usual.isMissingNode()) {
            return usual;
        }
        return node.propertyStream()
                .filter(one -> one.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(usual);
    }
}
