package dev.signalbox.workflow;

import dev.signalbox.decision.Decisions;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.workflow.clocks.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The targets of tickets whose contract was changed: the table is asked again, what a person answered stands. */
@Component
class ContractTargets implements Targets {

    private static final String TARGETS = "sla-targets";

    private final Tickets tickets;
    private final Decisions decisions;
    private final DecisionFacts facts;
    private final DecisionOutcomes outcomes;
    private final StandingAnswers standing;

    ContractTargets(
            Tickets tickets,
            Decisions decisions,
            DecisionFacts facts,
            DecisionOutcomes outcomes,
            StandingAnswers standing) {
        this.tickets = tickets;
        this.decisions = decisions;
        this.facts = facts;
        this.outcomes = outcomes;
        this.standing = standing;
    }

    @Override
    public void renew(TicketNumber number) {
        Ticket ticket = tickets.get(number);
        if (ticket.severity() == null || ticket.responseMinutes() == null) {
            return;
        }
        Map<String, @Nullable Object> answer = standing.peek(
                        TARGETS, number, decisions.peek(TARGETS, facts.of(TARGETS, number)))
                .getFirst();
        List<@Nullable Integer> now = Arrays.asList(
                minutes(answer, "customerResponseMinutes"),
                minutes(answer, "customerUpdateMinutes"),
                minutes(answer, "customerResolutionMinutes"));
        if (!now.equals(Arrays.asList(ticket.responseMinutes(), ticket.updateMinutes(), ticket.resolutionMinutes()))) {
            outcomes.apply(
                    TARGETS,
                    number,
                    standing.instead(
                            TARGETS, number, decisions.collectFor(number, TARGETS, facts.of(TARGETS, number))));
        }
    }

    private static @Nullable Integer minutes(Map<String, @Nullable Object> answer, String name) {
        return answer.get(name) instanceof Number found ? found.intValue() : null;
    }
}
