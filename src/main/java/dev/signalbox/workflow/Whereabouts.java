package dev.signalbox.workflow;

import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.workflow.engine.Tracks;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Where a ticket is and was, in the pictures of the flows it went through. */
@Component
public class Whereabouts {

    private final Tracks tracks;

    Whereabouts(Tracks tracks) {
        this.tracks = tracks;
    }

    /**
     * A flow the ticket is or was in.
     *
     * @param id of the version the ticket began with, for {@link #picture}
     * @param at the elements where it is now
     * @param passed the elements it has left
     */
    public record Track(String id, String flow, String name, int version, Set<String> at, Set<String> passed) {}

    /** The flows a ticket went through, the one it is in first. */
    public List<Track> of(TicketNumber ticket) {
        return tracks.of(ticket);
    }

    /** The picture of a flow as the ticket runs it; empty where the ticket never was in it. */
    public Optional<byte[]> picture(TicketNumber ticket, String id) {
        return tracks.picture(ticket, id);
    }
}
