package dev.signalbox.workflow;

import dev.signalbox.customer.Customers;
import dev.signalbox.microsoft.HealthIssue;
import dev.signalbox.microsoft.ServiceHealth;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Message;
import dev.signalbox.ticket.Messages;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import dev.signalbox.ticket.WrongState;
import java.time.Clock;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a published issue means for the tickets that are open: those it explains wait for its end and are not filed,
 * those at Microsoft already are told of it, and a wrong link is undone by one word.
 */
@Component
@Transactional
public class KnownIssueShield {

    private static final Set<TicketState> AT_THE_DESK = EnumSet.of(
            TicketState.DIAGNOSING,
            TicketState.PARTNER_RESOLVING,
            TicketState.ESCALATION_PREPARING,
            TicketState.AWAITING_CUSTOMER);
    private static final Set<TicketState> AT_MICROSOFT =
            EnumSet.of(TicketState.AWAITING_MICROSOFT, TicketState.MICROSOFT_NEEDS_INFO, TicketState.SOLUTION_PROPOSED);

    private final Tickets tickets;
    private final Messages messages;
    private final Customers customers;
    private final ServiceHealth health;
    private final KnownIssues known;
    private final Moves moves;
    private final Clock clock;

    KnownIssueShield(
            Tickets tickets,
            Messages messages,
            Customers customers,
            ServiceHealth health,
            KnownIssues known,
            Moves moves,
            Clock clock) {
        this.tickets = tickets;
        this.messages = messages;
        this.customers = customers;
        this.health = health;
        this.known = known;
        this.moves = moves;
        this.clock = clock;
    }

    /** Finds the tenants' open tickets that the unresolved issue explains; those tied to an issue stay as they are. */
    void reach(String issueId, List<String> tenantIds) {
        Optional<HealthIssue> issue = health.issue(issueId).filter(one -> !one.resolved());
        Optional<String> family = issue.flatMap(one -> health.family(one.service()));
        if (issue.isEmpty() || family.isEmpty()) {
            return;
        }
        tenantIds.stream()
                .distinct()
                .flatMap(tenant -> customers.byTenant(tenant).stream())
                .flatMap(customer -> tickets.openOf(customer.id()).stream())
                .sorted()
                .forEach(number -> {
                    Ticket ticket = tickets.lock(number).orElseThrow();
                    if (family.get().equals(ticket.productFamily()) && !issueId.equals(ticket.healthIssueId())) {
                        reach(issue.get(), ticket);
                    }
                });
    }

    private void reach(HealthIssue issue, Ticket ticket) {
        if (AT_THE_DESK.contains(ticket.state())) {
            known.weigh(issue, ticket, true)
                    .filter(match -> match.certain() || ticket.state() != TicketState.AWAITING_CUSTOMER)
                    .ifPresent(match -> hold(ticket, match));
        } else if (AT_MICROSOFT.contains(ticket.state())) {
            known.weigh(issue, ticket, true)
                    .filter(KnownIssues.Match::certain)
                    .ifPresent(match -> tell(ticket, match.issue()));
        }
    }

    /** Sends the ticket back to where outages are looked at, with what is known of this one. */
    private void hold(Ticket ticket, KnownIssues.Match match) {
        weighed(ticket.number(), match.issue(), match.certain() ? true : null);
        moves.go(ticket, Moves.Destination.of("DIAGNOSING"));
    }

    private void weighed(TicketNumber number, HealthIssue issue, @Nullable Boolean symptomsMatch) {
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        facts.put(Fact.HEALTH_MATCH, issue.classification());
        facts.put(Fact.HEALTH_ISSUE_ID, issue.id());
        facts.put(Fact.SYMPTOMS_MATCH, symptomsMatch);
        facts.put(Fact.NEEDS_ENGINEERING, false);
        facts.put(Fact.HEALTH_CHECKED_AT, clock.instant());
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("match", issue.classification());
        data.put("issueId", issue.id());
        data.put("symptomsMatch", symptomsMatch);
        tickets.record(number, TimelineType.HEALTH_CHECKED, data, facts);
    }

    /** The case goes on; whoever works on it quotes the issue to Microsoft. */
    private void tell(Ticket ticket, HealthIssue issue) {
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("issueId", issue.id());
        data.put("externalId", ticket.externalId());
        tickets.record(
                ticket.number(),
                TimelineType.OUTAGE_LINKED,
                data,
                Map.of(Fact.HEALTH_ISSUE_ID, issue.id(), Fact.HEALTH_MATCH, issue.classification()));
        note(
                ticket.number(),
                "Microsoft published %s, which explains this ticket. Quote it in case %s."
                        .formatted(issue.id(), ticket.externalId() == null ? "at Microsoft" : ticket.externalId()));
    }

    /** Takes the ticket off the issue it is tied to, for good; one that waited for its end is diagnosed. */
    public void unlink(TicketNumber number, String reason) {
        Ticket ticket = tickets.lock(number)
                .orElseThrow(() -> new Refused(List.of(Problem.of("ticket", "a known ticket number", number))));
        boolean waits = ticket.state() == TicketState.LINKED_TO_OUTAGE;
        String issue = ticket.healthIssueId();
        if (!waits && !(AT_MICROSOFT.contains(ticket.state()) && issue != null)) {
            throw new WrongState(number, ticket.state(), EnumSet.of(TicketState.LINKED_TO_OUTAGE));
        }
        if (issue != null) {
            known.takeOff(number, issue);
        }
        Map<Fact, @Nullable Object> facts = new EnumMap<>(Fact.class);
        facts.put(Fact.HEALTH_MATCH, "NONE");
        facts.put(Fact.HEALTH_ISSUE_ID, null);
        facts.put(Fact.SYMPTOMS_MATCH, false);
        facts.put(Fact.HEALTH_CHECKED_AT, clock.instant());
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("issueId", issue);
        tickets.record(number, TimelineType.OUTAGE_UNLINKED, data, facts);
        note(number, "Taken off the outage" + (issue == null ? "" : " " + issue) + ": " + reason);
        if (waits) {
            moves.go(ticket, Moves.Destination.of("DIAGNOSING"));
        }
    }

    private void note(TicketNumber number, String body) {
        messages.add(
                number,
                Message.Visibility.INTERNAL,
                Message.Direction.INSIDE,
                Occasion.current().actor(),
                body);
    }
}
