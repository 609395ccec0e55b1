package dev.signalbox.workflow.clocks;

import dev.signalbox.clock.Conditions;
import dev.signalbox.clock.Effect;
import dev.signalbox.clock.Owner;
import dev.signalbox.decision.Decisions;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.workflow.models.ModelVersion;
import dev.signalbox.workflow.models.Models;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The tables of the clocks, read into arrays once for each version in force. */
@Component
class ClockTables {

    private static final String FILE = "clock-conditions.dmn";
    private static final long ASKED_AGAIN_AFTER_NANOS = 2_000_000_000L;

    private final ObjectProvider<Models> models;
    private final Decisions decisions;
    private volatile @Nullable Compiled compiled;

    // the engine asks for the steps, the steps for clocks, and the models for the engine
    ClockTables(ObjectProvider<Models> models, Decisions decisions) {
        this.models = models;
        this.decisions = decisions;
    }

    private record Compiled(int version, Conditions conditions, long at) {}

    /** Not while the first ticket waits for it. */
    @EventListener(ApplicationStartedEvent.class)
    void read() {
        conditions();
    }

    Conditions conditions() {
        Compiled found = compiled;
        if (found == null || System.nanoTime() - found.at() > ASKED_AGAIN_AFTER_NANOS) {
            int version =
                    models.getObject().inForce(FILE).map(ModelVersion::version).orElse(0);
            found = new Compiled(
                    version,
                    found != null && found.version() == version ? found.conditions() : compile(),
                    System.nanoTime());
            compiled = found;
        }
        return found.conditions();
    }

    private Conditions compile() {
        return new Conditions(
                Arrays.stream(TicketState.values()).map(Enum::name).toList(),
                (clock, condition) -> Effect.valueOf(word(
                        answer("clock-conditions", Map.of("clock", clock.name(), "condition", condition)), "effect")),
                state -> {
                    Map<String, @Nullable Object> answer = answer("time-owner", Map.of("state", state));
                    return new Conditions.Holder(
                            Owner.valueOf(word(answer, "owner")),
                            TicketState.valueOf(state).isOver(),
                            Objects.toString(answer.get("level"), ""));
                });
    }

    private Map<String, @Nullable Object> answer(String decision, Map<String, String> asked) {
        return decisions.peek(decision, asked).getFirst();
    }

    private static String word(Map<String, @Nullable Object> answer, String name) {
        return String.valueOf(answer.get(name));
    }
}
