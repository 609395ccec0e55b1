package dev.signalbox.web.ticketpage;

import dev.signalbox.decision.Alternative;
import dev.signalbox.decision.DecisionRecord;
import dev.signalbox.web.frame.Words;
import dev.signalbox.web.ticketpage.TicketPage.Pair;
import dev.signalbox.web.ticketpage.TicketPage.Why;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells a decision as a colleague would: its answer in words, the rule behind it, and what it looked at. */
@Component
class DecisionWords {

    /** Steps on the way to another decision, which tells their answer too. */
    private static final Set<String> ON_THE_WAY = Set.of(
            "eligible-vehicle", "assign-queue", "microsoft-response", "customer-targets", "request-completeness");

    private final Words words;

    DecisionWords(Words words) {
        this.words = words;
    }

    static boolean worthTelling(DecisionRecord record) {
        return !ON_THE_WAY.contains(record.key());
    }

    String name(DecisionRecord record) {
        return words.code("decision", record.key());
    }

    Why why(DecisionRecord record) {
        return new Why(
                record.id(),
                answer(record),
                record.rules().stream()
                        .map(rule -> rule.description() == null ? rule.id() : words.model(rule.description()))
                        .toList(),
                record.inputs().entrySet().stream()
                        .map(input -> new Pair(
                                words.code("input", input.getKey()), inputValue(input.getKey(), input.getValue())))
                        .toList());
    }

    /** The nearest answer that reads otherwise, as "would be … if … were …"; null where there is none. */
    @Nullable
    String nearest(DecisionRecord record, List<Alternative> alternatives) {
        String now = answer(record.outputs());
        return alternatives.stream()
                .filter(one -> !answer(one.outputs()).equals(now))
                .findFirst()
                .map(one -> words.of(
                        "decision.alternative",
                        answer(one.outputs()),
                        words.code("input", one.input()),
                        inputValue(one.input(), one.value())))
                .orElse(null);
    }

    /** An input in the words of its own field. */
    private String inputValue(String input, @Nullable Object value) {
        String group =
                switch (input) {
                    case "reportedCategory" -> "category";
                    case "productFamily" -> "family";
                    case "environment" -> "environment";
                    case "stage", "state" -> "state";
                    default -> null;
                };
        return group == null || !(value instanceof String code) ? value(value) : words.code(group, code);
    }

    private String answer(DecisionRecord record) {
        return answer(record.outputs());
    }

    String answer(Object found) {
        if (found instanceof Map<?, ?> outputs) {
            String told = outputs.entrySet().stream()
                    .map(output -> told(String.valueOf(output.getKey()), output.getValue()))
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining(", "));
            return told.isEmpty() ? "–" : told;
        }
        if (found instanceof Collection<?> rows) {
            String fields = rows.stream()
                    .map(row -> row instanceof Map<?, ?> map ? String.valueOf(map.get("field")) : String.valueOf(row))
                    .map(field -> words.code("field", field))
                    .collect(Collectors.joining(", "));
            return fields.isEmpty() ? words.of("decision.nothingMissing") : words.of("decision.missing", fields);
        }
        return value(found);
    }

    /** An output that has no {@code output.} message is detail for machines, and so are "no" and zero. */
    private @Nullable String told(String name, @Nullable Object found) {
        if (found == null || found.equals(false) || found instanceof Number number && number.longValue() == 0) {
            return null;
        }
        String text =
                found instanceof Number minutes && name.endsWith("Minutes") ? hours(minutes.longValue()) : value(found);
        return words.perhaps("output." + name, text);
    }

    /** Never in days: the minutes may be of service hours. */
    private static String hours(long minutes) {
        return minutes < 60
                ? minutes + " m"
                : minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " m");
    }

    /** A value as people read it; {@code SOME_CODE} becomes its word. */
    String value(@Nullable Object found) {
        if (found instanceof Boolean yes) {
            return words.of(yes ? "yes" : "no");
        }
        if (found instanceof Collection<?> several) {
            return several.isEmpty() ? "–" : several.stream().map(this::value).collect(Collectors.joining(", "));
        }
        if (found == null || found.toString().isBlank()) {
            return "–";
        }
        String text = found.toString();
        return text.equals(text.toUpperCase(Locale.ROOT)) && text.matches("[A-Z][A-Z0-9_]+")
                ? words.code("code", text)
                : words.model(text);
    }
}
