package dev.signalbox.workflow.engine;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/** The few commands we give the engine, by ids that our own rows keep; it is never queried with what a client sent. */
@Component
public class Engine {

    private final RuntimeService runtime;
    private final TaskService tasks;
    private final Waits waits;

    Engine(RuntimeService runtime, TaskService tasks, Waits waits) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.waits = waits;
    }

    /** Starts a ticket's life and runs it to its first wait; the ticket's number is the business key. */
    public void start(String ticket, Map<String, Object> variables) {
        racing(() -> runtime.startProcessInstanceByMessage("ticket.requested", ticket, variables));
    }

    public boolean waitsFor(long ticket, String message) {
        return waits.innermost(ticket, message).isPresent();
    }

    /** Hands the message to the ticket's innermost wait for it; false where nothing waits. */
    public boolean deliver(long ticket, String message, Map<String, Object> variables) {
        Optional<String> execution = waits.innermost(ticket, message);
        execution.ifPresent(id -> racing(() -> {
            runtime.messageEventReceived(message, id, variables);
            return id;
        }));
        return execution.isPresent();
    }

    public void complete(String task, Map<String, Object> variables) {
        racing(() -> {
            tasks.complete(task, variables);
            return task;
        });
    }

    private static <T> T racing(Supplier<T> command) {
        try {
            return command.get();
        } catch (OptimisticLockingException lost) {
            throw new OptimisticLockingFailureException("Another transaction moved the same token first", lost);
        }
    }
}
