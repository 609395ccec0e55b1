package dev.signalbox.workflow.clocks;

import dev.signalbox.clock.Round;
import dev.signalbox.clock.TimeLedger;
import dev.signalbox.customer.Calendars;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/**
 * Looks at tickets' clocks: tells on the timeline what the ledger says and was not told yet, takes back what is no longer
 * so, and sets when to look again. An alarm only says when to look; what is true is computed then.
 */
@Component
class Alarms {

    private static final Duration TRIED_AGAIN = Duration.ofMinutes(5);

    private final AlarmRows rows;
    private final Stories stories;
    private final TicketClocks clocks;
    private final Calendars calendars;
    private final Tickets tickets;
    private final ClockActions actions;
    private final ObjectProvider<Targets> targets;
    private final ClockProperties properties;
    private final Clock clock;

    Alarms(
            AlarmRows rows,
            Stories stories,
            TicketClocks clocks,
            Calendars calendars,
            Tickets tickets,
            ClockActions actions,
            ObjectProvider<Targets> targets,
            ClockProperties properties,
            Clock clock) {
        this.rows = rows;
        this.stories = stories;
        this.clocks = clocks;
        this.calendars = calendars;
        this.tickets = tickets;
        this.actions = actions;
        this.targets = targets;
        this.properties = properties;
        this.clock = clock;
    }

    /** Looks at these tickets in one transaction, but for those that somebody else has locked. */
    @Transactional
    List<AlarmRows.Due> look(List<Long> wanted) {
        List<Long> locked = rows.locked(wanted);
        if (locked.isEmpty()) {
            return List.of();
        }
        List<AlarmRows.Due> due = rows.still(locked);
        if (due.stream().anyMatch(AlarmRows.Due::stale)) {
            // what made them stale may have been put by another node, or just before its transaction ended
            calendars.forget();
        }
        due.stream().filter(AlarmRows.Due::targets).forEach(one -> targets.getObject()
                .renew(new TicketNumber(one.ticket())));
        Map<Long, Stories.Told> told =
                stories.of(due.stream().map(AlarmRows.Due::ticket).toList());
        Map<Long, @Nullable Instant> next = new LinkedHashMap<>();
        Map<Long, @Nullable Instant> nearest = new LinkedHashMap<>();
        for (AlarmRows.Due one : due) {
            Stories.Told ticket = told.get(one.ticket());
            if (ticket == null) {
                next.put(one.ticket(), null);
                continue;
            }
            TimeLedger ledger = clocks.ledger(ticket);
            next.put(one.ticket(), lookAt(ticket, ledger));
            Instant nearestDue = ledger.over() ? ticket.facts().dueAt() : TicketClocks.nearest(ledger.clocks());
            if (!Objects.equals(nearestDue, ticket.facts().dueAt())) {
                nearest.put(one.ticket(), nearestDue);
            }
        }
        if (!next.isEmpty()) {
            rows.set(next);
        }
        if (!nearest.isEmpty()) {
            rows.dueTimes(nearest);
        }
        if (!next.isEmpty()) {
            rows.tasksFollow(next.keySet());
        }
        return due;
    }

    @Transactional
    void postpone(long ticket) {
        rows.set(Map.of(ticket, clock.instant().plus(TRIED_AGAIN)));
    }

    /** @return when to look again */
    private @Nullable Instant lookAt(Stories.Told ticket, TimeLedger ledger) {
        Instant now = clock.instant();
        Standing standing = new Standing(ticket.announced());
        List<Instant> next = new ArrayList<>();
        List<Round> rounds = ledger.rounds();
        for (Round round : rounds) {
            warn(ticket.ticket(), round, now, standing, next);
            breach(ticket.ticket(), round, standing, next, now);
        }
        Map<String, Round> byKey = rounds.stream().collect(Collectors.toMap(Alarms::key, round -> round, (a, b) -> a));
        for (String key : standing.breached()) {
            Round round = byKey.get(key);
            if (round == null || !round.breached()) {
                withdraw(ticket.ticket(), key, round, standing);
            }
        }
        if (!ledger.over()) {
            actions.take(ticket, rounds, standing.all, now).ifPresent(next::add);
        }
        return next.stream().min(Instant::compareTo).orElse(null);
    }

    private void warn(TicketNumber number, Round round, Instant now, Standing standing, List<Instant> next) {
        if (!round.running()) {
            return;
        }
        for (int share : properties.warnAt()) {
            Instant at = round.when(round.target().multipliedBy(share).dividedBy(100));
            if (at.isAfter(now)) {
                next.add(at);
            } else if (standing.warn(round, share)) {
                Map<String, Object> data = data(round);
                data.put("share", share);
                tell(number, TimelineType.SLA_WARNING, at, data, standing);
            }
        }
    }

    private void breach(TicketNumber number, Round round, Standing standing, List<Instant> next, Instant now) {
        if (round.breached()) {
            if (standing.breach(key(round))) {
                tell(number, TimelineType.SLA_BREACHED, round.due(), data(round), standing);
            }
        } else if (round.running()) {
            // the due moment itself is still in time
            next.add(
                    round.due().isBefore(now) ? now.plusSeconds(1) : round.due().plusSeconds(1));
        }
    }

    private void withdraw(TicketNumber number, String key, @Nullable Round round, Standing standing) {
        Map<String, Object> data = new LinkedHashMap<>();
        if (round == null) {
            String[] parts = key.split("/", -1);
            data.put("kind", parts[0]);
            if (!parts[1].isEmpty()) {
                data.put("queue", parts[1]);
            }
            data.put("round", Integer.parseInt(parts[2]));
        } else {
            data.putAll(data(round));
        }
        tell(number, TimelineType.SLA_BREACH_WITHDRAWN, clock.instant(), data, standing);
    }

    private void tell(TicketNumber number, TimelineType type, Instant at, Map<String, Object> data, Standing standing) {
        new Occasion(Occasion.ITSELF.actor(), null, null, at)
                .during(() -> tickets.record(number, type, data, Map.of()));
        standing.add(type, clock.instant(), data);
    }

    static String key(Round round) {
        String queue = round.promise().queue();
        return round.kind() + "/" + (queue == null ? "" : queue) + "/" + round.number();
    }

    private static Map<String, Object> data(Round round) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", round.kind().name());
        String queue = round.promise().queue();
        if (queue != null) {
            data.put("queue", queue);
        }
        data.put("round", round.number());
        data.put("targetMinutes", round.target().toMinutes());
        data.put("dueAt", round.due().toString());
        return data;
    }

    /** What the timeline says of the clocks so far. */
    static final class Standing {

        private final Set<String> warned = new HashSet<>();
        private final Map<String, Boolean> breached = new LinkedHashMap<>();
        final List<ClockActions.Told> all = new ArrayList<>();

        Standing(List<Stories.Announced> announced) {
            for (Stories.Announced one : announced) {
                Map<String, Object> data = new HashMap<>();
                one.data().properties().forEach(entry -> data.put(entry.getKey(), plain(entry.getValue())));
                add(one.type(), one.time(), data);
            }
        }

        private static Object plain(JsonNode value) {
            return value.isInt() ? value.intValue() : value.isLong() ? value.longValue() : value.asString("");
        }

        void add(TimelineType type, Instant time, Map<String, Object> data) {
            String key = data.get("kind") + "/" + data.getOrDefault("queue", "") + "/" + data.get("round");
            all.add(new ClockActions.Told(type, time, key, data));
            switch (type) {
                case SLA_WARNING -> warned.add(key + "/" + data.get("share") + "/" + data.get("targetMinutes"));
                case SLA_BREACHED -> breached.put(key, true);
                case SLA_BREACH_WITHDRAWN -> breached.put(key, false);
                default -> {
                    // an action, which the actions read
                }
            }
        }

        /** Whether this is news. */
        boolean warn(Round round, int share) {
            return !warned.contains(
                    key(round) + "/" + share + "/" + round.target().toMinutes());
        }

        boolean breach(String key) {
            return !breached.getOrDefault(key, false);
        }

        List<String> breached() {
            return breached.entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }
}
