package dev.signalbox.workflow.models;

/** The files in force are not what the order supposes. */
public class ModelConflict extends RuntimeException {

    ModelConflict(String message) {
        super(message);
    }
}
