package dev.signalbox.web.frame;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What surrounds a page's own content. */
public record Frame(
        String at,
        long open,
        List<Queue> queues,
        List<Room> rooms,
        String q,
        String who,
        boolean customer,
        boolean mayRequest,
        @Nullable Filling filling) {

    /** A queue with how many open tickets stand in it. */
    public record Queue(String key, String label, long count) {}

    /** A page of the partner's own, beside the work. */
    public record Room(String key, String label, String href) {}

    /** How far the demo world has filled itself. */
    public record Filling(int done, int all) {}
}
