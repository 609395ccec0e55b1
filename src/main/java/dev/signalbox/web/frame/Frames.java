package dev.signalbox.web.frame;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.TicketFilter;
import dev.signalbox.ticket.TicketState;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.security.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Makes the frame of a page for whoever looks at it. */
@Component
public class Frames {

    private final Tickets tickets;
    private final Words words;
    private final ObjectProvider<Progress> progress;

    Frames(Tickets tickets, Words words, ObjectProvider<Progress> progress) {
        this.tickets = tickets;
        this.words = words;
        this.progress = progress;
    }

    /** Tells how far the demo world has come; empty when it is full. */
    public interface Progress extends Supplier<Optional<Frame.Filling>> {}

    public Frame of(Caller caller, String at, @Nullable String q) {
        TicketFilter open = new TicketFilter(
                List.copyOf(TicketState.open()),
                caller.partnerId(),
                caller.customerId(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        List<Frame.Queue> queues = caller.isCustomer()
                ? List.of()
                : tickets.openByQueue(caller.partnerId()).entrySet().stream()
                        .map(queue ->
                                new Frame.Queue(queue.getKey(), words.code("queue", queue.getKey()), queue.getValue()))
                        .toList();
        Progress filling = progress.getIfAvailable();
        return new Frame(
                at,
                tickets.list(open, 0, 1).total(),
                queues,
                rooms(caller),
                q == null ? "" : q,
                caller.displayName(),
                caller.isCustomer(),
                caller.may(Action.REQUEST_TICKET),
                filling == null ? null : filling.get().orElse(null));
    }

    private List<Frame.Room> rooms(Caller caller) {
        List<Frame.Room> rooms = new ArrayList<>();
        if (caller.may(Action.ASSIGN)) {
            rooms.add(new Frame.Room("board", words.of("frame.board"), "/board"));
        }
        if (caller.may(Action.SEE_CUSTOMERS)) {
            rooms.add(new Frame.Room("customers", words.of("frame.customers"), "/customers"));
        }
        if (caller.may(Action.SEE_DEAD_LETTERS) && caller.partnerId() == null) {
            rooms.add(new Frame.Room("operations", words.of("frame.operations"), "/operations"));
        }
        if (caller.may(Action.SEE_DATA)) {
            rooms.add(new Frame.Room("data", words.of("frame.data"), "/data"));
        }
        if (caller.may(Action.SEE_MODELS)) {
            rooms.add(new Frame.Room("models", words.of("frame.models"), "/models"));
        }
        if (caller.may(Action.SEE_AUDIT)) {
            rooms.add(new Frame.Room("audit", words.of("frame.audit"), "/audit"));
        }
        return rooms;
    }
}
