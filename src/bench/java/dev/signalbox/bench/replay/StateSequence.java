package dev.signalbox.bench.replay;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The states of one ticket in the order in which its timeline or the outbound topic tells them. */
class StateSequence {

    private final List<String> states = new ArrayList<>();
    private final List<String> breaks = new ArrayList<>();

    void add(String type, JsonNode data) {
        if (isA(type, "ticket.received") && states.isEmpty()) {
            states.add(data.path("state").asString("RECEIVED"));
        }
        if (!isA(type, "ticket.state-changed")) {
            return;
        }
        var from = data.path("from").asString("");
        var to = data.path("to").asString("");
        if (from.isEmpty()) {
            // The first state may be told as a change from nothing, besides the receipt
            if (!states.equals(List.of(to))) {
                states.add(to);
            }
            return;
        }
        if (states.isEmpty()) {
            states.add(from);
        }
        if (!states.getLast().equals(from)) {
            breaks.add("%s -> %s follows %s".formatted(from, to, states.getLast()));
        }
        states.add(to);
    }

    List<String> states() {
        return List.copyOf(states);
    }

    /** Changes whose `from` is not where the change before them led. */
    List<String> breaks() {
        return List.copyOf(breaks);
    }

    /** With or without the reverse domain and the version. */
    static boolean isA(String type, String name) {
        return shortName(type).equals(name);
    }

    static String shortName(String type) {
        return type.replaceFirst("^dev\\.signalbox\\.", "").replaceFirst("\\.v\\d+$", "");
    }

    static String difference(List<String> expected, List<String> found) {
        int same = 0;
        while (same < expected.size()
                && same < found.size()
                && expected.get(same).equals(found.get(same))) {
            same++;
        }
        return "after %d equal states expected %s, found %s".formatted(same, rest(expected, same), rest(found, same));
    }

    private static String rest(List<String> states, int from) {
        return states.size() == from ? "nothing more" : String.join(" > ", states.subList(from, states.size()));
    }
}
