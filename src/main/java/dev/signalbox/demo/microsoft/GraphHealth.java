package dev.signalbox.demo.microsoft;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft Graph's service communications, v1.0. Fields and samples: microsoft-graph-docs-contrib,
 * api-reference/v1.0/resources/servicehealthissue.md and servicehealth.md, api/serviceannouncement-list-issues.md; limits:
 * concepts/throttling-limits.md. Enumerations are written in PascalCase, as the samples have them.
 */
public final class GraphHealth implements Part {

    private static final String PERMISSION = "ServiceHealth.Read.All";
    private static final Map<String, String> SERVICES = Map.of(
            "Exchange Online", "Exchange",
            "Identity Service", "OrgLiveID",
            "Microsoft 365 suite", "OSDPPlatform",
            "Microsoft Teams", "microsoftteams",
            "SharePoint Online", "SharePoint",
            "Microsoft Intune", "Intune",
            "Dynamics 365 Apps", "DynamicsCRM",
            "Power Apps in Microsoft 365", "PowerAppsM365");
    private static final Set<String> OVER =
            Set.of("ServiceRestored", "PostIncidentReviewPublished", "FalsePositive", "ServiceOperational");
    private static final Pattern CLAUSE = Pattern.compile("(\\w+)\\s+(eq|ne|ge|gt|le|lt)\\s+('(?:[^']|'')*'|\\S+)");

    private final Clock clock;
    private final Directory directory;
    private final Map<String, Issue> issues = new ConcurrentHashMap<>();
    private final Throttle perMinute;
    private final Throttle perHour;

    public GraphHealth(SimulatedMicrosoft microsoft) {
        this.clock = microsoft.clock();
        this.directory = microsoft.directory();
        this.perMinute = new Throttle(clock, 240, Duration.ofSeconds(60));
        this.perHour = new Throttle(clock, 800, Duration.ofHours(1));
    }

    private record Issue(Map<String, Object> fields, Set<String> tenants) {}

    /** An issue begins for the tenants; classification is {@code Incident} or {@code Advisory}. */
    public void begins(String id, String service, String classification, String title, String... tenants) {
        String now = now();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("startDateTime", now);
        fields.put("endDateTime", null);
        fields.put("lastModifiedDateTime", now);
        fields.put("title", title);
        fields.put("id", id);
        fields.put("impactDescription", title);
        fields.put("classification", classification);
        fields.put("origin", "Microsoft");
        fields.put("status", classification.equals("Advisory") ? "Investigating" : "ServiceDegradation");
        fields.put("service", service);
        fields.put("feature", "");
        fields.put("featureGroup", "");
        fields.put("isResolved", false);
        fields.put("details", List.of(Map.of("name", "NotifyInApp", "value", "True")));
        fields.put("posts", List.of());
        Set<String> lower = new CopyOnWriteArraySet<>();
        List.of(tenants).forEach(tenant -> lower.add(tenant.toLowerCase(Locale.ROOT)));
        issues.put(id, new Issue(fields, lower));
        posts(id, "ServiceDegradation".equals(fields.get("status")) ? "ServiceDegradation" : "Investigating", title);
    }

    /** Microsoft writes a post and sets the status. */
    public void posts(String id, String status, String text) {
        change(id, fields -> {
            List<Object> posts = new ArrayList<>((List<?>) Objects.requireNonNull(fields.get("posts")));
            posts.add(Map.of(
                    "createdDateTime",
                    now(),
                    "postType",
                    "Regular",
                    "description",
                    Map.of("contentType", "Html", "content", text)));
            fields.put("posts", posts);
            fields.put("status", status);
        });
    }

    public void ends(String id) {
        posts(id, "ServiceRestored", "The service is restored.");
        change(id, fields -> {
            fields.put("isResolved", true);
            fields.put("endDateTime", now());
        });
    }

    /** Sets one field to whatever a scenario wants there. */
    public void sets(String id, String field, @Nullable Object value) {
        change(id, fields -> fields.put(field, value));
    }

    /** The issue reaches one tenant more. */
    public void reaches(String id, String tenant) {
        Objects.requireNonNull(issues.get(id)).tenants().add(tenant.toLowerCase(Locale.ROOT));
    }

    private void change(String id, Consumer<Map<String, Object>> how) {
        issues.computeIfPresent(id, (same, issue) -> {
            Map<String, Object> fields = new LinkedHashMap<>(issue.fields());
            fields.put("lastModifiedDateTime", now());
            how.accept(fields);
            return new Issue(fields, issue.tenants());
        });
    }

    private String now() {
        return clock.instant().toString();
    }

    @Override
    public List<Route> routes() {
        String root = "/v1\\.0/admin/serviceAnnouncement";
        return List.of(
                Route.of("GET", root + "/healthOverviews", Api.GRAPH, this::overviews),
                Route.of("GET", root + "/issues", Api.GRAPH, this::list),
                Route.of("GET", root + "/issues/([^/]+)", Api.GRAPH, this::one));
    }

    private Optional<Answer> refusal(Token token) {
        String key = token.client() + "/" + token.tenant();
        Optional<Duration> wait = perMinute.take(key).or(() -> perHour.take(key));
        if (wait.isPresent()) {
            return Optional.of(Api.GRAPH
                    .refuse(429, "TooManyRequests", "Too many requests for this app and tenant.")
                    .with("Retry-After", Long.toString(wait.get().toSeconds())));
        }
        return directory.has(token, PERMISSION)
                ? Optional.empty()
                : Optional.of(Api.GRAPH.refuse(
                        403, "Forbidden", "Required roles claims are missing: " + PERMISSION + " is not granted."));
    }

    private Answer overviews(Route.Call call) {
        Optional<Answer> refused = refusal(call.caller());
        if (refused.isPresent()) {
            return refused.get();
        }
        boolean expanded = call.request().query().getOrDefault("$expand", "").equals("issues");
        List<Map<String, Object>> rows = new ArrayList<>();
        SERVICES.forEach((service, id) -> {
            List<Map<String, Object>> here = of(call.caller().tenant()).stream()
                    .filter(fields -> service.equals(fields.get("service")))
                    .toList();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("service", service);
            row.put(
                    "status",
                    here.stream()
                            .filter(fields -> Boolean.FALSE.equals(fields.get("isResolved")))
                            .map(fields -> String.valueOf(fields.get("status")))
                            .filter(status -> !OVER.contains(status))
                            .findFirst()
                            .orElse("ServiceOperational"));
            row.put("id", id);
            if (expanded) {
                row.put("issues", here);
            }
            rows.add(row);
        });
        return page(call, "healthOverviews", rows);
    }

    private Answer list(Route.Call call) {
        Optional<Answer> refused = refusal(call.caller());
        if (refused.isPresent()) {
            return refused.get();
        }
        try {
            Predicate<Map<String, Object>> filter =
                    filter(call.request().query().getOrDefault("$filter", ""));
            return page(
                    call,
                    "issues",
                    of(call.caller().tenant()).stream().filter(filter).toList());
        } catch (IllegalArgumentException wrong) {
            return Api.GRAPH.refuse(400, "BadRequest", String.valueOf(wrong.getMessage()));
        }
    }

    private Answer one(Route.Call call) {
        Optional<Answer> refused = refusal(call.caller());
        if (refused.isPresent()) {
            return refused.get();
        }
        String id = call.path().group(1);
        Optional<Map<String, Object>> found = of(call.caller().tenant()).stream()
                .filter(fields -> id.equals(fields.get("id")))
                .findFirst();
        return found.map(Answer::ok)
                .orElseGet(() -> Api.GRAPH.refuse(404, "NotFound", "Issue %s was not found.".formatted(id)));
    }

    private List<Map<String, Object>> of(String tenant) {
        return issues.values().stream()
                .filter(issue -> issue.tenants().contains(tenant))
                .map(Issue::fields)
                .sorted((a, b) -> String.valueOf(a.get("id")).compareTo(String.valueOf(b.get("id"))))
                .toList();
    }

    private static Answer page(Route.Call call, String collection, List<Map<String, Object>> rows) {
        Map<String, String> query = call.request().query();
        int size = 100;
        Matcher preferred = Pattern.compile("odata\\.maxpagesize=(\\d{1,6})")
                .matcher(String.valueOf(call.request().header("prefer")));
        if (preferred.find()) {
            size = Integer.parseInt(preferred.group(1));
            if (size < 1 || size > 1000) {
                return Api.GRAPH.refuse(400, "BadRequest", "The maximum page size is 1000.");
            }
        }
        int skip;
        try {
            skip = Integer.parseInt(query.getOrDefault("$skip", "0"));
        } catch (NumberFormatException wrong) {
            return Api.GRAPH.refuse(400, "BadRequest", "Invalid value of $skip.");
        }
        List<Map<String, Object>> page = rows.stream().skip(skip).limit(size).toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(
                "@odata.context", "https://graph.microsoft.com/v1.0/$metadata#admin/serviceAnnouncement/" + collection);
        if (skip + page.size() < rows.size()) {
            body.put("@odata.nextLink", Links.next(call.request(), "$skip", Integer.toString(skip + size)));
        }
        body.put("value", page);
        return Answer.ok(body);
    }

    private static Predicate<Map<String, Object>> filter(String text) {
        Predicate<Map<String, Object>> all = fields -> true;
        if (text.isBlank()) {
            return all;
        }
        for (String part : text.split("\\s+and\\s+")) {
            Matcher clause = CLAUSE.matcher(part.strip());
            if (!clause.matches()) {
                throw new IllegalArgumentException("Invalid filter clause: " + part);
            }
            String field = clause.group(1);
            if (field.equals("details")) {
                throw new IllegalArgumentException("Filtering on details is not supported.");
            }
            String operator = clause.group(2);
            String value = clause.group(3).replaceAll("^'|'$", "").replace("''", "'");
            all = all.and(fields -> compares(String.valueOf(fields.get(field)), operator, value));
        }
        return all;
    }

    private static boolean compares(String found, String operator, String asked) {
        int order;
        try {
            Instant left = OffsetDateTime.parse(found).toInstant();
            order = left.compareTo(OffsetDateTime.parse(asked).toInstant());
        } catch (DateTimeParseException noTime) {
            order = found.compareToIgnoreCase(asked);
        }
        return switch (operator) {
            case "eq" -> order == 0;
            case "ne" -> order != 0;
            case "ge" -> order >= 0;
            case "gt" -> order > 0;
            case "le" -> order <= 0;
            default -> order < 0;
        };
    }
}
