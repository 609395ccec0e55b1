package dev.signalbox.workflow;

import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import dev.signalbox.workflow.engine.Marks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keeps ticket and token in step: whatever the token does that matters is on the ticket in the same transaction. */
@Component
class FlowMarks implements Marks {

    private final Tickets tickets;
    private final DecisionFacts facts;
    private final DecisionOutcomes outcomes;
    private final StandingAnswers standing;
    private final Queues queues;
    private final TaskRows rows;

    FlowMarks(
            Tickets tickets,
            DecisionFacts facts,
            DecisionOutcomes outcomes,
            StandingAnswers standing,
            Queues queues,
            TaskRows rows) {
        this.tickets = tickets;
        this.facts = facts;
        this.outcomes = outcomes;
        this.standing = standing;
        this.queues = queues;
        this.rows = rows;
    }

    @Override
    public void waiting(DelegateExecution execution, String state, String nextMove, String step) {
        tickets.moveTo(ticket(execution), TicketState.valueOf(state), nextMove, step);
    }

    @Override
    public void deciding(DelegateExecution execution, String decision) {
        facts.of(decision, ticket(execution))
                .forEach((name, value) -> execution.setVariableLocal(name, fleeting(value)));
    }

    /** A value that never reaches the database; lists live only as long as the decision. */
    private static Object fleeting(@Nullable Object value) {
        return value instanceof List<?> list
                ? Variables.objectValue(list, true).create()
                : Variables.untypedValue(value, true);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void decided(DelegateExecution execution, String decision) {
        Object result = execution.getVariable("decisionResult");
        if (!(result instanceof List<?> answers)) {
            throw new IllegalStateException("Expected an answer of decision " + decision + ", found " + result);
        }
        List<Map<String, Object>> plain = answers.stream()
                .map(answer -> (Map<String, Object>) new HashMap<>((Map<String, Object>) answer))
                .toList();
        List<Map<String, Object>> holding = standing.instead(decision, ticket(execution), plain);
        if (holding != plain) {
            execution.setVariableLocal("decisionResult", fleeting(holding));
        }
        // of the process, since the decision's own scope holds the same names as passing inputs
        outcomes.apply(decision, ticket(execution), holding)
                .forEach((name, value) -> execution.getProcessInstance().setVariable(name, value));
    }

    @Override
    public void taskCreated(DelegateTask task, String kind) {
        TicketNumber number = ticket(task);
        Ticket ticket = tickets.get(number);
        String stage = task.getProcessDefinitionId().split(":")[0];
        String assigned = queues.of(ticket, stage);
        rows.created(task.getId(), ticket, kind, task.getName(), assigned);
        tickets.record(
                number,
                TimelineType.TASK_CREATED,
                Map.of("taskId", task.getId(), "kind", kind, "queue", assigned),
                Map.of(Fact.QUEUE, assigned));
    }

    @Override
    public void taskCompleted(DelegateTask task, String kind) {
        rows.completed(task.getId(), Occasion.current().actor());
        tickets.record(
                ticket(task), TimelineType.TASK_COMPLETED, Map.of("taskId", task.getId(), "kind", kind), Map.of());
    }

    @Override
    public void taskCancelled(DelegateTask task, String kind) {
        rows.cancelled(task.getId());
        tickets.record(
                ticket(task), TimelineType.TASK_CANCELLED, Map.of("taskId", task.getId(), "kind", kind), Map.of());
    }

    private static TicketNumber ticket(VariableScope scope) {
        return new TicketNumber(Long.parseLong(String.valueOf(scope.getVariable("ticket"))));
    }
}
