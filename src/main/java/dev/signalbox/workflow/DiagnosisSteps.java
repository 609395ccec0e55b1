package dev.signalbox.workflow;

import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.microsoft.HealthIssue;
import dev.signalbox.microsoft.HealthPicture;
import dev.signalbox.microsoft.ServiceHealth;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the flows do while the cause is looked for: service health first, then known outages. */
@Component
class DiagnosisSteps {

    private final Tickets tickets;
    private final Messages messages;
    private final Notices notices;
    private final Customers customers;
    private final ServiceHealth health;
    private final KnownIssues known;
    private final Clock clock;

    DiagnosisSteps(
            Tickets tickets,
            Messages messages,
            Notices notices,
            Customers customers,
            ServiceHealth health,
            KnownIssues known,
            Clock clock) {
        this.tickets = tickets;
        this.messages = messages;
        this.notices = notices;
        this.customers = customers;
        this.health = health;
        this.known = known;
        this.clock = clock;
    }

    Map<String, JavaDelegate> byName() {
        return Map.of(
                "checkHealth", Step.of(this::checkHealth),
                "linkOutage", Step.of(this::linkOutage),
                "sendPublishedAnswer", Step.of(this::sendPublishedAnswer),
                "chaseThirdParty", Step.of(this::chaseThirdParty));
    }

    /** Asks what Microsoft published for the customer's tenant; a person's earlier check stands until it is stale. */
    private void checkHealth(TicketNumber number, DelegateExecution execution) {
        Ticket ticket = tickets.get(number);
        String family = ticket.productFamily();
        if (family == null || ticket.healthCheckedAt() != null) {
            return;
        }
        Customer customer = customers.find(ticket.customerId()).orElseThrow();
        HealthPicture picture = health.picture(customer.tenantId(), family, clock.instant());
        List<HealthIssue> unresolved = health.unresolved(customer.tenantId(), family);
        Optional<KnownIssues.Match> match = known.among(unresolved, ticket, false);
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        facts.put(
                Fact.HEALTH_MATCH,
                match.map(one -> one.issue().classification()).orElse(picture.match()));
        facts.put(Fact.HEALTH_ISSUE_ID, match.map(one -> one.issue().id()).orElse(null));
        facts.put(Fact.SYMPTOMS_MATCH, symptoms(unresolved, match));
        facts.put(Fact.NEEDS_ENGINEERING, false);
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("match", facts.get(Fact.HEALTH_MATCH));
        data.put("issueId", facts.get(Fact.HEALTH_ISSUE_ID));
        data.put("symptomsMatch", facts.get(Fact.SYMPTOMS_MATCH));
        data.put("ageMinutes", picture.ageMinutes());
        tickets.record(number, TimelineType.HEALTH_CHECKED, data, facts);
    }

    /** The table's word where it is certain; null leaves it to a person. */
    private static @Nullable Boolean symptoms(List<HealthIssue> unresolved, Optional<KnownIssues.Match> match) {
        if (unresolved.isEmpty()) {
            return null;
        }
        return match.isEmpty() ? Boolean.FALSE : match.get().certain() ? Boolean.TRUE : null;
    }

    /** Ties the ticket to the outage and tells the customer, once for each outage. */
    private void linkOutage(TicketNumber number, DelegateExecution execution) {
        Ticket ticket = tickets.get(number);
        String issue = ticket.healthIssueId() == null ? "unnamed" : ticket.healthIssueId();
        String told = notices.text(number, "notice.outage", issue);
        boolean before = messages.of(number, true).stream()
                .anyMatch(message -> message.body().equals(told));
        tickets.record(number, TimelineType.OUTAGE_LINKED, Map.of("issueId", issue), Map.of());
        if (!before) {
            notices.say(number, told);
        }
    }

    private void sendPublishedAnswer(TicketNumber number, DelegateExecution execution) {
        Ticket ticket = tickets.get(number);
        notices.say(number, ticket.solution() == null ? notices.text(number, "notice.published") : ticket.solution());
    }

    private void chaseThirdParty(TicketNumber number, DelegateExecution execution) {
        tickets.record(number, TimelineType.CHASED, Map.of("whom", "THIRD_PARTY"), Map.of());
    }
}
