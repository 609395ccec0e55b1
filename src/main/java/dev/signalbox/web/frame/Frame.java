package dev.signalbox.web.frame;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a page's own content.
 *
 * @param choices what the viewer chose before, by name
 */
public record Frame(
        String at,
        Counts counts,
        List<Queue> queues,
        List<View> views,
        List<Room> rooms,
        String q,
        String who,
        boolean customer,
        boolean mayRequest,
        boolean mayAssign,
        Map<String, String> choices,
        @Nullable Filling filling) {

    /** Whether single letters are no keys for this viewer. */
    public boolean keysOff() {
        return "off".equals(choices.get(Choices.KEYS));
    }

    /** How many open tickets the viewer's lists hold. */
    public record Counts(long open, long mine, long burning, long waiting) {}

    /** A queue with how many open tickets stand in it. */
    public record Queue(String key, String label, long count) {}

    /** A saved view; a shared one has a sign. */
    public record View(String key, String id, String label, boolean shared) {}

    /** A page of the partner's own, beside the work. */
    public record Room(String key, String label, String href) {}

    /** How far the demo world has filled itself. */
    public record Filling(int done, int all) {}
}
