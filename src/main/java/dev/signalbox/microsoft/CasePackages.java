package dev.signalbox.microsoft;

import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What agents add to a case before it is filed, and the text that goes into Microsoft's portal. */
@Component
public class CasePackages {

    /** The fields of a case, in the order a portal asks for them. Source: Partner Center, escalate to Microsoft. */
    private static final Map<String, String> LABELS = labels();

    private final JdbcClient jdbc;
    private final Clock clock;

    CasePackages(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Every field a package can hold, by name. */
    public static List<String> fields() {
        return List.copyOf(LABELS.keySet());
    }

    /** Keeps what somebody entered; refuses what cannot be right, naming each field. */
    public void enter(long ticket, Map<String, ? extends @Nullable Object> values, String account) {
        Map<String, String> entered = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        values.forEach((field, value) -> {
            if (value != null && LABELS.containsKey(field)) {
                String text = value.toString().strip();
                check(field, text, problems);
                entered.put(field, text);
            }
        });
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
        entered.forEach((field, text) -> put(ticket, field, text, account));
    }

    private void check(String field, String text, List<Problem> problems) {
        switch (field) {
            case "startTime" -> {
                try {
                    Instant start = OffsetDateTime.parse(text).toInstant();
                    if (start.isAfter(clock.instant()) || start.isBefore(Instant.parse("2000-01-01T00:00:00Z"))) {
                        problems.add(Problem.of(field, "a time between the year 2000 and now", text));
                    }
                } catch (DateTimeParseException wrong) {
                    problems.add(Problem.of(field, "an RFC 3339 time such as 2026-11-23T07:30:00Z", text));
                }
            }
            case "phone" -> {
                if (!text.matches("\\+?[0-9 ()/.-]{5,30}")) {
                    problems.add(Problem.of(field, "a phone number", text));
                }
            }
            default -> {
                if (text.length() > 20_000) {
                    problems.add(Problem.of(field, "at most 20000 characters", text.length() + " characters"));
                }
            }
        }
    }

    private void put(long ticket, String field, String text, String account) {
        int changed = jdbc.sql("""
                        update case_package_value set entered = :value, entered_by = :by, at = :at
                        where ticket = :ticket and field = :field""")
                .param("value", text)
                .param("by", account)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("ticket", ticket)
                .param("field", field)
                .update();
        if (changed == 0) {
            jdbc.sql("""
                    insert into case_package_value (ticket, field, entered, entered_by, at)
                    values (:ticket, :field, :value, :by, :at)""")
                    .param("value", text)
                    .param("by", account)
                    .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("ticket", ticket)
                    .param("field", field)
                    .update();
        }
    }

    /** The package: what is known from elsewhere, overridden by what was entered for this ticket. */
    public Map<String, String> of(long ticket, Map<String, ? extends @Nullable String> known) {
        Map<String, String> fields = new LinkedHashMap<>();
        LABELS.keySet().forEach(field -> {
            String value = known.get(field);
            if (value != null && !value.isBlank()) {
                fields.put(field, value);
            }
        });
        jdbc.sql("select field, entered from case_package_value where ticket = :ticket")
                .param("ticket", ticket)
                .query(row -> {
                    fields.put(row.getString("field"), row.getString("entered"));
                });
        return fields;
    }

    /** The text to copy into a portal; plan ids only where the channel has fields for them. */
    public static String render(Map<String, String> fields, String channel) {
        StringBuilder text = new StringBuilder();
        LABELS.forEach((field, label) -> {
            String value = fields.get(field);
            boolean secret = field.equals("accessId") || field.equals("contractId");
            if (value != null && !(secret && channel.equals("M365_ADMIN_CENTER"))) {
                text.append(label)
                        .append(value.contains("\n") ? ":\n" : ": ")
                        .append(value)
                        .append('\n');
            }
        });
        return text.toString();
    }

    /** Refuses only what cannot be a case number; Microsoft's own formats differ by portal and change. */
    public static void checkExternalId(String text) {
        if (text.isBlank() || text.length() > 64 || text.chars().anyMatch(Character::isISOControl)) {
            throw new Refused("externalId", "the case's number, 1 to 64 characters", text);
        }
    }

    /** The channel's portal in the customer's context; empty where the pattern is none of Microsoft's https addresses. */
    public static String link(@Nullable String pattern, String tenantId, String domain) {
        if (pattern == null || !pattern.startsWith("https://")) {
            return "";
        }
        String link = pattern.replace("{tenantId}", encoded(tenantId)).replace("{domain}", encoded(domain));
        String host = java.net.URI.create(link.replaceAll("[{}]", "")).getHost();
        return host != null
                        && host.matches(
                                "(.*\\.)?(microsoft\\.com|azure\\.com|dynamics\\.com|office\\.com|cloud\\.microsoft)")
                ? link
                : "";
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("tenantId", "Customer tenant");
        labels.put("subscriptionId", "Subscription");
        labels.put("service", "Service");
        labels.put("problemClassification", "Problem type");
        labels.put("environment", "Environment");
        labels.put("title", "Title");
        labels.put("description", "Description");
        labels.put("startTime", "Started at (UTC)");
        labels.put("impact", "Business impact");
        labels.put("severity", "Severity");
        labels.put("stepsTried", "Steps tried");
        labels.put("incidentId", "Service health incident");
        labels.put("partnerContact", "Partner contact");
        labels.put("phone", "Phone");
        labels.put("contact24x7", "Contact around the clock");
        labels.put("consent", "Consent to share diagnostics");
        labels.put("accessId", "Access id");
        labels.put("contractId", "Contract id");
        return labels;
    }
}
