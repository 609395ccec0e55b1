package dev.signalbox.messaging;

import dev.signalbox.messaging.EventResult.Fate;
import dev.signalbox.messaging.InboxRows.Parked;
import dev.signalbox.messaging.Journey.Outcome;
import dev.signalbox.ticket.PartnerEvent;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineEntry;
import dev.signalbox.workflow.Reaction;
import io.cloudevents.jackson.JsonFormat;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events that came before anything waited for them. The ticket's next wait wakes them, in the transaction that moved the
 * ticket and in the order they came.
 *
 * <p>The rule of overtaking: an event passes a parked one of the same ticket unless both are of one type, because only
 * others can bring the ticket to where the parked one is waited for, and two of one type (two updates of a case) mean
 * something else in the other order. What waits for its ticket to be requested goes first of all, whatever its type.
 */
@Component
class Parking {

    private static final Logger LOG = LoggerFactory.getLogger(Parking.class);

    private final InboxRows rows;
    private final Reactions reactions;
    private final Senders senders;
    private final DeadLetters deadLetters;
    private final Tickets tickets;
    private final Journey journey;
    private final InboxProperties properties;
    private final JsonMapper json;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Set<Long> apart = ConcurrentHashMap.newKeySet();

    Parking(
            InboxRows rows,
            Reactions reactions,
            Senders senders,
            DeadLetters deadLetters,
            Tickets tickets,
            Journey journey,
            InboxProperties properties,
            JsonMapper json,
            Clock clock,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.rows = rows;
        this.reactions = reactions;
        this.senders = senders;
        this.deadLetters = deadLetters;
        this.tickets = tickets;
        this.journey = journey;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Whether an earlier event of the same type waits for the same ticket, so that this one has to wait behind it. */
    Optional<Reaction> holdsBack(InboundEvent event) {
        if (!Reactions.mayComeTooEarly(event.type())) {
            return Optional.empty();
        }
        return reactions
                .ticketOf(event)
                .flatMap(tickets::lock)
                .map(dev.signalbox.ticket.Ticket::number)
                .filter(ticket -> rows.anyParked(ticket, event.type()))
                .map(ticket -> new Reaction(
                        Reaction.Kind.NOT_YET,
                        ticket,
                        "An earlier \"" + Inbox.plain(event.type()) + "\" of the ticket goes first"));
    }

    /** What {@code reaction} makes of the event. */
    EventResult became(InboundEvent event, Reaction reaction) {
        TicketNumber ticket = reaction.ticket();
        Fate fate =
                switch (reaction.kind()) {
                    case APPLIED -> Fate.APPLIED;
                    case IGNORED -> Fate.IGNORED;
                    case NOT_YET -> Fate.PARKED;
                };
        Instant until = fate == Fate.PARKED ? clock.instant().plus(properties.parkTtl(event.type())) : null;
        return new EventResult(
                event.source(),
                event.id(),
                event.type(),
                fate,
                ticket == null ? null : ticket.toString(),
                reaction.reason(),
                until);
    }

    /** What a parked event waits for: a message of the flow, or the request of its ticket. */
    static @Nullable String waitsFor(EventResult became) {
        return became.result() != Fate.PARKED
                ? null
                : became.ticket() == null ? "ticket.requested" : Inbox.plain(String.valueOf(became.type()));
    }

    /** A ticket that moved may now wait for what came too early; looked up once, just before the commit. */
    @EventListener
    void on(TimelineEntry entry) {
        switch (entry.type()) {
            case RECEIVED, STATE_CHANGED -> {
                if (TransactionSynchronizationManager.isSynchronizationActive()) {
                    moved().add(entry.ticket());
                }
            }
            default -> {
                // nothing new is waited for
            }
        }
    }

    @SuppressWarnings("unchecked")
    private Set<TicketNumber> moved() {
        Set<TicketNumber> known = (Set<TicketNumber>) TransactionSynchronizationManager.getResource(this);
        if (known != null) {
            return known;
        }
        Set<TicketNumber> moved = new LinkedHashSet<>();
        TransactionSynchronizationManager.bindResource(this, moved);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void suspend() {
                TransactionSynchronizationManager.unbindResource(Parking.this);
            }

            @Override
            public void resume() {
                TransactionSynchronizationManager.bindResource(Parking.this, moved);
            }

            @Override
            public void beforeCommit(boolean readOnly) {
                wakeMoved();
            }

            @Override
            public void afterCompletion(int status) {
                TransactionSynchronizationManager.unbindResourceIfPossible(Parking.this);
            }
        });
        return moved;
    }

    /** Applies what the tickets moved by this transaction wait for now. */
    void wakeMoved() {
        if (TransactionSynchronizationManager.getResource(this) == null) {
            return;
        }
        for (Set<TicketNumber> moved = moved(); !moved.isEmpty(); ) {
            TicketNumber ticket = moved.iterator().next();
            moved.remove(ticket);
            wake(ticket);
        }
    }

    private void wake(TicketNumber ticket) {
        Set<String> blocked = new HashSet<>();
        for (Parked early : rows.parkedFor(ticket)) {
            String type = early.event().type();
            if (early.ticket() == null && !senders.may(early.event())) {
                // it waits for a ticket of its own sender's under the same reference
                continue;
            }
            boolean waits = blocked.contains(type) || apart.contains(early.id()) || !decided(early);
            if (waits) {
                blocked.add(type);
                if (early.ticket() == null) {
                    rows.belongsTo(early.id(), ticket, Inbox.plain(type));
                }
            }
        }
    }

    private boolean decided(Parked early) {
        InboundEvent event = meant(early);
        Reaction reaction;
        try {
            senders.check(event, null, true);
            reaction = reactions.to(event);
        } catch (RuntimeException wrong) {
            throw switch (Trouble.of(wrong)) {
                case PASSING, RACE -> wrong;
                case REFUSED, FAULT -> {
                    apart.add(early.id());
                    yield new WakingFailed(event.source(), event.id(), wrong);
                }
            };
        }
        if (reaction.kind() == Reaction.Kind.NOT_YET) {
            return false;
        }
        EventResult became = became(event, reaction);
        rows.settle(event, became, null);
        journey.settledLater(event, Outcome.of(became));
        return true;
    }

    /** Decides each parked event that broke the transaction which woke it, in a transaction of its own. */
    void settleApart() {
        for (Long id : List.copyOf(apart)) {
            try {
                transaction.executeWithoutResult(status -> lockedParked(id).ifPresent(this::decided));
            } catch (WakingFailed broken) {
                transaction.executeWithoutResult(status -> lockedParked(id).ifPresent(early -> {
                    if (broken.getCause() instanceof Refused refused) {
                        refused(early, refused);
                    } else {
                        died(early, String.valueOf(broken.getCause()));
                    }
                }));
            }
            apart.remove(id);
        }
    }

    private Optional<Parked> lockedParked(long id) {
        rows.parked(id).flatMap(this::ticketOf).ifPresent(tickets::lock);
        return rows.parked(id);
    }

    private Optional<TicketNumber> ticketOf(Parked early) {
        try {
            return reactions.ticketOf(meant(early));
        } catch (Refused ambiguous) {
            // told when it is decided
            return Optional.empty();
        }
    }

    /** Whose ticket is found once keeps to it, whoever else is requested under the same reference meanwhile. */
    private static InboundEvent meant(Parked early) {
        InboundEvent event = early.event();
        Long ticket = early.ticket();
        return ticket == null
                ? event
                : new InboundEvent(
                        event.source(),
                        event.id(),
                        event.type(),
                        ticket.toString(),
                        event.time(),
                        event.data(),
                        event.problems());
    }

    private void refused(Parked early, Refused refused) {
        InboundEvent event = early.event();
        String why = DeadLetters.cut(String.valueOf(refused.getMessage()));
        EventResult became = new EventResult(event.source(), event.id(), event.type(), Fate.REJECTED, null, why, null);
        rows.settle(event, became, null);
        deadLetters.keep(asItCame(early), event, why);
        journey.settledLater(event, Outcome.refused(became, refused));
    }

    private void died(Parked early, String reason) {
        InboundEvent event = early.event();
        String why = DeadLetters.cut(reason);
        EventResult became = new EventResult(
                event.source(),
                event.id(),
                event.type(),
                Fate.DEAD,
                early.ticket() == null ? null : early.ticket().toString(),
                why,
                null);
        rows.settle(event, became, null);
        deadLetters.keep(asItCame(early), event, why);
        journey.settledLater(event, Outcome.failed(became, "parked"));
    }

    /** Wakes what a race or a crash left asleep; each ticket by itself. */
    void wakeOverslept(int most) {
        for (TicketNumber ticket : rows.overslept(most)) {
            try {
                transaction.executeWithoutResult(status -> tickets.lock(ticket).ifPresent(locked -> {
                    moved().add(ticket);
                    wakeMoved();
                }));
            } catch (RuntimeException again) {
                LOG.info(
                        "step=waking ticket={} because={}",
                        ticket,
                        Journey.quoted(again.getClass().getSimpleName()));
            }
        }
        settleApart();
    }

    /**
     * Ends parked events whose time is over: each is kept with the dead letters, so that it can be sent again once
     * something waits for it, and announced.
     *
     * @return how many, at most {@code most}
     */
    int expire(int most) {
        Integer ended = transaction.execute(status -> {
            List<Parked> late = rows.late(most);
            late.forEach(this::expired);
            return late.size();
        });
        return ended == null ? 0 : ended;
    }

    private void expired(Parked late) {
        InboundEvent event = late.event();
        String reason = "Nothing waited for \"" + late.waitsFor() + "\" in time";
        EventResult became = new EventResult(
                event.source(),
                event.id(),
                event.type(),
                Fate.EXPIRED,
                late.ticket() == null ? null : late.ticket().toString(),
                reason,
                null);
        rows.settle(event, became, late.waitsFor());
        deadLetters.keep(asItCame(late), event, "Expired: " + reason);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("source", event.source());
        told.put("id", event.id());
        told.put("type", event.type());
        told.put("waitedFor", String.valueOf(late.waitsFor()));
        if (late.ticket() != null) {
            told.put("ticket", late.ticket().toString());
        }
        events.publishEvent(new PartnerEvent("event.expired", event.id(), told));
        journey.settledLater(event, Outcome.of(became));
    }

    /** With its bytes and headers; where nobody kept them, as a structured message. */
    private Arrival asItCame(Parked early) {
        Arrival came = early.came();
        return came == null ? rebuilt(early.event()) : came;
    }

    private Arrival rebuilt(InboundEvent event) {
        Map<String, Object> structured = new LinkedHashMap<>();
        structured.put("specversion", "1.0");
        structured.put("source", event.source());
        structured.put("id", event.id());
        structured.put("type", event.type());
        if (event.subject() != null) {
            structured.put("subject", event.subject());
        }
        if (event.time() != null) {
            structured.put("time", event.time().toString());
        }
        structured.put("datacontenttype", "application/json");
        structured.put("data", event.data());
        return new Arrival(
                "PARKED",
                null,
                null,
                null,
                null,
                List.of(Outbox.Header.of("content-type", JsonFormat.CONTENT_TYPE)),
                json.writeValueAsBytes(structured),
                null,
                null);
    }
}
