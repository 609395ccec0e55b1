package dev.signalbox.web.frame;

import dev.signalbox.access.Action;
import dev.signalbox.ticket.OpenCounts;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.security.Caller;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private final QueueCounts queues;
    private final SavedViews views;
    private final Choices choices;
    private final Clock clock;
    private final ObjectProvider<Progress> progress;

    Frames(
            Tickets tickets,
            Words words,
            QueueCounts queues,
            SavedViews views,
            Choices choices,
            Clock clock,
            ObjectProvider<Progress> progress) {
        this.tickets = tickets;
        this.words = words;
        this.queues = queues;
        this.views = views;
        this.choices = choices;
        this.clock = clock;
        this.progress = progress;
    }

    /** Tells how far the demo world has come; empty when it is full. */
    public interface Progress extends Supplier<Optional<Frame.Filling>> {}

    public Frame of(Caller caller, String at, @Nullable String q) {
        OpenCounts counts = tickets.openCounts(
                caller.partnerId(),
                caller.customerId(),
                caller.hands(),
                clock.instant().plus(ClockFace.SOON));
        Map<String, Long> byQueue = queues.of(caller);
        List<Frame.Queue> shown = caller.isCustomer()
                ? List.of()
                : byQueue.entrySet().stream()
                        .filter(queue -> !queue.getKey().isEmpty())
                        .map(queue ->
                                new Frame.Queue(queue.getKey(), words.code("queue", queue.getKey()), queue.getValue()))
                        .toList();
        Progress filling = progress.getIfAvailable();
        return new Frame(
                at,
                new Frame.Counts(
                        byQueue.values().stream().mapToLong(Long::longValue).sum(),
                        counts.mine(),
                        counts.burning(),
                        counts.waiting()),
                shown,
                views.of(caller).stream()
                        .map(view -> new Frame.View("view:" + view.id(), view.id(), view.name(), view.shared()))
                        .toList(),
                rooms(caller),
                q == null ? "" : q,
                caller.displayName(),
                caller.isCustomer(),
                caller.may(Action.REQUEST_TICKET),
                caller.may(Action.ASSIGN),
                choices.of(caller.account()),
                filling == null ? null : filling.get().orElse(null));
    }

    private List<Frame.Room> rooms(Caller caller) {
        List<Frame.Room> rooms = new ArrayList<>();
        if (caller.may(Action.ASSIGN)) {
            rooms.add(new Frame.Room("board", words.of("frame.board"), "/board"));
        }
        if (caller.may(Action.WORK_TASKS)) {
            rooms.add(new Frame.Room("absences", words.of("frame.absences"), "/absences"));
        }
        if (caller.may(Action.SEE_REPORTS)) {
            rooms.add(new Frame.Room("reports", words.of("frame.reports"), "/reports"));
        }
        if (caller.may(Action.SEE_CUSTOMERS)) {
            rooms.add(new Frame.Room(
                    "customers", words.of(caller.isCustomer() ? "frame.company" : "frame.customers"), "/customers"));
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
