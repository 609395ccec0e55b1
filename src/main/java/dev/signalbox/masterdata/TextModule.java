package dev.signalbox.masterdata;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text that agents use again and again, with places such as {@code {contact}} that a ticket fills. */
public record TextModule(String id, String name, String language, String body) {

    /** What a ticket can fill. */
    public static final List<String> PLACES =
            List.of("agent", "case", "contact", "customer", "number", "partner", "product", "state", "title");

    private static final Pattern PLACE = Pattern.compile("[{]([A-Za-z]+)[}]");

    static List<String> unknownPlaces(String body) {
        return PLACE.matcher(body)
                .results()
                .map(found -> found.group(1))
                .filter(place -> !PLACES.contains(place))
                .distinct()
                .toList();
    }

    /** The text with its places filled; one that has no value stays, so that whoever sends it sees the gap. */
    public String filled(Map<String, String> values) {
        return PLACE.matcher(body)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), whole(found))));
    }

    private static String whole(MatchResult found) {
        return found.group();
    }
}
