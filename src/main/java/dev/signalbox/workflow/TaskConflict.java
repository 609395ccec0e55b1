package dev.signalbox.workflow;

/** A task cannot be taken or completed by this person now: done before, cancelled, or somebody else's. */
public class TaskConflict extends RuntimeException {

    TaskConflict(String message) {
        super(message);
    }
}
