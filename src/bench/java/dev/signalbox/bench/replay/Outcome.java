package dev.signalbox.bench.replay;

import java.util.ArrayList;
import tools.jackson.databind.JsonNode;

/** A decision and what it came to, short enough to count. */
final class Outcome {

    private static final int LONGEST = 100;

    private Outcome() {}

    static String of(JsonNode decision) {
        var parts = new ArrayList<String>();
        collect(decision.path("outputs"), parts);
        var text = decision.path("key").asString("?") + " " + String.join(", ", parts);
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private static void collect(JsonNode outputs, ArrayList<String> parts) {
        if (outputs.isArray()) {
            outputs.forEach(output -> collect(output, parts));
            return;
        }
        outputs.properties().forEach(output -> {
            if (!output.getKey().toLowerCase(java.util.Locale.ROOT).contains("reason")) {
                parts.add(output.getKey() + "="
                        + output.getValue().asString(output.getValue().toString()));
            }
        });
    }
}
