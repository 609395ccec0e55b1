package dev.signalbox.workflow.clocks;

import dev.signalbox.clock.Calendar;
import dev.signalbox.clock.Round;
import dev.signalbox.decision.Decisions;
import dev.signalbox.ticket.Fact;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What is done about warnings and breaches: the steps of the table {@code clock-actions}, until somebody acknowledges.
 * How far they are is read from the timeline. Outside the hours of service they wait for the opening.
 */
@Component
class ClockActions {

    private final Decisions decisions;
    private final Tickets tickets;

    ClockActions(Decisions decisions, Tickets tickets) {
        this.decisions = decisions;
        this.tickets = tickets;
    }

    /** An entry that tells of the clock {@code key}. */
    record Told(TimelineType type, Instant time, String key, Map<String, Object> data) {}

    /** Takes the steps that are due; returns when the next one is. */
    Optional<Instant> take(Stories.Told ticket, List<Round> rounds, List<Told> told, Instant now) {
        Instant acknowledged = told.stream()
                .filter(one -> one.type() == TimelineType.ACKNOWLEDGED)
                .map(Told::time)
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
        @Nullable Instant next = null;
        for (Round round : rounds) {
            if (round.end() != null) {
                continue;
            }
            Optional<Told> reason = latest(told, Alarms.key(round));
            if (reason.isEmpty() || acknowledged.isAfter(reason.get().time())) {
                continue;
            }
            Instant at = step(ticket, round, reason.get(), told, now);
            if (at != null && (next == null || at.isBefore(next))) {
                next = at;
            }
        }
        return Optional.ofNullable(next);
    }

    /** The last warning or breach of the clock that still stands. */
    private static Optional<Told> latest(List<Told> told, String key) {
        Optional<Told> found = Optional.empty();
        for (Told one : told) {
            if (one.key().equals(key)) {
                switch (one.type()) {
                    case SLA_WARNING, SLA_BREACHED -> found = Optional.of(one);
                    case SLA_BREACH_WITHDRAWN -> found = Optional.empty();
                    default -> {
                        // a step that was taken
                    }
                }
            }
        }
        return found;
    }

    /** @return when to come back for this clock, null where nothing more is to be done */
    private @Nullable Instant step(Stories.Told ticket, Round round, Told reason, List<Told> told, Instant now) {
        String moment = reason.type() == TimelineType.SLA_BREACHED ? "BREACH" : "WARNING";
        List<Told> taken = told.stream()
                .filter(one -> one.key().equals(reason.key())
                        && moment.equals(one.data().get("moment"))
                        && !one.time().isBefore(reason.time()))
                .toList();
        int step = taken.size() + 1;
        Instant due = reason.time();
        if (!taken.isEmpty()) {
            Answer before = answer(ticket, round, moment, step - 1);
            if (before.againAfter().isZero()) {
                return null;
            }
            due = taken.getLast().time().plus(before.againAfter());
        }
        Answer answer = answer(ticket, round, moment, step);
        if (answer.action().equals("NONE")) {
            return null;
        }
        Calendar hours = ticket.facts().hours();
        Instant allowed = hours.after(due.isBefore(now) ? now : due, Duration.ZERO);
        if (allowed.isAfter(now)) {
            return allowed;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", round.kind().name());
        String queue = round.promise().queue();
        if (queue != null) {
            data.put("queue", queue);
        }
        data.put("round", round.number());
        data.put("moment", moment);
        data.put("step", step);
        data.put("dueAt", round.due().toString());
        switch (answer.action()) {
            case "LEAD" ->
                tickets.record(ticket.ticket(), TimelineType.LEAD_CALLED, data, Map.of(Fact.NEXT_MOVE, "LEAD"));
            case "PAGE" -> tickets.record(ticket.ticket(), TimelineType.PAGED, data, Map.of());
            default -> tickets.record(ticket.ticket(), TimelineType.NOTIFIED, data, Map.of());
        }
        return answer.againAfter().isZero() ? null : hours.after(now.plus(answer.againAfter()), Duration.ZERO);
    }

    private record Answer(String action, Duration againAfter) {}

    private Answer answer(Stories.Told ticket, Round round, String moment, int step) {
        Map<String, @Nullable Object> asked = new HashMap<>();
        asked.put("moment", moment);
        asked.put("clock", round.kind().name());
        asked.put("severity", ticket.facts().severity());
        asked.put("step", (long) step);
        Map<String, @Nullable Object> answer =
                decisions.peek("clock-actions", asked).getFirst();
        Object minutes = answer.get("againAfterMinutes");
        return new Answer(
                String.valueOf(answer.get("action")),
                Duration.ofMinutes(minutes instanceof Number number ? number.longValue() : 0));
    }
}
