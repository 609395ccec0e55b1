package dev.signalbox.bench.replay;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One incident on its way through the product. Driven by one thread at a time. */
class Journey {

    private static final String REQUESTED = "dev.signalbox.ticket.requested.v1";
    private static final Duration LONGEST_LOOK = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Plan plan;
    private final Line line;
    private @Nullable String ticket;
    private @Nullable String failure;
    private int done;
    private boolean started;

    /** What every journey shares. */
    record Line(
            Mapping mapping,
            Wording wording,
            Product product,
            EventSender events,
            boolean resend,
            Tally sent,
            Tally completed) {}

    Journey(Plan plan, Line line) {
        this.plan = plan;
        this.line = line;
    }

    Plan plan() {
        return plan;
    }

    @Nullable
    String ticket() {
        return ticket;
    }

    /** Why this incident goes no further, if so. */
    @Nullable
    String failure() {
        return failure;
    }

    boolean isComplete() {
        return done == plan.steps().size();
    }

    /** Brings the ticket to where the log is after this update; looks first how far an earlier run came. */
    void follow(Update update) {
        if (failure != null) {
            return;
        }
        try {
            if (!started) {
                start();
            }
            while (done < plan.stepsUntil(update)) {
                advance(plan.steps().get(done));
            }
        } catch (Refused refused) {
            failure = refused.getMessage();
        }
    }

    private void start() {
        find();
        if (ticket != null) {
            look();
            if (line.resend()) {
                plan.steps().subList(0, done).stream().filter(Journey::isEvent).forEach(this::send);
            }
        }
        started = true;
    }

    private void advance(Plan.Step step) {
        int before = done;
        if (isEvent(step)) {
            send(step);
        }
        var pause = Duration.ofMillis(5);
        var waited = Duration.ZERO;
        while (true) {
            if (!isEvent(step)) {
                completeOpenTasks(step);
            }
            if (ticket == null) {
                find();
            }
            if (ticket != null) {
                look();
            }
            if (done > before) {
                return;
            }
            if (waited.compareTo(PATIENCE) > 0) {
                throw new Refused(stuck(step));
            }
            Pause.of(pause);
            waited = waited.plus(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : pause.multipliedBy(2);
        }
    }

    private String stuck(Plan.Step step) {
        var text = "did not reach %s within %d s".formatted(step.state(), PATIENCE.toSeconds());
        if (isEvent(step)) {
            return text + " of the event " + step.eventId() + ", which is "
                    + line.product().fate(account("events"), line.mapping().source(), step.eventId());
        }
        var open = line.product().openTasks(account("tasks"), String.valueOf(ticket));
        return text + "; open tasks are " + open;
    }

    private static boolean isEvent(Plan.Step step) {
        return step.move() == null || step.move().event() != null;
    }

    private void send(Plan.Step step) {
        var reference = plan.incident().number();
        var move = step.move();
        var cloudEvent = new LinkedHashMap<String, Object>();
        cloudEvent.put("specversion", "1.0");
        cloudEvent.put("id", step.eventId());
        cloudEvent.put("source", line.mapping().source());
        cloudEvent.put("type", move == null || move.event() == null ? REQUESTED : move.event());
        cloudEvent.put("subject", reference);
        cloudEvent.put("time", step.update().time().toString());
        cloudEvent.put("datacontenttype", "application/json");
        cloudEvent.put("data", data(step));
        line.sent().count(line.events().send(reference, cloudEvent));
    }

    private Map<String, Object> data(Plan.Step step) {
        var move = step.move();
        if (move != null) {
            return line.wording().fill(move.data(), step.update());
        }
        var data = line.wording().fill(line.mapping().request(), step.update());
        data.put("externalReference", plan.incident().number());
        return data;
    }

    private void completeOpenTasks(Plan.Step step) {
        var move = step.move();
        if (move == null || ticket == null) {
            return;
        }
        for (var task : line.product().openTasks(account("tasks"), ticket)) {
            var template = move.tasks()
                    .getOrDefault(task.kind(), line.mapping().inTheWay().get(task.kind()));
            if (template == null) {
                continue;
            }
            var values = line.wording().fill(template, step.update());
            var answer = line.product().complete(account(task.kind()), task, values);
            // 404 and 409: an earlier attempt was done although its answer got lost; the next look tells
            if (!answer.ok() && answer.status() != 409 && answer.status() != 404) {
                throw new Refused("completing %s with %s gave %d %s"
                        .formatted(task.kind(), values, answer.status(), answer.body()));
            }
            line.completed().count(answer.ok() ? task.kind() : task.kind() + " " + answer.status());
            return;
        }
    }

    private void find() {
        var found = line.product().tickets(account("tasks"), plan.incident().number());
        if (found.size() > 1) {
            throw new Refused("was doubled, its tickets are " + found);
        }
        ticket = found.isEmpty() ? null : found.getFirst().number();
    }

    private void look() {
        var passed = new StateSequence();
        for (var entry : line.product().timeline(account("tasks"), String.valueOf(ticket))) {
            passed.add(entry.path("type").asString(""), entry.path("data"));
        }
        var expected = plan.states();
        var states = passed.states();
        if (states.size() > expected.size()
                || !expected.subList(0, states.size()).equals(states)) {
            throw new Refused("left the plan: %s".formatted(StateSequence.difference(expected, states)));
        }
        done = states.size();
    }

    private String account(String purpose) {
        return line.mapping().account(purpose);
    }

    List<String> expected() {
        return plan.states();
    }
}
