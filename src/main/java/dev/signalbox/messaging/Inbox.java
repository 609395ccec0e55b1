package dev.signalbox.messaging;

import dev.signalbox.messaging.EventResult.Fate;
import dev.signalbox.messaging.Journey.Outcome;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.workflow.Reaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every event's way in: duplicates are told by {@code (source, id)} for ever, and the inbox row, the ticket, its
 * timeline, the token and what goes out commit together or not at all. Many events share a transaction; one that fails
 * is found by halving, so that it harms no other.
 */
@Component
class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int ATTEMPTS = 5;
    /** A transaction holds the locks of its tickets; people who work on them should not notice. */
    private static final int MOST_TOGETHER = 50;

    private final InboxRows rows;
    private final Schemas schemas;
    private final Senders senders;
    private final Reactions reactions;
    private final Parking parking;
    private final DeadLetters deadLetters;
    private final Tickets tickets;
    private final Journey journey;
    private final TransactionTemplate transaction;

    Inbox(
            InboxRows rows,
            Schemas schemas,
            Senders senders,
            Reactions reactions,
            Parking parking,
            DeadLetters deadLetters,
            Tickets tickets,
            Journey journey,
            PlatformTransactionManager transactions) {
        this.rows = rows;
        this.schemas = schemas;
        this.senders = senders;
        this.reactions = reactions;
        this.parking = parking;
        this.deadLetters = deadLetters;
        this.tickets = tickets;
        this.journey = journey;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Applies the event once; trouble that passes is thrown to the caller, who comes again. */
    EventResult receive(InboundEvent event, Arrival arrival) {
        Incoming incoming = Incoming.of(event, arrival);
        journey.received(incoming);
        return alone(incoming);
    }

    /**
     * Applies the events, in their order and with the results they would have one by one.
     *
     * @throws Interrupted at the first event that passing trouble kept from being decided; those before it are
     */
    List<EventResult> receive(List<Incoming> incoming) {
        List<EventResult> results = new ArrayList<>();
        incoming.forEach(journey::received);
        try {
            for (int from = 0; from < incoming.size(); from += MOST_TOGETHER) {
                take(incoming.subList(from, Math.min(incoming.size(), from + MOST_TOGETHER)), results);
            }
        } catch (RuntimeException passing) {
            throw new Interrupted(results.size(), passing);
        }
        return results;
    }

    private void take(List<Incoming> run, List<EventResult> results) {
        if (run.size() == 1) {
            results.add(alone(run.getFirst()));
            return;
        }
        List<Outcome> outcomes;
        try {
            outcomes = inTransaction(() -> {
                lockInOneOrder(run);
                return run.stream().map(this::once).toList();
            });
        } catch (RuntimeException failed) {
            if (Trouble.of(failed) == Trouble.PASSING) {
                throw failed;
            }
            journey.split(run.size(), failed);
            int half = run.size() / 2;
            take(run.subList(0, half), results);
            take(run.subList(half, run.size()), results);
            return;
        }
        journey.committed(run.size());
        for (int i = 0; i < run.size(); i++) {
            journey.ended(run.get(i), outcomes.get(i));
            results.add(outcomes.get(i).result());
        }
    }

    /** Two nodes that take events of the same tickets in another order would wait for each other. */
    private void lockInOneOrder(List<Incoming> run) {
        Set<String> subjects = new TreeSet<>();
        for (Incoming incoming : run) {
            InboundEvent event = incoming.event();
            if (event != null && event.subject() != null) {
                subjects.add(event.subject());
            }
        }
        tickets.lockAll(subjects);
    }

    private EventResult alone(Incoming incoming) {
        Outcome outcome = settled(incoming);
        journey.ended(incoming, outcome);
        parking.settleApart();
        return outcome.result();
    }

    private Outcome settled(Incoming incoming) {
        for (int attempt = 1; ; attempt++) {
            try {
                Outcome outcome = inTransaction(() -> once(incoming));
                journey.committed(1);
                return outcome;
            } catch (RuntimeException failed) {
                switch (Trouble.of(failed)) {
                    case PASSING -> throw failed;
                    case REFUSED -> {
                        Refused refused = (Refused) failed;
                        return inTransaction(() -> rejected(incoming, refused));
                    }
                    case RACE -> {
                        journey.split(1, failed);
                        if (attempt == ATTEMPTS) {
                            return inTransaction(
                                    () -> dead(incoming, "Lost every race, last: " + quoted(failed), "race"));
                        }
                    }
                    case FAULT -> {
                        LOG.error("step=fault {}", described(incoming), failed);
                        return inTransaction(() -> dead(
                                incoming, failed.toString(), failed.getClass().getSimpleName()));
                    }
                }
            }
        }
    }

    /** Where the event would go: everything is done as for good, and taken back. */
    EventResult tried(InboundEvent event, Arrival arrival) {
        Incoming incoming = Incoming.of(event, arrival);
        for (int attempt = 1; ; attempt++) {
            try {
                EventResult result = tickets.rehearsing(() -> Objects.requireNonNull(transaction.execute(status -> {
                            status.setRollbackOnly();
                            return once(incoming);
                        })))
                        .result();
                return Tickets.isRehearsed(result.ticket())
                        ? result(event, result.result(), "It would open a ticket")
                        : result;
            } catch (RuntimeException failed) {
                switch (Trouble.of(failed)) {
                    case PASSING -> throw failed;
                    case RACE -> {
                        if (attempt == ATTEMPTS) {
                            throw failed;
                        }
                    }
                    case REFUSED -> {
                        return result(event, Fate.REJECTED, failed.getMessage());
                    }
                    case FAULT -> {
                        return result(event, Fate.DEAD, failed.toString());
                    }
                }
            }
        }
    }

    private Outcome once(Incoming incoming) {
        InboundEvent event = incoming.event();
        if (event == null) {
            String reason = String.valueOf(incoming.unreadable());
            deadLetters.keep(incoming.arrival(), null, reason);
            return new Outcome(new EventResult("", "", null, Fate.REJECTED, null, reason, null), "unreadable", false);
        }
        Optional<EventResult> before = rows.find(event.source(), event.id());
        Optional<Refused> foreign = Senders.foreign(event, incoming.arrival().sender());
        if (before.isPresent() && foreign.isPresent()) {
            // what became of the real one is neither told nor overwritten
            String reason = foreign.get().getMessage();
            deadLetters.keep(incoming.arrival(), null, String.valueOf(reason));
            return Outcome.refused(result(event, Fate.REJECTED, reason), foreign.get());
        }
        if (before.isPresent()) {
            Fate fate = before.get().result();
            if (fate != Fate.REJECTED && fate != Fate.DEAD && fate != Fate.EXPIRED) {
                rows.cameAgain(event.source(), event.id());
                return new Outcome(
                        new EventResult(
                                event.source(),
                                event.id(),
                                event.type(),
                                Fate.DUPLICATE,
                                before.get().ticket(),
                                null,
                                null),
                        null,
                        false);
            }
        }
        try {
            check(event, incoming.arrival());
        } catch (Refused refused) {
            // nothing is written yet, so the transaction is as good as new
            return rejected(incoming, refused);
        }
        Reaction reaction = parking.holdsBack(event).orElseGet(() -> reactions.to(event));
        EventResult became = parking.became(event, reaction);
        if (before.isPresent()) {
            rows.remove(event.source(), event.id());
        }
        rows.keep(event, incoming.arrival(), became, Parking.waitsFor(became));
        parking.wakeMoved();
        return Outcome.of(became);
    }

    private void check(InboundEvent event, Arrival arrival) {
        if (!event.problems().isEmpty()) {
            throw new Refused(event.problems());
        }
        schemas.check(event.type(), event.data());
        senders.check(event, arrival.sender(), arrival.signedIn());
    }

    private Outcome rejected(Incoming incoming, Refused refused) {
        return Outcome.refused(kept(incoming, Fate.REJECTED, refused.getMessage()), refused);
    }

    private static String quoted(RuntimeException failed) {
        return "\"" + String.valueOf(failed.getMessage()).replace('"', '\'') + "\"";
    }

    private Outcome dead(Incoming incoming, String reason, String because) {
        return Outcome.failed(kept(incoming, Fate.DEAD, reason), because);
    }

    /** Keeps an event that was not applied, with its original bytes among the dead letters. */
    private EventResult kept(Incoming incoming, Fate fate, @Nullable String reason) {
        String why = DeadLetters.cut(String.valueOf(reason));
        InboundEvent event = incoming.event();
        deadLetters.keep(incoming.arrival(), event, why);
        if (event == null) {
            return new EventResult("", "", null, fate, null, why, null);
        }
        EventResult became = result(event, fate, why);
        rows.remove(event.source(), event.id());
        rows.keep(event, incoming.arrival(), became, null);
        return became;
    }

    /** An inbound type without prefix and version. */
    static String plain(String type) {
        return type.replaceFirst("^dev[.]signalbox[.]", "").replaceFirst("[.]v[0-9]+$", "");
    }

    private <T> T inTransaction(Supplier<T> work) {
        try {
            return Objects.requireNonNull(transaction.execute(status -> work.get()));
        } catch (Error broken) {
            // a step's Error would end the consumer, and its partitions would have nobody
            throw new IllegalStateException(broken.toString(), broken);
        }
    }

    private static EventResult result(InboundEvent event, Fate fate, @Nullable String reason) {
        return new EventResult(event.source(), event.id(), event.type(), fate, null, reason, null);
    }

    private static String described(Incoming incoming) {
        InboundEvent event = incoming.event();
        return event == null
                ? "unreadable"
                : "source=%s id=%s".formatted(Journey.quoted(event.source()), Journey.quoted(event.id()));
    }

    /** Passing trouble stopped a row of events: those before are decided, this one and the rest come again. */
    static class Interrupted extends RuntimeException {

        private final int decided;

        Interrupted(int decided, RuntimeException cause) {
            super(cause);
            this.decided = decided;
        }

        int decided() {
            return decided;
        }

        RuntimeException trouble() {
            return (RuntimeException) Objects.requireNonNull(getCause());
        }
    }
}
