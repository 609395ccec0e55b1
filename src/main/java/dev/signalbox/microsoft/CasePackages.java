package dev.signalbox.microsoft;

import dev.signalbox.access.Seal;
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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What agents add to a case before it is filed, and the text that goes into Microsoft's portal. */
@Component
public class CasePackages {

    /** The fields of a case, in the order a portal asks for them. Source: Partner Center, escalate to Microsoft. */
    private static final Map<String, String> LABELS = labels();

    /**
     * Nobody else is told a plan's ids: the Microsoft 365 admin center has no field for them, and a distributor, an ISV
     * or a phone call is no place for a secret. Source: Partner Center, technical support benefits.
     */
    private static final Set<String> ASK_FOR_PLAN_IDS = Set.of(
            "AZURE_PORTAL_ONBEHALF",
            "POWER_PLATFORM_ADMIN_CENTER",
            "LIFECYCLE_SERVICES",
            "BC_ADMIN_CENTER",
            "SUPPORT_FOR_BUSINESS");

    private static final Set<String> YES_OR_NO = Set.of("consent", "boughtThroughCsp", "customerAsked");

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Seal seal;

    CasePackages(JdbcClient jdbc, Clock clock, Seal seal) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.seal = seal;
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
                String text = YES_OR_NO.contains(field)
                        ? consent(value)
                        : value.toString().strip();
                // a blank never hides what is known from elsewhere, nor does it make a package complete
                if (!text.isBlank()) {
                    check(field, text, problems);
                    entered.put(field, text);
                }
            }
        });
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
        entered.forEach((field, text) -> put(ticket, field, text, account));
    }

    private void check(String field, String text, List<Problem> problems) {
        switch (field) {
            case "startTime", "incidentEnd" -> {
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
                if (!text.matches("\\+?[0-9 ()/.-]{5,30}")
                        || text.chars().filter(Character::isDigit).count() < 3) {
                    problems.add(Problem.of(field, "a phone number", text));
                }
            }
            case "consent", "boughtThroughCsp", "customerAsked" -> {
                if (!text.equals("Yes") && !text.equals("No")) {
                    problems.add(Problem.of(field, "Yes or No", text));
                }
            }
            default -> {
                if (text.length() > 20_000) {
                    problems.add(Problem.of(field, "at most 20000 characters", text.length() + " characters"));
                } else if (text.indexOf('\0') >= 0) {
                    problems.add(Problem.of(field, "text without control characters", text));
                }
            }
        }
    }

    // a form's checkbox says true, Microsoft's field says Yes
    private static String consent(Object value) {
        String text = value.toString().strip();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> "Yes";
            case "false", "no" -> "No";
            default -> text;
        };
    }

    private void put(long ticket, String field, String entered, String account) {
        boolean secret = field.equals("accessId") || field.equals("contractId");
        String text = secret ? seal.close(entered) : entered;
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
                    if (!row.getString("entered").isBlank()) {
                        fields.put(row.getString("field"), String.valueOf(seal.open(row.getString("entered"))));
                    }
                });
        return fields;
    }

    /** A field of the package as people read it. */
    public record Line(String field, String label, String value) {}

    /** The fields that hold something, in order; plan ids only where the channel has fields for them. */
    public static List<Line> lines(Map<String, String> fields, String channel) {
        List<Line> lines = new ArrayList<>();
        LABELS.forEach((field, label) -> {
            String value = fields.get(field);
            boolean planId = field.equals("accessId") || field.equals("contractId");
            if (value != null && (!planId || ASK_FOR_PLAN_IDS.contains(channel))) {
                lines.add(new Line(field, label, Texts.withoutHidden(value)));
            }
        });
        return lines;
    }

    public static String label(String field) {
        return LABELS.getOrDefault(field, field);
    }

    /** The text to copy into a portal. */
    public static String render(Map<String, String> fields, String channel) {
        StringBuilder text = new StringBuilder();
        // later lines are indented, so that no description can pass for another field
        lines(fields, channel).forEach(line -> text.append(line.label())
                .append(": ")
                .append(line.value().replace("\n", "\n  "))
                .append('\n'));
        return text.toString();
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
        labels.put("incidentEnd", "Worked again at (UTC)");
        labels.put("usersAffected", "Users affected");
        labels.put("proof", "How we know");
        labels.put("boughtThroughCsp", "Bought through CSP");
        labels.put("customerAsked", "Customer asked for the credit");
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
