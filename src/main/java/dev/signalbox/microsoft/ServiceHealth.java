package dev.signalbox.microsoft;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Issues that Microsoft publishes of its services, per tenant, in the shape of Graph's serviceHealthIssue. */
@Component
public class ServiceHealth {

    private static final Set<String> OVER = Set.of(
            "serviceoperational",
            "servicerestored",
            "falsepositive",
            "postincidentreviewpublished",
            "resolved",
            "resolvedexternal",
            "mitigated",
            "mitigatedexternal");
    private static final Pattern WITH_OFFSET = Pattern.compile("(Z|z|[+-]\\d\\d:\\d\\d)$");
    // far enough for every real issue, near enough for every database's timestamp
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ServiceHealth(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Takes over an issue for its tenants. Enumerations and field names are read whatever their case, unknown ones are
     * kept; a late or repeated update changes nothing but the tenants it names.
     */
    public HealthChange record(JsonNode issue, List<String> tenantIds, Instant at) {
        HealthIssue update = read(issue, at);
        Optional<HealthIssue> before = issue(update.id());
        boolean newer = before.map(known -> supersedes(update, known)).orElse(true);
        if (newer) {
            Instant modified = update.modifiedAt() != null
                    ? update.modifiedAt()
                    : before.map(HealthIssue::modifiedAt).orElse(null);
            keep(update, modified, json.writeValueAsString(issue), before.isPresent());
        }
        String family = family(update.service()).orElse("OTHER");
        tenantIds.stream().map(ServiceHealth::sameTenant).distinct().forEach(tenant -> {
            link(update.id(), tenant);
            heard(tenant, family, at);
        });
        boolean wasOpen = before.map(known -> !known.resolved()).orElse(true);
        return new HealthChange(
                update.id(), before.isEmpty() && !update.resolved(), newer, newer && wasOpen && update.resolved());
    }

    private static boolean supersedes(HealthIssue update, HealthIssue known) {
        Instant now = update.modifiedAt();
        Instant then = known.modifiedAt();
        if (now != null && (then == null || !now.equals(then))) {
            return then == null || now.isAfter(then);
        }
        // without an order of their own, updates may end an issue and never revive it
        return update.resolved() ? !known.resolved() : now == null && !known.resolved() && differs(update, known);
    }

    private static boolean differs(HealthIssue update, HealthIssue known) {
        return !update.title().equals(known.title())
                || !update.service().equals(known.service())
                || !update.classification().equals(known.classification())
                || !update.status().equals(known.status());
    }

    /** Whether this very update of the issue was recorded for the tenant before. */
    boolean knows(JsonNode issue, String tenantId) {
        String id = field(issue, "id").asString("").strip();
        Instant modified = time(issue, "lastModifiedDateTime", new ArrayList<>());
        return modified != null
                && issue(id).map(known -> modified.equals(known.modifiedAt())).orElse(false)
                && jdbc.sql("select count(*) from health_issue_tenant where issue_id = :issue and tenant_id = :tenant")
                                .param("issue", id)
                                .param("tenant", sameTenant(tenantId))
                                .query(Integer.class)
                                .single()
                        > 0;
    }

    /** All that Microsoft has to say of these services was read to its end. */
    void heard(String tenantId, Set<String> services, Instant at) {
        List<ServiceFamily> families = families();
        services.stream()
                .flatMap(service -> family(service, families).stream())
                .distinct()
                .forEach(family -> heard(sameTenant(tenantId), family, at));
    }

    /** What a ticket of this tenant and family should know now. */
    public HealthPicture picture(String tenantId, String productFamily, Instant now) {
        Optional<HealthIssue> gravest =
                unresolved(tenantId, productFamily).stream().findFirst();
        Long age = jdbc.sql("select heard_at from health_heard where tenant_id = :tenant and product_family = :family")
                .param("tenant", sameTenant(tenantId))
                .param("family", productFamily)
                .query((row, i) -> Duration.between(
                                row.getObject("heard_at", OffsetDateTime.class).toInstant(), now)
                        .toMinutes())
                .optional()
                .map(minutes -> Math.max(0, minutes))
                .orElse(null);
        return new HealthPicture(
                gravest.map(HealthIssue::classification).orElse("NONE"),
                gravest.map(HealthIssue::id).orElse(null),
                age);
    }

    /** The unresolved issues of a tenant's services of one family, the gravest first. */
    public List<HealthIssue> unresolved(String tenantId, String productFamily) {
        List<ServiceFamily> families = families();
        return issues(tenantId).stream()
                .filter(issue -> !issue.resolved())
                .filter(issue -> family(issue.service(), families)
                        .map(productFamily::equals)
                        .orElse(false))
                // a stable sort: the newest of the gravest
                .sorted(Comparator.comparing(
                        (HealthIssue issue) -> !issue.classification().equals("INCIDENT")))
                .toList();
    }

    /** What Microsoft writes of an issue: title, impact, feature. */
    public List<String> wordsOf(String issueId) {
        return jdbc.sql("select issue from health_issue where id = :id")
                .param("id", issueId)
                .query(String.class)
                .optional()
                .map(json::readTree)
                .map(issue -> List.of("title", "impactDescription", "feature", "featureGroup").stream()
                        .map(name -> field(issue, name).asString(""))
                        .toList())
                .orElse(List.of());
    }

    /** By the services of a family, in lower case, the words that name each. */
    public Map<String, Set<String>> namesOf(String productFamily) {
        Map<String, Set<String>> names = new HashMap<>();
        jdbc.sql("""
                        select s.service, w.word from health_service s
                        left join health_service_word w on w.service = s.service
                        where s.product_family = :family and s.service not like '%*'""")
                .param("family", productFamily)
                .query((row, i) -> {
                    Set<String> words = names.computeIfAbsent(row.getString(1), service -> new HashSet<>());
                    words.add(row.getString(1));
                    String word = row.getString(2);
                    return word != null && words.add(word);
                })
                .list();
        return names;
    }

    public Optional<HealthIssue> issue(String id) {
        return jdbc.sql("select * from health_issue where id = :id")
                .param("id", id)
                .query((row, i) -> issue(row))
                .optional();
    }

    /** Every issue that names the tenant, newest first. */
    public List<HealthIssue> issues(String tenantId) {
        return jdbc.sql("""
                        select h.* from health_issue h join health_issue_tenant t on t.issue_id = h.id
                        where t.tenant_id = :tenant order by h.modified_at desc nulls last, h.id""")
                .param("tenant", sameTenant(tenantId))
                .query((row, i) -> issue(row))
                .list();
    }

    /** The product family a published service belongs to, by the table's rows. */
    public Optional<String> family(String service) {
        return family(service, families());
    }

    private static Optional<String> family(String service, List<ServiceFamily> families) {
        String name = service.strip().toLowerCase(Locale.ROOT);
        Optional<ServiceFamily> exact =
                families.stream().filter(row -> row.service().equals(name)).findFirst();
        return exact.or(() -> families.stream()
                        .filter(row -> row.service().endsWith("*")
                                && name.startsWith(
                                        row.service().substring(0, row.service().length() - 1)))
                        .max(Comparator.comparingInt(row -> row.service().length())))
                .map(ServiceFamily::family);
    }

    private List<ServiceFamily> families() {
        return jdbc.sql("select service, product_family from health_service")
                .query((row, i) -> new ServiceFamily(row.getString(1), row.getString(2)))
                .list();
    }

    private record ServiceFamily(String service, String family) {}

    // a tenant id is a GUID, and Microsoft's services do not agree on its case
    private static String sameTenant(String tenantId) {
        return tenantId.strip().toLowerCase(Locale.ROOT);
    }

    private static HealthIssue read(JsonNode issue, Instant at) {
        List<Problem> problems = new ArrayList<>();
        String id = text(issue, "id", 100, problems);
        String service = text(issue, "service", 200, problems);
        String title = readable(field(issue, "title").asString(""), 1000);
        String classification = field(issue, "classification").asString("").strip();
        String status = readable(field(issue, "status").asString(""), 60);
        Instant started = time(issue, "startDateTime", problems);
        Instant ended = time(issue, "endDateTime", problems);
        Instant modified = time(issue, "lastModifiedDateTime", problems);
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
        return new HealthIssue(
                id,
                title.isBlank() ? id : title,
                service,
                // what is not called an advisory is treated as the graver kind
                classification.equalsIgnoreCase("advisory") ? "ADVISORY" : "INCIDENT",
                status,
                resolved(field(issue, "isResolved"), status, ended, at),
                started,
                modified);
    }

    private static boolean resolved(JsonNode flag, String status, @Nullable Instant ended, Instant at) {
        String said = flag.asString("").strip();
        if (said.equalsIgnoreCase("true") || said.equalsIgnoreCase("false")) {
            return said.equalsIgnoreCase("true");
        }
        // an end that lies ahead is Microsoft's estimate
        return OVER.contains(status.strip().toLowerCase(Locale.ROOT)) || (ended != null && !ended.isAfter(at));
    }

    private static JsonNode field(JsonNode issue, String name) {
        JsonNode found = issue.path(name);
        return found.isMissingNode() ? issue.path(Character.toUpperCase(name.charAt(0)) + name.substring(1)) : found;
    }

    private static String text(JsonNode issue, String name, int longest, List<Problem> problems) {
        JsonNode found = field(issue, name);
        if (!found.isString()
                || found.stringValue().isBlank()
                || found.stringValue().length() > longest
                || found.stringValue().chars().anyMatch(Character::isISOControl)) {
            problems.add(Problem.of(
                    "issue." + name,
                    "1 to " + longest + " characters, none of them a control character",
                    found.isMissingNode() ? "nothing" : found));
            return "";
        }
        return found.stringValue().strip();
    }

    // PostgreSQL keeps no NUL in a text, and a title is shown on one line
    private static String readable(String text, int longest) {
        return Texts.cut(Texts.onOneLine(text), longest);
    }

    private static @Nullable Instant time(JsonNode issue, String name, List<Problem> problems) {
        JsonNode node = field(issue, name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        String found = node.asString("").strip();
        // Microsoft's "no date"
        if (node.isString() && (found.isEmpty() || found.startsWith("0001-01-01"))) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(WITH_OFFSET.matcher(found).find() ? found : found + "Z")
                    .toInstant();
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                // what the databases keep, so that a repeated update compares as equal
                return time.truncatedTo(ChronoUnit.MICROS);
            }
        } catch (DateTimeParseException wrong) {
            // told below, with the times that are out of range
        }
        problems.add(Problem.of("issue." + name, "an RFC 3339 time of the years 2000 to 2099", node));
        return null;
    }

    private void keep(HealthIssue issue, @Nullable Instant modified, String original, boolean known) {
        String sql = known ? """
                  update health_issue set title = :title, service = :service, classification = :classification,
                    status = :status, resolved = :resolved, started_at = :started, modified_at = :modified,
                    issue = :issue where id = :id""" : """
                  insert into health_issue (id, title, service, classification, status, resolved, started_at,
                    modified_at, issue)
                  values (:id, :title, :service, :classification, :status, :resolved, :started, :modified, :issue)""";
        jdbc.sql(sql)
                .param("id", issue.id())
                .param("title", issue.title())
                .param("service", issue.service())
                .param("classification", issue.classification())
                .param("status", issue.status())
                .param("resolved", issue.resolved())
                .param("started", at(issue.startedAt()))
                .param("modified", at(modified))
                .param("issue", original)
                .update();
    }

    private void link(String issue, String tenant) {
        boolean linked =
                jdbc.sql("select count(*) from health_issue_tenant where issue_id = :issue and tenant_id = :tenant")
                                .param("issue", issue)
                                .param("tenant", tenant)
                                .query(Integer.class)
                                .single()
                        > 0;
        if (!linked) {
            jdbc.sql("insert into health_issue_tenant (issue_id, tenant_id) values (:issue, :tenant)")
                    .param("issue", issue)
                    .param("tenant", tenant)
                    .update();
        }
    }

    private void heard(String tenant, String family, Instant at) {
        int changed = jdbc.sql(
                        "update health_heard set heard_at = :at where tenant_id = :tenant and product_family = :family")
                .param("at", at(at))
                .param("tenant", tenant)
                .param("family", family)
                .update();
        if (changed == 0) {
            jdbc.sql("insert into health_heard (tenant_id, product_family, heard_at) values (:tenant, :family, :at)")
                    .param("at", at(at))
                    .param("tenant", tenant)
                    .param("family", family)
                    .update();
        }
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static HealthIssue issue(ResultSet row) throws SQLException {
        OffsetDateTime started = row.getObject("started_at", OffsetDateTime.class);
        OffsetDateTime modified = row.getObject("modified_at", OffsetDateTime.class);
        return new HealthIssue(
                row.getString("id"),
                row.getString("title"),
                row.getString("service"),
                row.getString("classification"),
                row.getString("status"),
                row.getBoolean("resolved"),
                started == null ? null : started.toInstant(),
                modified == null ? null : modified.toInstant());
    }
}
