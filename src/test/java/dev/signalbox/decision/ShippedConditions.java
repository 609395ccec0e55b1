package dev.signalbox.decision;

import dev.signalbox.clock.Conditions;
import dev.signalbox.clock.Effect;
import dev.signalbox.clock.Owner;
import dev.signalbox.ticket.TicketState;
import java.util.Arrays;
import java.util.Map;

/** The shipped tables of the clocks, compiled as the product does it. */
public final class ShippedConditions {

    private static final Conditions CONDITIONS = new Conditions(
            Arrays.stream(TicketState.values()).map(Enum::name).toList(),
            (clock, condition) ->
                    Effect.valueOf(answer("clock-conditions", Map.of("clock", clock.name(), "condition", condition))
                            .get("effect")
                            .toString()),
            state -> {
                Map<String, Object> answer = answer("time-owner", Map.of("state", state));
                return new Conditions.Holder(
                        Owner.valueOf(answer.get("owner").toString()),
                        Boolean.TRUE.equals(answer.get("over")),
                        String.valueOf(answer.get("level")));
            });

    private ShippedConditions() {}

    public static Conditions get() {
        return CONDITIONS;
    }

    private static Map<String, Object> answer(String decision, Map<String, Object> asked) {
        return DecisionTables.ask(decision, asked).outputs().getFirst();
    }
}
