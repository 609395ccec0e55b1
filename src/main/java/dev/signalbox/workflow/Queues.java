package dev.signalbox.workflow;

import dev.signalbox.decision.Decisions;
import dev.signalbox.ticket.Ticket;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The queue that work belongs into: what the table says, or what a person said instead. */
@Component
class Queues {

    private final Decisions decisions;
    private final DecisionFacts facts;
    private final StandingAnswers standing;

    Queues(Decisions decisions, DecisionFacts facts, StandingAnswers standing) {
        this.decisions = decisions;
        this.facts = facts;
        this.standing = standing;
    }

    String of(Ticket ticket, String stage) {
        List<Map<String, @Nullable Object>> answers =
                decisions.collectFor(ticket.number(), "assign-queue", facts.forQueue(ticket, stage));
        Object queue = standing.instead("assign-queue", ticket.number(), answers, stage)
                .getFirst()
                .get("queue");
        return queue == null ? "triage" : queue.toString();
    }
}
