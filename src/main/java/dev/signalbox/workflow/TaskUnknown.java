package dev.signalbox.workflow;

/** There is no such task, or none that the caller may see. */
public class TaskUnknown extends RuntimeException {

    public TaskUnknown(String id) {
        super("No task " + id);
    }
}
