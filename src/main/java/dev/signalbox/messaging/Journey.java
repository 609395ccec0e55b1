package dev.signalbox.messaging;

import dev.signalbox.messaging.EventResult.Fate;
import dev.signalbox.ticket.Problem;
import dev.signalbox.ticket.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Every event's way, a count and a line of the log for each step: received, checked, inbox, and what became of it. What
 * a transaction takes back was no step, so all but the first are told after the commit. A line names the event, never
 * what it says.
 */
@Component
class Journey {

    private static final Logger LOG = LoggerFactory.getLogger(Journey.class);

    /** Long enough to be told apart, short enough for a line. */
    private static final int SHOWN = 120;

    /** The broker's clock is the machine's; the product's may have been moved. */
    private final Clock machine = Clock.systemUTC();

    private final MeterRegistry meters;

    Journey(MeterRegistry meters) {
        this.meters = meters;
    }

    void received(Incoming incoming) {
        Arrival arrival = incoming.arrival();
        step("received", arrival.transport());
        if (LOG.isDebugEnabled()) {
            LOG.debug("step=received{}", named(incoming));
        }
    }

    /** The event's transaction has committed. */
    void ended(Incoming incoming, Outcome outcome) {
        Arrival arrival = incoming.arrival();
        if (outcome.checked()) {
            step("checked", arrival.transport());
            LOG.debug("step=checked{}", named(incoming));
        }
        if (incoming.event() != null) {
            step("inbox", arrival.transport());
            LOG.debug("step=inbox{}", named(incoming));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - incoming.sinceNanos());
        meters.timer(
                        "signalbox.messaging.handling",
                        "transport",
                        arrival.transport().toLowerCase(Locale.ROOT))
                .record(took);
        Instant appended = incoming.appendedAt();
        if (appended != null) {
            meters.timer("signalbox.messaging.since.append")
                    .record(Duration.ofMillis(Math.max(0, machine.millis() - appended.toEpochMilli())));
        }
        fate(outcome, arrival.transport(), named(incoming), took);
    }

    /** What waited is decided; told when the transaction that decided it has committed. */
    void settledLater(InboundEvent event, Outcome outcome) {
        afterCommit(() -> fate(
                outcome, "parked", named(event.source(), event.id(), event.type(), event.subject(), "PARKED"), null));
    }

    /** A transaction of many failed and is split, or of one and is tried again. */
    void split(int events, Throwable why) {
        meters.counter("signalbox.messaging.batch.splits").increment();
        LOG.info(
                "step=split events={} because={}", events, quoted(why.getClass().getSimpleName()));
    }

    void committed(int events) {
        meters.summary("signalbox.messaging.batch.size").record(events);
    }

    private void fate(Outcome outcome, String transport, String named, @Nullable Duration took) {
        EventResult result = outcome.result();
        String fate = result.result().name().toLowerCase(Locale.ROOT);
        step(fate, transport);
        meters.counter("signalbox.messaging.events", "result", fate, "transport", transport.toLowerCase(Locale.ROOT))
                .increment();
        StringBuilder line = new StringBuilder("step=").append(fate).append(named);
        if (result.ticket() != null) {
            line.append(" ticket=").append(result.ticket());
        }
        if (result.until() != null) {
            line.append(" until=").append(result.until());
        }
        if (outcome.because() != null) {
            line.append(" because=").append(quoted(outcome.because()));
        }
        if (took != null) {
            line.append(" millis=").append(took.toMillis());
        }
        if (result.result() == Fate.REJECTED || result.result() == Fate.DEAD || result.result() == Fate.EXPIRED) {
            LOG.warn("{}", line);
        } else {
            LOG.info("{}", line);
        }
    }

    private void step(String step, String transport) {
        meters.counter("signalbox.messaging.steps", "step", step, "transport", transport.toLowerCase(Locale.ROOT))
                .increment();
    }

    private static void afterCommit(Runnable told) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            told.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                told.run();
            }
        });
    }

    private static String named(Incoming incoming) {
        Arrival arrival = incoming.arrival();
        InboundEvent event = incoming.event();
        String record = arrival.topic() == null
                ? ""
                : " record=%s-%d@%d".formatted(arrival.topic(), arrival.partition(), arrival.offset());
        return (event == null
                        ? " transport=" + arrival.transport()
                        : named(event.source(), event.id(), event.type(), event.subject(), arrival.transport()))
                + record;
    }

    private static String named(String source, String id, String type, @Nullable String subject, String transport) {
        return " source=%s id=%s type=%s%s transport=%s"
                .formatted(
                        quoted(source),
                        quoted(id),
                        quoted(type),
                        subject == null ? "" : " subject=" + quoted(subject),
                        transport);
    }

    /** One line stays one line, and a value stays a value, whatever somebody put into it. */
    static String quoted(String value) {
        String cut = value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value;
        return '"' + cut.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029\\\\\"]", "\uFFFD") + '"';
    }

    /** What became of an event, and in a word or two why: fields and kinds of faults, never values. */
    record Outcome(EventResult result, @Nullable String because, boolean checked) {

        static Outcome of(EventResult result) {
            return new Outcome(result, null, true);
        }

        static Outcome refused(EventResult result, Refused refused) {
            return new Outcome(
                    result,
                    refused.problems().stream()
                            .map(Problem::field)
                            .collect(Collectors.toCollection(TreeSet::new))
                            .toString(),
                    false);
        }

        static Outcome failed(EventResult result, String because) {
            return new Outcome(result, because, true);
        }
    }
}
