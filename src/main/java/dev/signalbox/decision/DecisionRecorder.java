package dev.signalbox.decision;

import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionEvaluationListener;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionLogicEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedInput;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedOutput;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.context.BpmnExecutionContext;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Sits inside the DMN engine, so that a plain business rule task in a model is recorded without further ado. */
@Component
public class DecisionRecorder implements DmnDecisionEvaluationListener {

    private static final ThreadLocal<Boolean> LOOKING = ThreadLocal.withInitial(() -> false);
    private static final ThreadLocal<@Nullable TicketNumber> ABOUT = new ThreadLocal<>();

    private final DecisionRecords records;
    private final Tickets tickets;
    private final Clock clock;
    private final ObjectProvider<RepositoryService> repository;
    private final Map<String, TableText> texts = new ConcurrentHashMap<>();

    DecisionRecorder(
            DecisionRecords records, Tickets tickets, Clock clock, ObjectProvider<RepositoryService> repository) {
        this.records = records;
        this.tickets = tickets;
        this.clock = clock;
        this.repository = repository;
    }

    /** Evaluates without a trace on this thread. */
    static <T> T unrecorded(Supplier<T> evaluation) {
        LOOKING.set(true);
        try {
            return evaluation.get();
        } finally {
            LOOKING.remove();
        }
    }

    /** Evaluates for {@code ticket} where no flow tells whose decision it is. */
    static <T> T about(TicketNumber ticket, Supplier<T> evaluation) {
        ABOUT.set(ticket);
        try {
            return evaluation.get();
        } finally {
            ABOUT.remove();
        }
    }

    @Override
    public void notify(DmnDecisionEvaluationEvent event) {
        if (LOOKING.get()) {
            return;
        }
        event.getRequiredDecisionResults().forEach(this::record);
        record(event.getDecisionResult());
    }

    private void record(DmnDecisionLogicEvaluationEvent event) {
        if (!(event instanceof DmnDecisionTableEvaluationEvent table)) {
            return;
        }
        DmnDecision decision = table.getDecision();
        DecisionDefinition definition = decision instanceof DecisionDefinition deployed ? deployed : null;
        TableText text = definition == null
                ? TableText.NONE
                : texts.computeIfAbsent(definition.getId(), id -> text(id, definition.getKey()));
        Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
        for (DmnEvaluatedInput input : table.getInputs()) {
            inputs.put(
                    text.inputs().getOrDefault(input.getId(), input.getName()),
                    input.getValue() == null ? null : input.getValue().getValue());
        }
        List<DecisionRecord.Rule> rules = new ArrayList<>();
        List<Map<String, @Nullable Object>> outputs = new ArrayList<>();
        for (DmnEvaluatedDecisionRule rule : table.getMatchingRules()) {
            rules.add(new DecisionRecord.Rule(rule.getId(), text.rules().get(rule.getId())));
            Map<String, @Nullable Object> output = new LinkedHashMap<>();
            for (DmnEvaluatedOutput entry : rule.getOutputEntries().values()) {
                output.put(
                        entry.getOutputName(),
                        entry.getValue() == null ? null : entry.getValue().getValue());
            }
            outputs.add(output);
        }
        Long ticket = currentTicket();
        DecisionRecord made = new DecisionRecord(
                UUID.randomUUID().toString(),
                ticket,
                decision.getKey(),
                definition == null ? 0 : definition.getVersion(),
                clock.instant(),
                inputs,
                rules,
                text.collects() || outputs.size() != 1 ? outputs : outputs.getFirst(),
                null);
        records.keep(made);
        if (ticket != null) {
            tickets.record(
                    new TicketNumber(ticket),
                    TimelineType.DECISION_MADE,
                    Map.of(
                            "decisionId",
                            made.id(),
                            "key",
                            made.key(),
                            "version",
                            made.version(),
                            "rules",
                            rules.stream().map(DecisionRecord.Rule::id).toList(),
                            "outputs",
                            made.outputs()),
                    Map.of());
        }
    }

    private static @Nullable Long currentTicket() {
        TicketNumber about = ABOUT.get();
        if (about != null) {
            return about.value();
        }
        BpmnExecutionContext context = Context.getBpmnExecutionContext();
        Object number = context == null ? null : context.getExecution().getVariable("ticket");
        return number == null ? null : Long.valueOf(number.toString());
    }

    private TableText text(String definitionId, String key) {
        var model = repository.getObject().getDmnModelInstance(definitionId);
        var decision = model.getModelElementById(key);
        Map<String, String> inputs = new LinkedHashMap<>();
        Map<String, String> rules = new LinkedHashMap<>();
        boolean collects = false;
        if (decision instanceof org.camunda.bpm.model.dmn.instance.Decision found
                && found.getExpression() instanceof DecisionTable table) {
            collects = table.getHitPolicy() == HitPolicy.COLLECT;
            for (Input input : table.getInputs()) {
                inputs.put(input.getId(), input.getInputExpression().getText().getTextContent());
            }
            for (Rule rule : table.getRules()) {
                if (rule.getDescription() != null) {
                    rules.put(
                            rule.getId(), rule.getDescription().getTextContent().strip());
                }
            }
        }
        return new TableText(inputs, rules, collects);
    }

    /** The words of a table that the engine drops when it evaluates: input expressions and rule descriptions. */
    private record TableText(Map<String, String> inputs, Map<String, String> rules, boolean collects) {
        static final TableText NONE = new TableText(Map.of(), Map.of(), false);
    }
}
