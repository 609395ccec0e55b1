package dev.signalbox.bench.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** How a log's columns and states translate into what the product understands; read from a YAML file. */
record Mapping(
        String name,
        Log log,
        Map<String, Lookup> lookups,
        Map<String, Object> request,
        Map<String, LogState> states,
        List<Move> moves,
        Map<String, Map<String, Object>> inTheWay,
        Map<String, String> accounts) {

    /** Where an incident is before its first update. */
    static final String START = "START";

    Mapping {
        lookups = lookups == null ? Map.of() : lookups;
        inTheWay = inTheWay == null ? Map.of() : inTheWay;
        accounts = accounts == null ? Map.of() : accounts;
    }

    record Log(@Nullable String delimiter, @Nullable List<String> unknown, Map<String, String> columns, LogTime time) {
        Log {
            delimiter = delimiter == null ? "," : delimiter;
            unknown = unknown == null ? List.of("") : unknown;
        }
    }

    record LogTime(String pattern, ZoneId zone) {}

    /** A value that follows from a column: by its exact text, by a /pattern/, or spread evenly but always the same. */
    record Lookup(
            String column,
            @Nullable Map<String, Object> values,
            @Nullable List<Object> spread,
            @JsonProperty("default") @Nullable Object otherwise) {

        Lookup {
            values = values == null ? Map.of() : values;
        }

        @Nullable
        Object of(@Nullable String found) {
            if (spread != null) {
                return spread.get(Math.floorMod(String.valueOf(found).hashCode(), spread.size()));
            }
            if (found == null) {
                return otherwise;
            }
            if (values.containsKey(found)) {
                return values.get(found);
            }
            return values.entrySet().stream()
                    .filter(entry -> isPattern(entry.getKey()) && found.matches(pattern(entry.getKey())))
                    .findFirst()
                    .map(Map.Entry::getValue)
                    .orElse(otherwise);
        }

        private static boolean isPattern(String text) {
            return text.length() > 2 && text.startsWith("/") && text.endsWith("/");
        }

        private static String pattern(String text) {
            return text.substring(1, text.length() - 1);
        }
    }

    /**
     * What a state of the log is in the product.
     *
     * @param is the product's state
     * @param from for each state the product may be in before, the states it then passes, the reached one included
     */
    record LogState(String is, Map<String, List<String>> from) {}

    /** One step of the product: open tasks to complete, or an event to send. */
    record Move(
            String from,
            String to,
            @Nullable Map<String, Map<String, Object>> tasks,
            @Nullable String event,
            @Nullable Map<String, Object> data) {

        Move {
            tasks = tasks == null ? Map.of() : tasks;
            data = data == null ? Map.of() : data;
        }
    }

    static Mapping read(Path file) {
        var yaml = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        var mapping = yaml.readValue(file, Mapping.class);
        mapping.check();
        return mapping;
    }

    String source() {
        return "urn:replay:" + name;
    }

    Move move(String from, String to) {
        return moves.stream()
                .filter(move -> move.from().equals(from) && move.to().equals(to))
                .findFirst()
                .orElseThrow(
                        () -> new MappingInvalid("No move leads from %s to %s; add it to moves".formatted(from, to)));
    }

    /** The product's states on the way to a state of the log; none where the product is there already. */
    List<String> way(String from, String logState) {
        var state = states.get(logState);
        if (state == null) {
            throw new MappingInvalid("The log has the state '%s'; add it to states".formatted(logState));
        }
        if (state.is().equals(from)) {
            return List.of();
        }
        var way = state.from().get(from);
        if (way == null) {
            throw new MappingInvalid("The log goes to '%s' while the product is in %s; add %s to states.%s.from"
                    .formatted(logState, from, from, logState));
        }
        return way;
    }

    String account(String purpose) {
        return accounts.getOrDefault(purpose, accounts.getOrDefault("tasks", "agent"));
    }

    private void check() {
        var problems = new ArrayList<String>();
        for (var needed : List.of("number", "time", "state")) {
            if (!log.columns().containsKey(needed)) {
                problems.add("log.columns lacks " + needed);
            }
        }
        lookups.forEach((name, lookup) -> {
            if (!log.columns().containsKey(lookup.column())) {
                problems.add(
                        "lookups.%s reads the column %s, which log.columns lacks".formatted(name, lookup.column()));
            }
        });
        everyWay().forEach((place, way) -> {
            for (int i = 0; i + 1 < way.size(); i++) {
                try {
                    if (!way.get(i).equals(START)) {
                        move(way.get(i), way.get(i + 1));
                    }
                } catch (MappingInvalid missing) {
                    problems.add(place + ": " + missing.getMessage());
                }
            }
        });
        if (!problems.isEmpty()) {
            throw new MappingInvalid(String.join("\n", problems));
        }
    }

    private Map<String, List<String>> everyWay() {
        var ways = new LinkedHashMap<String, List<String>>();
        states.forEach((logState, state) -> state.from().forEach((from, way) -> {
            var whole = new ArrayList<String>();
            whole.add(from);
            whole.addAll(way);
            ways.put("states." + logState + ".from." + from, whole);
        }));
        return ways;
    }
}
