package dev.signalbox.workflow.engine;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;

/** What the desk wants to be told when a token moves; implemented by the room's face, called by the engine. */
public interface Marks {

    /** A wait was entered that stands for a state of the ticket. */
    void waiting(DelegateExecution execution, String state, String nextMove, String step);

    /** A business rule task is about to ask {@code decision}: hand in its inputs as transient variables. */
    void deciding(DelegateExecution execution, String decision);

    /** A business rule task has its answer in {@code decisionResult}. */
    void decided(DelegateExecution execution, String decision);

    void taskCreated(DelegateTask task, String kind);

    void taskCompleted(DelegateTask task, String kind);

    void taskCancelled(DelegateTask task, String kind);
}
