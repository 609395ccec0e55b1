package dev.signalbox.demo.microsoft;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * Azure's service health events of a subscription. Fields: azure-rest-api-specs,
 * specification/resourcehealth/resource-manager/Microsoft.ResourceHealth, Events_ListBySubscriptionId of 2025-05-01;
 * limits of reads: Azure Resource Manager's 12,000 an hour for each principal and subscription.
 */
public final class ResourceHealth implements Part {

    private static final Set<String> VERSIONS =
            Set.of("2018-07-01", "2022-05-01", "2022-10-01", "2023-10-01-preview", "2024-02-01", "2025-05-01");
    private static final DateTimeFormatter US_DATE = DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT);
    private static final int PAGE = 50;

    private final Clock clock;
    private final Directory directory;
    private final Throttle reads;
    private final Map<String, Event> events = new ConcurrentSkipListMap<>();

    public ResourceHealth(SimulatedMicrosoft microsoft) {
        this.clock = microsoft.clock();
        this.directory = microsoft.directory();
        this.reads = new Throttle(clock, 12_000, Duration.ofHours(1));
    }

    private record Event(Map<String, Object> properties, Set<String> subscriptions) {}

    /** An event begins; type is {@code ServiceIssue}, {@code HealthAdvisory}, {@code PlannedMaintenance} and the like. */
    public void begins(
            String trackingId, String type, String service, String region, String title, String... subscriptions) {
        Map<String, Object> impactedRegion = new LinkedHashMap<>();
        impactedRegion.put("impactedRegion", region);
        impactedRegion.put("impactedSubscriptions", List.of(subscriptions));
        impactedRegion.put("impactedTenants", List.of());
        impactedRegion.put("lastUpdateTime", stamp());
        impactedRegion.put("status", "Active");
        impactedRegion.put("updates", List.of(Map.of("summary", title, "updateDateTime", stamp())));
        Map<String, Object> properties = new TreeMap<>();
        properties.put("eventType", type);
        properties.put("eventSource", "ServiceHealth");
        properties.put("eventLevel", "Warning");
        properties.put("level", "Warning");
        properties.put("header", "Your service might have been impacted by an Azure service issue");
        properties.put(
                "impact", List.of(Map.of("impactedService", service, "impactedRegions", List.of(impactedRegion))));
        properties.put("impactStartTime", stamp());
        properties.put("isHIR", false);
        properties.put("lastUpdateTime", stamp());
        properties.put("priority", 2);
        properties.put("status", "Active");
        properties.put("summary", title);
        properties.put("title", "ACTIVE: " + title);
        Set<String> here = new CopyOnWriteArraySet<>();
        List.of(subscriptions).forEach(id -> here.add(id.toLowerCase(Locale.ROOT)));
        events.put(trackingId, new Event(properties, here));
    }

    public void ends(String trackingId) {
        events.computeIfPresent(trackingId, (same, event) -> {
            Map<String, Object> properties = new TreeMap<>(event.properties());
            properties.put("status", "Resolved");
            properties.put("impactMitigationTime", stamp());
            properties.put("lastUpdateTime", stamp());
            properties.put("title", String.valueOf(properties.get("title")).replaceFirst("^ACTIVE", "RESOLVED"));
            return new Event(properties, event.subscriptions());
        });
    }

    // seven digits after the second, as .NET writes them
    private String stamp() {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
                .format(clock.instant().atOffset(ZoneOffset.UTC));
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.of(
                "GET", "/subscriptions/([^/]+)/providers/Microsoft\\.ResourceHealth/events", Api.AZURE, this::list));
    }

    private Answer list(Route.Call call) {
        String subscription = call.path().group(1);
        Map<String, String> query = call.request().query();
        Optional<Answer> refused = refusal(call.caller(), subscription, query.get("api-version"));
        if (refused.isPresent()) {
            return refused.get();
        }
        Instant since;
        int skip;
        try {
            String asked = query.getOrDefault("queryStartTime", "1/1/2000");
            since = LocalDate.parse(asked, US_DATE).atStartOfDay(ZoneOffset.UTC).toInstant();
            skip = Integer.parseInt(query.getOrDefault("$skipToken", "0"));
        } catch (DateTimeParseException | NumberFormatException wrong) {
            return Api.AZURE.refuse(400, "BadRequest", "Invalid queryStartTime or $skipToken.");
        }
        List<Map<String, Object>> rows = events.entrySet().stream()
                .filter(event -> event.getValue().subscriptions().contains(subscription.toLowerCase(Locale.ROOT)))
                .filter(event -> !Instant.parse((String) Objects.requireNonNull(
                                event.getValue().properties().get("lastUpdateTime")))
                        .isBefore(since))
                .map(event -> row(event.getKey(), event.getValue()))
                .toList();
        List<Map<String, Object>> page = rows.stream().skip(skip).limit(PAGE).toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("value", page);
        if (skip + page.size() < rows.size()) {
            body.put("nextLink", Links.next(call.request(), "$skipToken", Integer.toString(skip + PAGE)));
        }
        return Answer.ok(body);
    }

    private static Map<String, Object> row(String trackingId, Event event) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", "/providers/Microsoft.ResourceHealth/events/" + trackingId);
        row.put("name", trackingId);
        row.put("type", "/providers/Microsoft.ResourceHealth/events");
        row.put("properties", event.properties());
        return row;
    }

    private Optional<Answer> refusal(Token token, String subscription, @Nullable String version) {
        Optional<Duration> wait = reads.take(token.client() + "/" + subscription.toLowerCase(Locale.ROOT));
        if (wait.isPresent()) {
            return Optional.of(Api.AZURE
                    .refuse(429, "SubscriptionRequestsThrottled", "Number of requests for subscription exceeded.")
                    .with("Retry-After", Long.toString(wait.get().toSeconds())));
        }
        Optional<Answer> wrongVersion = Azure.version(version, VERSIONS);
        if (wrongVersion.isPresent()) {
            return wrongVersion;
        }
        return Azure.access(
                directory,
                token,
                subscription,
                "Microsoft.ResourceHealth/events/read",
                "Owner",
                "Contributor",
                "Reader");
    }
}
