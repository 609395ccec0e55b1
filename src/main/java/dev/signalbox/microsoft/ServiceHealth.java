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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Issues that Microsoft publishes of its services, per tenant, in the shape of Graph's serviceHealthIssue. */
@Component
public class ServiceHealth {

    private static final List<String> OVER =
            List.of("servicerestored", "falsepositive", "postincidentreviewpublished", "resolved", "mitigated");

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ServiceHealth(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Takes over an issue for its tenants. Enumerations are read whatever their case, unknown ones are kept; an update
     * older than what is known changes nothing but the tenants it names.
     */
    public HealthChange record(JsonNode issue, List<String> tenantIds, Instant at) {
        HealthIssue update = read(issue);
        Optional<HealthIssue> before = issue(update.id());
        boolean newer = before.isEmpty()
                || before.get().modifiedAt() == null
                || update.modifiedAt() == null
                || !update.modifiedAt().isBefore(before.get().modifiedAt());
        if (newer) {
            keep(update, json.writeValueAsString(issue), before.isPresent());
        }
        String family = family(update.service()).orElse("OTHER");
        for (String tenant : tenantIds) {
            link(update.id(), tenant);
            heard(tenant, family, at);
        }
        boolean wasOpen = before.map(known -> !known.resolved()).orElse(true);
        return new HealthChange(
                update.id(), before.isEmpty() && !update.resolved(), newer, newer && wasOpen && update.resolved());
    }

    /** What a ticket of this tenant and family should know now. */
    public HealthPicture picture(String tenantId, String productFamily, Instant now) {
        Optional<HealthIssue> gravest = issues(tenantId).stream()
                .filter(issue -> !issue.resolved())
                .filter(issue ->
                        family(issue.service()).map(productFamily::equals).orElse(false))
                .max(Comparator.comparing(
                        (HealthIssue issue) -> issue.classification().equals("INCIDENT")));
        Long age = jdbc.sql("select heard_at from health_heard where tenant_id = :tenant and product_family = :family")
                .param("tenant", tenantId)
                .param("family", productFamily)
                .query((row, i) -> Duration.between(
                                row.getObject("heard_at", OffsetDateTime.class).toInstant(), now)
                        .toMinutes())
                .optional()
                .orElse(null);
        return new HealthPicture(
                gravest.map(HealthIssue::classification).orElse("NONE"),
                gravest.map(HealthIssue::id).orElse(null),
                age);
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
                .param("tenant", tenantId)
                .query((row, i) -> issue(row))
                .list();
    }

    /** The product family a published service belongs to, by the table's rows. */
    public Optional<String> family(String service) {
        String name = service.strip().toLowerCase(Locale.ROOT);
        record Row(String service, String family) {}
        List<Row> rows = jdbc.sql("select service, product_family from health_service")
                .query((row, i) -> new Row(row.getString(1), row.getString(2)))
                .list();
        Optional<Row> exact =
                rows.stream().filter(row -> row.service().equals(name)).findFirst();
        return exact.or(() -> rows.stream()
                        .filter(row -> row.service().endsWith("*")
                                && name.startsWith(
                                        row.service().substring(0, row.service().length() - 1)))
                        .max(Comparator.comparingInt(row -> row.service().length())))
                .map(Row::family);
    }

    private static HealthIssue read(JsonNode issue) {
        List<Problem> problems = new ArrayList<>();
        String id = text(issue, "id", 100, problems);
        String service = text(issue, "service", 200, problems);
        String title = issue.path("title").asString(id);
        String classification = issue.path("classification").asString("").toLowerCase(Locale.ROOT);
        String status = issue.path("status").asString("");
        JsonNode flag = issue.path("isResolved");
        boolean resolved = flag.isBoolean()
                ? flag.booleanValue()
                : OVER.contains(status.toLowerCase(Locale.ROOT))
                        || !issue.path("endDateTime").asString("").isEmpty();
        Instant started = time(issue, "startDateTime", problems);
        Instant modified = time(issue, "lastModifiedDateTime", problems);
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
        return new HealthIssue(
                id,
                title.length() > 1000 ? title.substring(0, 1000) : title,
                service,
                // what is not called an advisory is treated as the graver kind
                classification.equals("advisory") ? "ADVISORY" : "INCIDENT",
                status.length() > 60 ? status.substring(0, 60) : status,
                resolved,
                started,
                modified);
    }

    private static String text(JsonNode issue, String field, int longest, List<Problem> problems) {
        JsonNode found = issue.path(field);
        if (!found.isString()
                || found.stringValue().isBlank()
                || found.stringValue().length() > longest) {
            problems.add(Problem.of("issue." + field, "1 to " + longest + " characters", found));
            return "";
        }
        return found.stringValue();
    }

    private static @Nullable Instant time(JsonNode issue, String field, List<Problem> problems) {
        String found = issue.path(field).asString("");
        if (found.isEmpty() || found.startsWith("0001-01-01")) {
            return null;
        }
        try {
            return OffsetDateTime.parse(found.matches(".*(Z|[+-]\\d\\d:\\d\\d)$") ? found : found + "Z")
                    .toInstant();
        } catch (DateTimeParseException wrong) {
            problems.add(Problem.of("issue." + field, "an RFC 3339 time", found));
            return null;
        }
    }

    private void keep(HealthIssue issue, String original, boolean known) {
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
                .param("modified", at(issue.modifiedAt()))
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
