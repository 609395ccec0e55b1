package dev.signalbox.web.live;

import dev.signalbox.ticket.Moved;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.web.live.Presences.Presence;
import dev.signalbox.web.security.Caller;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The open browsers of this node. What changed, on whichever node, is read from the tickets' rows once a second while
 * anybody looks, and told to those who may see it: a number, never what it is about.
 */
@Component
class Viewers {

    private static final Duration STREAM = Duration.ofMinutes(10);
    /** A transaction may commit a while after the time it wrote. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private static final int MOST = 2_000;

    private final Tickets tickets;
    private final Presences presences;
    private final Clock clock;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final Set<Viewer> newcomers = ConcurrentHashMap.newKeySet();
    private final Map<Long, Integer> told = new HashMap<>();
    private List<Presence> there = List.of();
    private Instant since = Instant.MIN;

    Viewers(Tickets tickets, Presences presences, Clock clock) {
        this.tickets = tickets;
        this.presences = presences;
        this.clock = clock;
    }

    private record Viewer(Caller caller, SseEmitter stream) {}

    SseEmitter open(Caller caller) {
        SseEmitter stream = new SseEmitter(STREAM.toMillis());
        Viewer viewer = new Viewer(caller, stream);
        stream.onCompletion(() -> viewers.remove(viewer));
        stream.onTimeout(stream::complete);
        stream.onError(broken -> viewers.remove(viewer));
        if (viewers.size() >= MOST) {
            stream.complete();
            return stream;
        }
        viewers.add(viewer);
        newcomers.add(viewer);
        send(viewer, "hello", Map.of());
        return stream;
    }

    @Scheduled(fixedDelay = 1000)
    void tell() {
        if (viewers.isEmpty()) {
            since = Instant.MIN;
            told.clear();
            newcomers.retainAll(viewers);
            return;
        }
        Instant now = clock.instant();
        if (since.equals(Instant.MIN)) {
            since = now;
        }
        List<Moved> moved = tickets.movedSince(since.minus(LATE));
        Set<Long> seen = new HashSet<>();
        for (Moved one : moved) {
            seen.add(one.ticket().value());
            Integer before = told.put(one.ticket().value(), one.sequence());
            if (before == null || before != one.sequence()) {
                viewers.stream()
                        .filter(viewer -> viewer.caller().reaches(one.partnerId(), one.customerId()))
                        .forEach(viewer -> send(
                                viewer, "ticket", Map.of("number", one.ticket().toString())));
            }
        }
        told.keySet().retainAll(seen);
        since = now;
        tellWhoIsThere();
    }

    /** Whoever came since the last look is told of all who are there, the others of what changed. */
    private void tellWhoIsThere() {
        List<Presence> now = presences.now();
        Set<Viewer> came = new HashSet<>(newcomers);
        newcomers.removeAll(came);
        Map<Long, List<Presence>> byTicket = now.stream().collect(Collectors.groupingBy(Presence::ticket));
        if (!now.equals(there)) {
            Set<Long> changed = new HashSet<>(byTicket.keySet());
            there.forEach(one -> changed.add(one.ticket()));
            there = now;
            tellWhoIsThere(changed, byTicket, viewers);
        } else if (!came.isEmpty()) {
            tellWhoIsThere(byTicket.keySet(), byTicket, came);
        }
    }

    private void tellWhoIsThere(Set<Long> which, Map<Long, List<Presence>> byTicket, Set<Viewer> whom) {
        for (long ticket : which) {
            tickets.find(new TicketNumber(ticket)).ifPresent(found -> whom.stream()
                    .filter(viewer ->
                            !viewer.caller().isCustomer() && viewer.caller().sees(found))
                    .forEach(viewer -> send(
                            viewer,
                            "presence",
                            Map.of(
                                    "number",
                                    found.number().toString(),
                                    "people",
                                    byTicket.getOrDefault(ticket, List.of()).stream()
                                            .filter(one -> !one.account()
                                                    .equals(viewer.caller().account()))
                                            .map(one -> Map.of("name", one.name(), "writing", one.writing()))
                                            .toList()))));
        }
    }

    @Scheduled(fixedDelay = 60_000)
    void forget() {
        presences.forget();
    }

    private void send(Viewer viewer, String name, Map<String, ?> data) {
        try {
            viewer.stream().send(SseEmitter.event().name(name).data(data));
        } catch (IOException | IllegalStateException gone) {
            viewers.remove(viewer);
        }
    }
}
