package dev.signalbox.microsoft;

import dev.signalbox.microsoft.connection.CallFailed;
import dev.signalbox.microsoft.connection.Connection;
import dev.signalbox.microsoft.connection.Connection.Call;
import dev.signalbox.microsoft.connection.MicrosoftService;
import dev.signalbox.microsoft.connection.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads what Microsoft says of a target's health, all of it or nothing. */
final class HealthReader {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String GRAPH = "/v1.0/admin/serviceAnnouncement";
    private static final String AZURE =
            "/subscriptions/%s/providers/Microsoft.ResourceHealth/events?api-version=2025-05-01&queryStartTime=%s";
    private static final DateTimeFormatter US_DATE = DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT);
    private static final Duration FIRST_LOOK_BACK = Duration.ofDays(14);
    private static final Duration OVERLAP = Duration.ofHours(1);
    // 100 rows a page: more than any tenant has, and an end to a service that links to itself
    private static final int MOST_PAGES = 20;

    /** The services the tenant has, by Microsoft's names, and the issues changed of late in Graph's shape. */
    record Read(Set<String> services, List<JsonNode> issues) {}

    private HealthReader() {}

    static Read read(Connection connection, HealthTarget target, @Nullable Instant before, Instant now) {
        Instant since = before == null ? now.minus(FIRST_LOOK_BACK) : before.minus(OVERLAP);
        return target.service() == MicrosoftService.AZURE
                ? azure(connection, target, since)
                : graph(connection, target, since);
    }

    private static Read graph(Connection connection, HealthTarget target, Instant since) {
        Set<String> services = new HashSet<>();
        for (JsonNode row : rows(connection, target, GRAPH + "/healthOverviews", "@odata.nextLink")) {
            services.add(named(row, "service", "a health overview"));
        }
        String filter = "lastModifiedDateTime ge " + since.truncatedTo(ChronoUnit.SECONDS);
        List<JsonNode> issues = rows(
                connection,
                target,
                GRAPH + "/issues?$filter="
                        + URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20"),
                "@odata.nextLink");
        for (JsonNode issue : issues) {
            named(issue, "id", "an issue");
            named(issue, "service", "an issue");
        }
        return new Read(services, issues);
    }

    private static Read azure(Connection connection, HealthTarget target, Instant since) {
        String path = AZURE.formatted(
                URLEncoder.encode(target.what(), StandardCharsets.UTF_8),
                URLEncoder.encode(US_DATE.format(since.atOffset(ZoneOffset.UTC)), StandardCharsets.UTF_8));
        List<JsonNode> issues = new ArrayList<>();
        for (JsonNode event : rows(connection, target, path, "nextLink")) {
            issues.add(graphShape(event));
        }
        return new Read(Set.of("Azure"), issues);
    }

    /** An Azure event in the shape of Graph's serviceHealthIssue, so that one picture holds both. */
    private static JsonNode graphShape(JsonNode event) {
        JsonNode properties = event.path("properties");
        String id = named(event, "name", "an event");
        String type = properties.path("eventType").asString("");
        ObjectNode issue = JSON.createObjectNode();
        issue.put("id", id);
        String service =
                properties.path("impact").path(0).path("impactedService").asString("");
        issue.put(
                "service",
                service.toLowerCase(Locale.ROOT).startsWith("azure") ? service : ("Azure " + service).strip());
        issue.put("title", properties.path("title").asString(id).replaceFirst("^(ACTIVE|RESOLVED): ", ""));
        issue.put("impactDescription", properties.path("summary").asString(""));
        issue.put("classification", type.equalsIgnoreCase("ServiceIssue") ? "incident" : "advisory");
        issue.put("feature", type);
        issue.put("status", properties.path("status").asString(""));
        issue.put("isResolved", properties.path("status").asString("").equalsIgnoreCase("Resolved"));
        copy(properties, "impactStartTime", issue, "startDateTime");
        copy(properties, "impactMitigationTime", issue, "endDateTime");
        copy(properties, "lastUpdateTime", issue, "lastModifiedDateTime");
        return issue;
    }

    private static void copy(JsonNode from, String field, ObjectNode to, String as) {
        JsonNode found = from.path(field);
        if (found.isString()) {
            to.put(as, found.stringValue());
        }
    }

    private static List<JsonNode> rows(Connection connection, HealthTarget target, String path, String link) {
        List<JsonNode> rows = new ArrayList<>();
        String next = path;
        for (int page = 0; next != null; page++) {
            if (page == MOST_PAGES) {
                throw new CallFailed(
                        CallFailed.Reason.UNREADABLE, target.service() + " gave more than " + MOST_PAGES + " pages");
            }
            Reply reply = connection.send(Call.get(target.service(), target.tenantId(), next));
            JsonNode value = reply.body().path("value");
            if (!value.isArray()) {
                throw new CallFailed(
                        CallFailed.Reason.UNREADABLE,
                        target.service() + " answered without the list 'value' that its list calls have");
            }
            value.forEach(rows::add);
            next = reply.body().path(link).asString(null);
        }
        return rows;
    }

    private static String named(JsonNode row, String field, String what) {
        String found = row.path(field).asString("");
        if (found.isBlank()) {
            throw new CallFailed(
                    CallFailed.Reason.UNREADABLE, "Expected %s with '%s', found none".formatted(what, field));
        }
        return found;
    }
}
