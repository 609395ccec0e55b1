package dev.signalbox.workflow.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.CallActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.EventSubscriptionDeclaration;
import org.camunda.bpm.engine.impl.core.model.BaseCallableElement.CallableElementBinding;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * Hangs our listeners on every flow when it is parsed, so that the models stay free of technique: waits, states, tasks,
 * decisions and the step limit.
 */
class FlowListener extends AbstractBpmnParseListener {

    private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
    private static final Pattern QUOTED = Pattern.compile("'[^']*'");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z][a-zA-Z0-9]*");

    private final Marks marks;
    private final Waits waits;
    private final StepLimit stepLimit;
    private final Set<String> named;

    /** {@code named} collects the variables that conditions ask for, set or not. */
    FlowListener(Marks marks, Waits waits, StepLimit stepLimit, Set<String> named) {
        this.named = named;
        this.marks = marks;
        this.waits = waits;
        this.stepLimit = stepLimit;
    }

    @Override
    public void parseProcess(Element element, ProcessDefinitionEntity process) {
        noteWaits(process);
        process.getActivities().forEach(this::noteAll);
    }

    @Override
    public void parseSequenceFlow(Element element, ScopeImpl scope, TransitionImpl transition) {
        Element condition = element.element("conditionExpression");
        if (condition != null) {
            Matcher word = WORD.matcher(QUOTED.matcher(condition.getText()).replaceAll(""));
            while (word.find()) {
                named.add(word.group());
            }
        }
    }

    /** A running ticket calls the flows that were released together with its own. */
    @Override
    public void parseCallActivity(Element element, ScopeImpl scope, ActivityImpl activity) {
        ((CallActivityBehavior) activity.getActivityBehavior())
                .getCallableElement()
                .setBinding(CallableElementBinding.DEPLOYMENT);
    }

    private void noteAll(ActivityImpl activity) {
        activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, stepLimit);
        noteWaits(activity);
        activity.getActivities().forEach(this::noteAll);
    }

    private void noteWaits(ScopeImpl scope) {
        List<EventSubscriptionDeclaration> messages =
                EventSubscriptionDeclaration.getDeclarationsForScope(scope).values().stream()
                        .filter(declared ->
                                declared.getEventType().equals("message") && !startsProcess(scope, declared))
                        .toList();
        if (messages.isEmpty()) {
            return;
        }
        scope.addBuiltInListener(ExecutionListener.EVENTNAME_START, (ExecutionListener) execution -> messages.forEach(
                declared -> waits.entered(ticket(execution), declared.getUnresolvedEventName(), execution.getId())));
        scope.addBuiltInListener(
                ExecutionListener.EVENTNAME_END, (ExecutionListener) execution -> waits.left(execution.getId()));
    }

    private static boolean startsProcess(ScopeImpl scope, EventSubscriptionDeclaration declared) {
        return scope instanceof ProcessDefinitionEntity && declared.isStartEvent();
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        String kind = element.attributeNS(CAMUNDA_NS, "formRef");
        noteState(element, activity);
        var definition = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
        String form = kind == null ? activity.getId() : kind;
        definition.addBuiltInTaskListener(
                TaskListener.EVENTNAME_CREATE, (TaskListener) task -> marks.taskCreated(task, form));
        definition.addBuiltInTaskListener(
                TaskListener.EVENTNAME_COMPLETE, (TaskListener) task -> marks.taskCompleted(task, form));
        definition.addBuiltInTaskListener(
                TaskListener.EVENTNAME_DELETE, (TaskListener) task -> marks.taskCancelled(task, form));
    }

    @Override
    public void parseReceiveTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        noteState(element, activity);
    }

    @Override
    public void parseIntermediateCatchEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
        noteState(element, activity);
    }

    @Override
    public void parseBusinessRuleTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        String decision = element.attributeNS(CAMUNDA_NS, "decisionRef");
        if (decision == null) {
            return;
        }
        // a scope of its own, so that the transient inputs are gone when the decision is made
        activity.setScope(true);
        activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, (ExecutionListener)
                execution -> marks.deciding(execution, decision));
        activity.addBuiltInListener(
                ExecutionListener.EVENTNAME_END, (ExecutionListener) execution -> marks.decided(execution, decision));
    }

    private void noteState(Element element, ActivityImpl activity) {
        Map<String, String> properties = properties(element);
        String state = properties.get("state");
        String nextMove = properties.get("nextMove");
        if (state == null || nextMove == null) {
            return;
        }
        activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, (ExecutionListener)
                execution -> marks.waiting(execution, state, nextMove, activity.getId()));
    }

    private static Map<String, String> properties(Element element) {
        Map<String, String> found = new HashMap<>();
        Element extensions = element.element("extensionElements");
        @Nullable Element properties = extensions == null ? null : extensions.elementNS(CAMUNDA_NS, "properties");
        if (properties != null) {
            for (Element property : properties.elementsNS(CAMUNDA_NS, "property")) {
                found.put(property.attribute("name"), property.attribute("value"));
            }
        }
        return found;
    }

    static long ticket(DelegateExecution execution) {
        return Long.parseLong(String.valueOf(execution.getVariable("ticket")));
    }

    private static final org.camunda.bpm.engine.impl.util.xml.Namespace CAMUNDA_NS =
            new org.camunda.bpm.engine.impl.util.xml.Namespace(CAMUNDA);
}
