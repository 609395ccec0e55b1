package dev.signalbox.ticket;

/** Another ticket and what ties it to one; a fact on both, never a guess. */
public record Related(Tie tie, TicketNumber number, String title, TicketState state) {

    /** What ties two tickets, the closest first. */
    public enum Tie {
        /** It was split off. */
        PART,
        /** It was merged into this one. */
        MERGED_HERE,
        /** This one was split off it. */
        WHOLE,
        /** This one was merged into it. */
        GOES_ON_AS,
        /** The same request, earlier. */
        BEFORE,
        KNOWN_ISSUE,
        CUSTOMER_AND_PRODUCT
    }
}
