package dev.signalbox.clock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What states and occasions do to clocks, and whose the time in a state is: two tables, read once into arrays. */
public final class Conditions {

    private final Map<String, Integer> states = new HashMap<>();
    private final List<String> names;
    private final Effect[][] inState;
    private final Effect[][] on = new Effect[Occasion.values().length][];
    private final Holder[] holders;
    private final boolean[] over;

    /** Whose the time in a state is, whether the ticket is over then, and at which level the desk has it. */
    public record Holder(Owner owner, boolean over, String level) {}

    /**
     * @param states all states there are
     * @param effect what a state or an occasion, both by name, does to a clock
     * @param holder whose the time in a state is
     */
    public Conditions(
            List<String> states, BiFunction<ClockKind, String, Effect> effect, Function<String, Holder> holder) {
        this.names = List.copyOf(states);
        this.inState = new Effect[states.size()][];
        this.holders = new Holder[states.size()];
        this.over = new boolean[states.size()];
        for (int i = 0; i < states.size(); i++) {
            String state = states.get(i);
            this.states.put(state, i);
            inState[i] = each(effect, state);
            holders[i] = holder.apply(state);
            over[i] = holders[i].over();
        }
        for (Occasion occasion : Occasion.values()) {
            on[occasion.ordinal()] = each(effect, occasion.name());
        }
    }

    private static Effect[] each(BiFunction<ClockKind, String, Effect> effect, String what) {
        Effect[] effects = new Effect[ClockKind.values().length];
        for (ClockKind kind : ClockKind.values()) {
            effects[kind.ordinal()] = effect.apply(kind, what);
        }
        return effects;
    }

    int state(String name) {
        Integer found = states.get(name);
        if (found == null) {
            throw new IllegalArgumentException("Expected one of the states " + names + ", found " + name);
        }
        return found;
    }

    String name(int state) {
        return names.get(state);
    }

    Effect in(int state, ClockKind kind) {
        return inState[state][kind.ordinal()];
    }

    Effect on(Occasion occasion, ClockKind kind) {
        return on[occasion.ordinal()][kind.ordinal()];
    }

    Owner owner(int state) {
        return holders[state].owner();
    }

    String level(int state) {
        return holders[state].level();
    }

    boolean over(int state) {
        return over[state];
    }
}
