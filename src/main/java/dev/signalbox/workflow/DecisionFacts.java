package dev.signalbox.workflow;

import dev.signalbox.clock.DueTimes;
import dev.signalbox.customer.Contract;
import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.DelegatedAccess;
import dev.signalbox.customer.Delivery;
import dev.signalbox.customer.Partner;
import dev.signalbox.customer.Subscription;
import dev.signalbox.entitlement.Plans;
import dev.signalbox.entitlement.SupportPlan;
import dev.signalbox.microsoft.ApiReach;
import dev.signalbox.microsoft.HealthPicture;
import dev.signalbox.microsoft.MicrosoftCase;
import dev.signalbox.microsoft.MicrosoftCases;
import dev.signalbox.microsoft.ServiceHealth;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gathers, for each decision, what its table asks about a ticket. */
@Component
class DecisionFacts {

    /** Families whose service health Microsoft publishes per tenant. */
    private static final Set<String> WITHOUT_HEALTH = Set.of("ON_PREM", "MARKETPLACE", "PARTNER_CENTER");

    private static final Map<String, List<String>> GROUNDS = Map.of(
            "issue-class", List.of("reportedCategory", "publisher", "tenantContext"),
            "severity",
                    List.of("issueClass", "businessImpact", "environment", "commit24x7", "contactComplete", "cloud"),
            "outage-gate",
                    List.of(
                            "customer",
                            "productFamily",
                            "issueClass",
                            "healthIssueId",
                            "healthCheckedAt",
                            "symptomsMatch",
                            "needsEngineering"),
            "support-boundary",
                    List.of(
                            "issueClass",
                            "severity",
                            "causeDomain",
                            "diagnosisComplete",
                            "partnerFixExhausted",
                            "outageAction",
                            "knowledgeMatch"),
            "handling-party", List.of("customer", "productFamily", "level"),
            "filing-authority", List.of("customer", "productFamily", "issueClass", "subscription", "customerLockedOut"),
            "choose-vehicle",
                    List.of(
                            "partner",
                            "customer",
                            "policySet",
                            "productFamily",
                            "subscription",
                            "severity",
                            "issueClass"),
            "filing-channel", List.of("vehicle", "productFamily", "subscription"),
            "sla-targets", List.of("vehicle", "severity", "productFamily", "breakFix", "customer"),
            "assign-queue", List.of("issueClass", "productFamily", "severity", "handlingParty", "customer"));

    private final Tickets tickets;
    private final Customers customers;
    private final Plans plans;
    private final ServiceHealth health;
    private final CaseFiles caseFiles;
    private final Clock clock;

    private final MicrosoftCases cases;
    private final ApiReach apiReach;

    DecisionFacts(
            Tickets tickets,
            Customers customers,
            Plans plans,
            ServiceHealth health,
            CaseFiles caseFiles,
            Clock clock,
            MicrosoftCases cases,
            ApiReach apiReach) {
        this.tickets = tickets;
        this.customers = customers;
        this.plans = plans;
        this.health = health;
        this.caseFiles = caseFiles;
        this.clock = clock;
        this.cases = cases;
        this.apiReach = apiReach;
    }

    /** The inputs of {@code decision}, by the names its table uses. */
    Map<String, @Nullable Object> of(String decision, TicketNumber number) {
        return of(decision, tickets.get(number));
    }

    private Map<String, @Nullable Object> of(String decision, Ticket ticket) {
        Map<String, @Nullable Object> facts = new HashMap<>();
        switch (decision) {
            case "issue-class" -> {
                facts.put("reportedCategory", ticket.reportedCategory());
                facts.put("publisher", publisher(ticket));
                facts.put("tenantContext", tenantContext(ticket));
            }
            case "severity" -> {
                facts.put("issueClass", ticket.issueClass());
                facts.put("businessImpact", ticket.businessImpact());
                facts.put("environment", ticket.environment());
                facts.put("commit24x7", ticket.commit24x7());
                facts.put("contactComplete", contactComplete(ticket));
                facts.put("cloud", deployment(ticket, subscription(ticket)).equals("CLOUD"));
            }
            case "request-completeness" ->
                facts.put("descriptionPresent", !ticket.description().isBlank());
            case "outage-gate" -> outage(ticket, facts);
            case "support-boundary" -> {
                outage(ticket, facts);
                facts.put("issueClass", ticket.issueClass());
                facts.put("severity", ticket.severity());
                facts.put("causeDomain", ticket.causeDomain());
                facts.put("diagnosisComplete", ticket.diagnosisComplete());
                facts.put("partnerFixExhausted", ticket.partnerFixExhausted());
                facts.put("outageAction", ticket.outageAction());
                facts.put("knowledgeMatch", ticket.knowledgeMatch());
            }
            case "handling-party" -> delivery(ticket, facts);
            case "filing-authority" -> authority(ticket, facts);
            case "choose-vehicle" -> {
                facts.put("partner", ticket.partnerId());
                facts.put("policySet", ticket.policySet());
                facts.put("severity", ticket.severity());
                facts.put("issueClass", ticket.issueClass());
                facts.put("eligible", eligible(ticket));
            }
            case "filing-channel" -> {
                facts.put("vehicle", ticket.vehicle());
                facts.put("productFamily", ticket.productFamily());
                facts.put(
                        "azurePlanType",
                        subscription(ticket).map(Subscription::azurePlanType).orElse(null));
                facts.put("tenantContext", tenantContext(ticket));
                facts.put("cloud", deployment(ticket, subscription(ticket)).equals("CLOUD"));
                facts.put(
                        "apiConnected",
                        apiReach.connected(
                                ticket.number().value(), ticket.partnerId(), ticket.productFamily(), ticket.vehicle()));
            }
            case "sla-targets" -> {
                facts.put("vehicle", ticket.vehicle());
                facts.put("severity", ticket.severity());
                facts.put("productFamily", ticket.productFamily());
                facts.put("breakFix", ticket.breakFix());
                facts.put("contractTier", contract(ticket).map(Contract::tier).orElse(null));
                facts.put(
                        "azureSlaMinutes",
                        cases.of(ticket.number().value())
                                .map(MicrosoftCase::responseMinutes)
                                .orElse(null));
            }
            case "claim-eligibility" -> facts.putAll(caseFiles.claim(ticket));
            case "package-completeness" -> facts.putAll(caseFiles.presence(ticket));
            default -> {
                // a table of the flow's author, over what is known of every ticket
            }
        }
        ofEvery(ticket).forEach(facts::putIfAbsent);
        return facts;
    }

    /**
     * What the answer rests on, of all that is known about the ticket: as long as this stays the same, nobody has to
     * ask again, and what a person answered stands. What passes with time, such as the age of health data, is no ground.
     */
    Map<String, @Nullable Object> grounds(String decision, Ticket ticket) {
        Map<String, @Nullable Object> known = new HashMap<>(of(decision, ticket));
        known.put("subscription", ticket.subscriptionId());
        known.put("healthIssueId", ticket.healthIssueId());
        known.put("healthCheckedAt", String.valueOf(ticket.healthCheckedAt()));
        known.put("handlingParty", ticket.handlingParty());
        Map<String, @Nullable Object> grounds = new TreeMap<>();
        GROUNDS.getOrDefault(decision, List.of()).forEach(name -> grounds.put(name, known.get(name)));
        return grounds;
    }

    /** What every table that a flow asks may ask: {@link dev.signalbox.workflow.models.Vocabulary#FACTS}. */
    private static Map<String, @Nullable Object> ofEvery(Ticket ticket) {
        Map<String, @Nullable Object> facts = new HashMap<>();
        facts.put("customer", ticket.customerId());
        facts.put("partner", ticket.partnerId());
        facts.put("policySet", ticket.policySet());
        facts.put("productFamily", ticket.productFamily());
        facts.put("reportedCategory", ticket.reportedCategory());
        facts.put("issueClass", ticket.issueClass());
        facts.put("severity", ticket.severity());
        facts.put("businessImpact", ticket.businessImpact());
        facts.put("environment", ticket.environment());
        facts.put("causeDomain", ticket.causeDomain());
        return facts;
    }

    /** What {@code assign-queue} asks when work arrives at {@code stage}. */
    Map<String, @Nullable Object> forQueue(Ticket ticket, String stage) {
        Map<String, @Nullable Object> facts = new HashMap<>();
        delivery(ticket, facts);
        facts.put("stage", stage);
        facts.put("issueClass", ticket.issueClass());
        facts.put("severity", ticket.severity());
        facts.put("handlingParty", ticket.handlingParty());
        return facts;
    }

    /** What {@code eligible-vehicle} asks of one candidate. */
    Map<String, @Nullable Object> forCandidate(Ticket ticket, String candidate) {
        Partner partner = customers.partner(ticket.partnerId());
        Optional<Subscription> subscription = subscription(ticket);
        Optional<SupportPlan> plan = plans.planFor(ticket.partnerId(), candidate);
        Map<String, @Nullable Object> facts = new HashMap<>();
        facts.put("candidate", candidate);
        facts.put("policySet", ticket.policySet());
        facts.put("issueClass", ticket.issueClass());
        facts.put("productFamily", ticket.productFamily());
        facts.put("deployment", deployment(ticket, subscription));
        facts.put("onPremVersion", subscription.map(Subscription::onPremVersion).orElse(null));
        facts.put(
                "mainstreamSupport",
                subscription.map(Subscription::mainstreamSupport).orElse(true));
        facts.put("tenantContext", tenantContext(ticket));
        facts.put("partnerType", partner.type());
        facts.put("competency", partner.competency());
        facts.put("planStatus", plan.map(SupportPlan::status).orElse("NONE"));
        facts.put("incidentsRemaining", plan.isPresent() ? plan.get().incidentsRemaining() : Integer.valueOf(0));
        return facts;
    }

    private void outage(Ticket ticket, Map<String, @Nullable Object> facts) {
        boolean technical = "TECHNICAL".equals(ticket.issueClass());
        boolean published =
                technical && ticket.productFamily() != null && !WITHOUT_HEALTH.contains(ticket.productFamily());
        Instant now = clock.instant();
        // no outage explains an invoice, though one was looked at while the ticket passed for a fault
        String match = technical ? ticket.healthMatch() : null;
        boolean resolved = false;
        Long age = published ? null : Long.valueOf(0);
        if (published) {
            Customer customer = customers.find(ticket.customerId()).orElseThrow();
            String family = ticket.productFamily() == null ? "" : ticket.productFamily();
            HealthPicture picture = health.picture(customer.tenantId(), family, now);
            age = picture.ageMinutes();
            if (ticket.healthCheckedAt() == null) {
                match = picture.match();
            } else {
                long checked = Duration.between(ticket.healthCheckedAt(), now).toMinutes();
                age = age == null ? checked : Long.valueOf(Math.min(age, checked));
            }
            String issue = ticket.healthIssueId();
            resolved = issue != null
                    && health.issue(issue).map(one -> one.resolved()).orElse(false);
        }
        facts.put("healthMatch", match == null ? "NONE" : match);
        facts.put("healthResolved", resolved);
        facts.put("symptomsMatch", ticket.symptomsMatch());
        facts.put("needsEngineering", ticket.needsEngineering());
        facts.put("healthDataAgeMinutes", age);
    }

    private void delivery(Ticket ticket, Map<String, @Nullable Object> facts) {
        String level = ticket.partnerFixExhausted() ? "SECOND" : "FIRST";
        Optional<Contract> contract = contract(ticket);
        boolean within = contract.map(one -> DueTimes.within(clock.instant(), one.hours()))
                .orElse(true);
        Optional<Delivery> delivery = customers.delivery(ticket.customerId(), ticket.productFamily(), level, within);
        facts.put("deliveryParty", delivery.map(Delivery::party).orElse(null));
        facts.put("deliveryChargeable", delivery.map(Delivery::chargeable).orElse(false));
        facts.put("productFamily", ticket.productFamily());
        facts.put("level", level);
        facts.put("withinHours", within);
    }

    private void authority(Ticket ticket, Map<String, @Nullable Object> facts) {
        Partner partner = customers.partner(ticket.partnerId());
        Optional<DelegatedAccess> access = customers.access(ticket.customerId());
        boolean azure = "AZURE".equals(ticket.productFamily());
        boolean right = azure
                ? subscription(ticket).map(Subscription::azureRightGranted).orElse(false)
                : ticket.productFamily() == null
                        || access.map(one -> customers.hasRight(one, String.valueOf(ticket.productFamily())))
                                .orElse(false);
        facts.put("policySet", ticket.policySet());
        facts.put("partnerType", partner.type());
        facts.put("productFamily", ticket.productFamily());
        facts.put("issueClass", ticket.issueClass());
        facts.put("tenantContext", tenantContext(ticket));
        facts.put("partnerCenterRoles", List.copyOf(partner.partnerCenterRoles()));
        facts.put("accessModel", access.map(DelegatedAccess::model).orElse("NONE"));
        facts.put("accessUsable", access.map(one -> one.usable(clock.instant())).orElse(false));
        facts.put("hasProductRight", right);
        facts.put("customerLockedOut", ticket.customerLockedOut());
    }

    private boolean contactComplete(Ticket ticket) {
        String id = ticket.contactId();
        return id != null
                && customers
                        .contact(id)
                        .map(contact -> !contact.name().isBlank()
                                && !contact.email().isBlank()
                                && contact.phone() != null
                                && !contact.phone().isBlank())
                        .orElse(false);
    }

    Optional<Subscription> subscription(Ticket ticket) {
        String id = ticket.subscriptionId();
        return id == null ? Optional.empty() : customers.subscription(id);
    }

    Optional<Contract> contract(Ticket ticket) {
        return customers.contract(ticket.customerId());
    }

    private static String deployment(Ticket ticket, Optional<Subscription> subscription) {
        return subscription
                .map(Subscription::deployment)
                .orElse("ON_PREM".equals(ticket.productFamily()) ? "ON_PREM" : "CLOUD");
    }

    private static String publisher(Ticket ticket) {
        return "MARKETPLACE".equals(ticket.productFamily()) ? "THIRD_PARTY_ISV" : "MICROSOFT";
    }

    private static String tenantContext(Ticket ticket) {
        return "PARTNER_CENTER".equals(ticket.productFamily()) ? "PARTNER_OWN" : "CUSTOMER";
    }

    private static List<String> eligible(Ticket ticket) {
        String eligible = ticket.eligible();
        return eligible == null || eligible.isEmpty() ? List.of() : List.of(eligible.split(","));
    }
}
