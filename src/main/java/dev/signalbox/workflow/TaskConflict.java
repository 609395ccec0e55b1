package dev.signalbox.workflow;

import org.jspecify.annotations.Nullable;

/** A task cannot be taken or completed by this person now: done before, cancelled, or somebody else's. */
public class TaskConflict extends RuntimeException {

    private final Kind kind;
    private final @Nullable String whose;

    /** @param whose the account that has or ended the task, where one is to be named */
    TaskConflict(Kind kind, @Nullable String whose, String message) {
        super(message);
        this.kind = kind;
        this.whose = whose;
    }

    /** What stands in the way. */
    public enum Kind {
        SOMEBODY_ELSES,
        NOT_YOURS,
        SECOND_PAIR_OF_EYES,
        OVER
    }

    public Kind kind() {
        return kind;
    }

    public @Nullable String whose() {
        return whose;
    }
}
