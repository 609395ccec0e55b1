package dev.signalbox.workflow.engine;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Stops a flow that runs in a circle without ever waiting: counts the steps of one command. */
class StepLimit implements ExecutionListener {

    private final int limit;

    StepLimit(int limit) {
        this.limit = limit;
    }

    @Override
    public void notify(DelegateExecution execution) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        Counter counter = (Counter) TransactionSynchronizationManager.getResource(this);
        if (counter == null) {
            counter = new Counter();
            TransactionSynchronizationManager.bindResource(this, counter);
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    TransactionSynchronizationManager.unbindResourceIfPossible(StepLimit.this);
                }
            });
        }
        // many events may share a transaction, each with commands of its own
        CommandContext command = Context.getCommandContext();
        if (counter.command != command) {
            counter.command = command;
            counter.steps = 0;
        }
        if (++counter.steps > limit) {
            throw new ProcessEngineException("Expected at most %d steps of one command, stopped at %s of %s"
                    .formatted(limit, execution.getCurrentActivityId(), execution.getProcessDefinitionId()));
        }
    }

    private static final class Counter {
        private @Nullable CommandContext command;
        private int steps;
    }
}
