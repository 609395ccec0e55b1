package dev.signalbox.workflow;

import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.Partner;
import dev.signalbox.customer.Subscription;
import dev.signalbox.decision.Decisions;
import dev.signalbox.entitlement.Plans;
import dev.signalbox.entitlement.SupportPlan;
import dev.signalbox.microsoft.CaseDesk;
import dev.signalbox.microsoft.CasePackages;
import dev.signalbox.microsoft.CaseToFile;
import dev.signalbox.microsoft.ClaimDeadlines;
import dev.signalbox.microsoft.DeepLinks;
import dev.signalbox.microsoft.ExternalIds;
import dev.signalbox.microsoft.HealthIssue;
import dev.signalbox.microsoft.ServiceHealth;
import dev.signalbox.ticket.DiagnosisStep;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A ticket's case for Microsoft: gathered from its facts, completed by an agent, shown to whoever files it. */
@Component
class CaseFiles implements CaseDesk {

    /** Two letters of the service and a number. Source: Partner Center, request a credit (2021) */
    private static final Pattern INCIDENT = Pattern.compile("[A-Z]{2}[0-9]{4,12}");

    private static final Pattern MAIL = Pattern.compile("[^\\s,;<>]+@[^\\s,;<>]+");

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("AZURE", "Azure"),
            Map.entry("M365", "Microsoft 365"),
            Map.entry("EMS", "Enterprise Mobility + Security"),
            Map.entry("D365_CE", "Dynamics 365 Customer Engagement"),
            Map.entry("D365_FO", "Dynamics 365 Finance and Operations"),
            Map.entry("BUSINESS_CENTRAL", "Dynamics 365 Business Central"),
            Map.entry("POWER_PLATFORM", "Power Platform"),
            Map.entry("ON_PREM", "On-premises products"),
            Map.entry("MARKETPLACE", "Marketplace product"),
            Map.entry("PARTNER_CENTER", "Partner Center"),
            Map.entry("PRODUCTION", "Production"),
            Map.entry("NON_PRODUCTION", "Test or development"),
            Map.entry("SIGNIFICANT", "Significant, work stands still"),
            Map.entry("MODERATE", "Moderate, work goes on impaired"),
            Map.entry("MINIMAL", "Minimal, a nuisance"));

    private final CasePackages packages;
    private final ExternalIds externalIds;
    private final Customers customers;
    private final Plans plans;
    private final Tickets tickets;
    private final ServiceHealth health;
    private final Decisions decisions;
    private final ClaimDeadlines claims;
    private final Clock clock;

    CaseFiles(
            CasePackages packages,
            ExternalIds externalIds,
            Customers customers,
            Plans plans,
            Tickets tickets,
            ServiceHealth health,
            Decisions decisions,
            ClaimDeadlines claims,
            Clock clock) {
        this.packages = packages;
        this.externalIds = externalIds;
        this.customers = customers;
        this.plans = plans;
        this.tickets = tickets;
        this.health = health;
        this.decisions = decisions;
        this.claims = claims;
        this.clock = clock;
    }

    /** What {@code package-completeness} asks. */
    Map<String, @Nullable Object> presence(Ticket ticket) {
        Map<String, String> fields = fields(ticket);
        Map<String, @Nullable Object> presence = new HashMap<>();
        presence.put("channel", ticket.channel());
        presence.put("severity", ticket.severity());
        presence.put("issueClass", ticket.issueClass());
        presence.put("productFamily", ticket.productFamily());
        presence.put("vehicle", ticket.vehicle());
        presence.put("outageRoute", "ESCALATE_WITH_INCIDENT_ID".equals(ticket.outageAction()));
        CasePackages.fields()
                .forEach(field -> presence.put(
                        (field.equals("subscriptionId") ? "subscription" : field) + "Present",
                        fields.containsKey(field)));
        return presence;
    }

    /** What {@code claim-eligibility} asks; null where nobody said it. */
    Map<String, @Nullable Object> claim(Ticket ticket) {
        Map<String, String> fields = fields(ticket);
        String incident = fields.getOrDefault("incidentId", "").strip();
        Map<String, @Nullable Object> claim = new HashMap<>();
        claim.put("boughtThroughCsp", said(fields.get("boughtThroughCsp")));
        claim.put("customerAsked", said(fields.get("customerAsked")));
        claim.put(
                "classification",
                health.issue(incident).map(HealthIssue::classification).orElse(null));
        claim.put(
                "incidentIdFits",
                incident.isEmpty()
                        ? null
                        : Boolean.valueOf(INCIDENT.matcher(incident).matches()));
        claim.put(
                "deadlinePassed",
                claims.dueAt(ticket.number().value())
                        .map(due -> !due.isAfter(clock.instant()))
                        .orElse(null));
        return claim;
    }

    private static @Nullable Boolean said(@Nullable String answer) {
        return answer == null ? null : Boolean.valueOf(answer.equals("Yes"));
    }

    /** The names of the fields that are still missing. */
    Set<String> missing(Ticket ticket) {
        return decisions.peek("package-completeness", presence(ticket)).stream()
                .map(row -> String.valueOf(row.get("field")))
                .collect(Collectors.toSet());
    }

    @Override
    public CaseToFile toFile(long number) {
        Ticket ticket = tickets.get(new TicketNumber(number));
        Customer customer = customers.get(ticket.customerId());
        Partner partner = customers.partner(ticket.partnerId());
        Map<String, String> fields = fields(ticket);
        String contact = fields.getOrDefault("partnerContact", "");
        Matcher mail = MAIL.matcher(contact);
        String name = contact.contains(",")
                ? contact.substring(0, contact.indexOf(',')).strip()
                : "";
        return new CaseToFile(
                ticket.number().token(),
                ticket.partnerId(),
                customer.tenantId(),
                fields.get("subscriptionId"),
                ticket.severity() == null ? "C" : ticket.severity(),
                ticket.commit24x7(),
                customer.country(),
                "en",
                name.isEmpty() || name.contains("@") ? partner.name() : name,
                mail.find() ? mail.group() : partner.supportEmail(),
                fields);
    }

    void enter(Ticket ticket, Map<String, @Nullable Object> values) {
        if (values.get("startTime") instanceof String began
                && values.get("incidentEnd") instanceof String end
                && isBefore(end.strip(), began.strip())) {
            throw new Refused("incidentEnd", "a time after " + began, end);
        }
        packages.enter(ticket.number().value(), values, Occasion.current().actor());
        if ("SLA_CREDIT".equals(ticket.issueClass()) && values.get("startTime") instanceof String began) {
            claims.incidentBegan(
                    ticket.number().value(), OffsetDateTime.parse(began.strip()).toInstant());
        }
    }

    private static boolean isBefore(String one, String other) {
        try {
            return OffsetDateTime.parse(one).isBefore(OffsetDateTime.parse(other));
        } catch (DateTimeParseException odd) {
            // refused by its own field
            return false;
        }
    }

    /** Refuses what cannot be a case's number; says what is odd about one that can. */
    Optional<String> checkExternalId(Ticket ticket, String externalId) {
        return externalIds.check(ticket.channel(), externalId);
    }

    /** What whoever does a task of this kind should see beside the form. */
    Map<String, @Nullable Object> context(String kind, Ticket ticket) {
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        Customer customer = customers.find(ticket.customerId()).orElseThrow();
        switch (kind) {
            case "check-health" ->
                context.put(
                        "knownIssues",
                        health.issues(customer.tenantId()).stream()
                                .filter(issue -> !issue.resolved() || issue.id().equals(ticket.healthIssueId()))
                                .map(CaseFiles::told)
                                .collect(Collectors.joining("\n")));
            case "approve-escalation", "file-case", "complete-package", "filing-refused", "ask-microsoft" -> {
                context.put("vehicle", ticket.vehicle());
                context.put("channel", ticket.channel());
                context.put("deepLink", DeepLinks.link(ticket.deepLink(), customer.tenantId(), customer.domain()));
                context.put("casePackage", CasePackages.render(fields(ticket), String.valueOf(ticket.channel())));
            }
            case "state-claim" ->
                context.put(
                        "knownIssues",
                        health.issues(customer.tenantId()).stream()
                                .map(CaseFiles::told)
                                .collect(Collectors.joining("\n")));
            case "decide-claim", "explain-no-credit" -> {
                context.put("casePackage", CasePackages.render(fields(ticket), String.valueOf(ticket.channel())));
                context.put(
                        "claimReason",
                        decisions.peek("claim-eligibility", claim(ticket)).stream()
                                .map(row -> String.valueOf(row.get("claimReason")))
                                .findFirst()
                                .orElse(null));
            }
            case "no-entitlement" -> context.put("wouldHelp", ticket.vehicleReason());
            case "grant-role" -> context.put("missing", ticket.authorityMissing());
            case "confirm-severity" -> context.put("severity", ticket.severity());
            default -> {}
        }
        return context;
    }

    private static String told(HealthIssue issue) {
        return issue.id() + " " + issue.classification() + " " + issue.service() + ": " + issue.title()
                + (issue.resolved() ? " (over)" : "");
    }

    /** What is known of the case, by field. */
    Map<String, String> known(Ticket ticket) {
        return fields(ticket);
    }

    private Map<String, String> fields(Ticket ticket) {
        Customer customer = customers.find(ticket.customerId()).orElseThrow();
        Map<String, @Nullable String> known = new HashMap<>();
        known.put("tenantId", customer.tenantId());
        known.put("title", ticket.title());
        known.put("description", ticket.description());
        known.put("severity", ticket.severity());
        known.put("impact", ticket.businessImpact().equals("UNKNOWN") ? null : inWords(ticket.businessImpact()));
        // the API wants the very service, which only an agent can tell
        known.put("service", "AZURE_SUPPORT_API".equals(ticket.channel()) ? null : inWords(ticket.productFamily()));
        known.put("environment", "D365_FO".equals(ticket.productFamily()) ? null : inWords(ticket.environment()));
        known.put("incidentId", ticket.healthIssueId());
        known.put("stepsTried", steps(ticket));
        String subscription = ticket.subscriptionId();
        if (subscription != null) {
            known.put(
                    "subscriptionId",
                    customers
                            .subscription(subscription)
                            .map(Subscription::azureSubscriptionId)
                            .orElse(subscription));
        }
        String vehicle = ticket.vehicle();
        Optional<SupportPlan> plan = vehicle == null ? Optional.empty() : plans.planFor(ticket.partnerId(), vehicle);
        known.put("accessId", plan.map(SupportPlan::accessId).orElse(null));
        known.put("contractId", plan.map(SupportPlan::contractId).orElse(null));
        return packages.of(ticket.number().value(), known);
    }

    /** A case is read by people at Microsoft, who do not know our codes. */
    private static @Nullable String inWords(@Nullable String code) {
        return code == null ? null : WORDS.getOrDefault(code, code);
    }

    private @Nullable String steps(Ticket ticket) {
        List<DiagnosisStep> steps = tickets.steps(ticket.number());
        return steps.isEmpty()
                ? null
                : steps.stream()
                        .map(step -> step.at() + " " + step.tried() + ": " + step.result())
                        .collect(Collectors.joining("\n"));
    }
}
