package dev.signalbox.bench.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills the mapping's {placeholders} with what one update says: a lookup, a column, or the update's time. */
class Wording {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z0-9_-]+)}");

    private final Mapping mapping;

    Wording(Mapping mapping) {
        this.mapping = mapping;
    }

    /** Fields whose value the log does not know are left out. */
    Map<String, Object> fill(Map<String, ?> template, Update update) {
        var filled = new LinkedHashMap<String, Object>();
        template.forEach((name, value) -> {
            var found = fillOne(value, update);
            if (found != null) {
                filled.put(name, found);
            }
        });
        return filled;
    }

    private @Nullable Object fillOne(@Nullable Object template, Update update) {
        return switch (template) {
            case null -> null;
            case String text -> text(text, update);
            case Map<?, ?> map -> {
                var named = new LinkedHashMap<String, Object>();
                map.forEach((name, value) -> named.put(String.valueOf(name), value));
                yield fill(named, update);
            }
            case List<?> list ->
                list.stream().map(element -> fillOne(element, update)).toList();
            default -> template;
        };
    }

    private @Nullable Object text(String text, Update update) {
        var placeholders = PLACEHOLDER.matcher(text);
        if (placeholders.matches()) {
            return value(placeholders.group(1), update);
        }
        return placeholders.reset().replaceAll(match -> {
            var value = value(match.group(1), update);
            return java.util.regex.Matcher.quoteReplacement(value == null ? "unknown" : String.valueOf(value));
        });
    }

    private @Nullable Object value(String name, Update update) {
        var lookup = mapping.lookups().get(name);
        if (lookup != null) {
            return lookup.of(update.values().get(lookup.column()));
        }
        if (name.equals("time")) {
            return update.time().toString();
        }
        if (!mapping.log().columns().containsKey(name)) {
            throw new MappingInvalid("{%s} is neither a column nor a lookup of the mapping".formatted(name));
        }
        return update.values().get(name);
    }
}
