package dev.signalbox.workflow;

import dev.signalbox.workflow.engine.StuckSteps;
import java.util.List;
import org.springframework.stereotype.Component;

/** Timers of flows that the engine gave up, told in the words of tickets. */
@Component
public class Standstills {

    private final StuckSteps stuck;

    Standstills(StuckSteps stuck) {
        this.stuck = stuck;
    }

    /** The first two hundred, longest due first. */
    public List<Standstill> all() {
        return stuck.all();
    }

    /** Lets the engine try again; false where nothing with this id stands still. */
    public boolean retry(String id) {
        return stuck.retry(id);
    }
}
