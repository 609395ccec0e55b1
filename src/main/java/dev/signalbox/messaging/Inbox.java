package dev.signalbox.messaging;

import dev.signalbox.messaging.EventResult.Fate;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TimelineEntry;
import dev.signalbox.workflow.Reaction;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every event's way in: duplicates are told by {@code (source, id)} for ever, and the inbox row, the ticket, its
 * timeline, the token and what goes out commit together or not at all.
 */
@Component
class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int ATTEMPTS = 5;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final Schemas schemas;
    private final Senders senders;
    private final Reactions reactions;
    private final DeadLetters deadLetters;
    private final InboxProperties properties;
    private final TransactionTemplate transaction;
    private final ThreadLocal<Set<Long>> awake = ThreadLocal.withInitial(HashSet::new);

    Inbox(
            JdbcClient jdbc,
            JsonMapper json,
            Clock clock,
            Schemas schemas,
            Senders senders,
            Reactions reactions,
            DeadLetters deadLetters,
            InboxProperties properties,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.schemas = schemas;
        this.senders = senders;
        this.reactions = reactions;
        this.deadLetters = deadLetters;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Applies the event once; trouble that passes is thrown to the caller, who comes again. */
    EventResult receive(InboundEvent event, Arrival arrival, String actor) {
        for (int attempt = 1; ; attempt++) {
            try {
                return require(transaction.execute(status -> once(event, arrival, actor)));
            } catch (Refused refused) {
                return fail(event, arrival, Fate.REJECTED, refused.getMessage());
            } catch (DuplicateKeyException | ConcurrencyFailureException race) {
                if (attempt == ATTEMPTS) {
                    return fail(event, arrival, Fate.DEAD, "Lost every race, last: " + race.getMessage());
                }
            } catch (TransientDataAccessException
                    | NonTransientDataAccessResourceException
                    | CannotCreateTransactionException passing) {
                throw passing;
            } catch (RuntimeException fault) {
                LOG.error(
                        "Event {} of {} could not be applied and is a dead letter", event.id(), event.source(), fault);
                return fail(event, arrival, Fate.DEAD, fault.toString());
            }
        }
    }

    private EventResult once(InboundEvent event, Arrival arrival, String actor) {
        Optional<EventResult> before = find(event.source(), event.id());
        if (before.isPresent()) {
            Fate fate = before.get().result();
            if (fate != Fate.REJECTED && fate != Fate.DEAD && fate != Fate.EXPIRED) {
                return new EventResult(
                        event.source(),
                        event.id(),
                        event.type(),
                        Fate.DUPLICATE,
                        before.get().ticket(),
                        null,
                        null);
            }
            jdbc.sql("delete from inbox where source = :source and event_id = :id")
                    .param("source", event.source())
                    .param("id", event.id())
                    .update();
        }
        if (!event.problems().isEmpty()) {
            throw new Refused(event.problems());
        }
        schemas.check(event.type(), event.data());
        senders.check(event, arrival.sender(), arrival.signedIn());
        insert(event, arrival, Fate.APPLIED, null, null);
        Reaction reaction = apply(event, actor);
        return settle(event, reaction);
    }

    private Reaction apply(InboundEvent event, String actor) {
        Occasion occasion =
                new Occasion(actor, event.source(), event.id(), event.time() == null ? clock.instant() : event.time());
        return occasion.during(() -> reactions.to(event));
    }

    private EventResult settle(InboundEvent event, Reaction reaction) {
        Fate fate =
                switch (reaction.kind()) {
                    case APPLIED -> Fate.APPLIED;
                    case IGNORED -> Fate.IGNORED;
                    case NOT_YET -> Fate.PARKED;
                };
        Instant until = fate == Fate.PARKED ? clock.instant().plus(properties.parkTtl()) : null;
        jdbc.sql("""
                update inbox set result = :result, reason = :reason, ticket = :ticket, park_until = :until,
                  payload = case when :result = 'PARKED' then payload else null end
                where source = :source and event_id = :id""")
                .param("result", fate.name())
                .param("reason", reaction.reason())
                .param(
                        "ticket",
                        reaction.ticket() == null ? null : reaction.ticket().value())
                .param("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
                .param("source", event.source())
                .param("id", event.id())
                .update();
        return new EventResult(
                event.source(),
                event.id(),
                event.type(),
                fate,
                reaction.ticket() == null ? null : reaction.ticket().toString(),
                reaction.reason(),
                until);
    }

    private EventResult fail(InboundEvent event, Arrival arrival, Fate fate, @Nullable String reason) {
        String why = DeadLetters.cut(String.valueOf(reason));
        transaction.executeWithoutResult(status -> {
            jdbc.sql("delete from inbox where source = :source and event_id = :id")
                    .param("source", event.source())
                    .param("id", event.id())
                    .update();
            insert(event, arrival, fate, why, null);
            deadLetters.keep(arrival, event, why);
        });
        return new EventResult(event.source(), event.id(), event.type(), fate, null, why, null);
    }

    /** What arrived is no CloudEvent at all, or one whose attributes are unusable. */
    void unreadable(Arrival arrival, String reason) {
        transaction.executeWithoutResult(status -> deadLetters.keep(arrival, null, reason));
    }

    Optional<EventResult> find(String source, String id) {
        return jdbc.sql("select * from inbox where source = :source and event_id = :id")
                .param("source", source)
                .param("id", id)
                .query((row, i) -> {
                    OffsetDateTime until = row.getObject("park_until", OffsetDateTime.class);
                    Long ticket = row.getObject("ticket", Long.class);
                    return new EventResult(
                            source,
                            id,
                            row.getString("type"),
                            Fate.valueOf(row.getString("result")),
                            ticket == null ? null : ticket.toString(),
                            row.getString("reason"),
                            until == null ? null : until.toInstant());
                })
                .optional();
    }

    /** A ticket that moved may now wait for what came too early; looked up once, just before the commit. */
    @EventListener
    void on(TimelineEntry entry) {
        boolean moves =
                switch (entry.type()) {
                    case RECEIVED, STATE_CHANGED -> true;
                    default -> false;
                };
        long ticket = entry.ticket().value();
        if (!moves
                || !TransactionSynchronizationManager.isSynchronizationActive()
                || !awake.get().add(ticket)) {
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                awake.get().remove(ticket);
                wake(entry.ticket());
            }

            @Override
            public void afterCompletion(int status) {
                awake.remove();
            }
        });
    }

    private void wake(TicketNumber ticket) {
        List<Parked> parked = jdbc.sql("""
                        select i.id, i.source, i.event_id, i.type, i.subject, i.occurred_at, i.payload from inbox i
                        where i.result = 'PARKED' and (i.ticket = :ticket or (i.ticket is null and i.subject =
                          (select t.external_reference from ticket t where t.number = :ticket)))
                        order by i.id""")
                .param("ticket", ticket.value())
                .query((row, i) -> new Parked(new InboundEvent(
                        row.getString("source"),
                        row.getString("event_id"),
                        row.getString("type"),
                        row.getString("subject"),
                        row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                        json.readTree(row.getBytes("payload")),
                        List.of())))
                .list();
        for (Parked early : parked) {
            Reaction reaction;
            try {
                senders.check(early.event(), null, true);
                reaction = apply(early.event(), actor(early.event().source()));
            } catch (Refused refused) {
                reaction = new Reaction(Reaction.Kind.IGNORED, ticket, refused.getMessage());
            }
            if (reaction.kind() == Reaction.Kind.NOT_YET) {
                return;
            }
            settle(early.event(), reaction);
        }
    }

    /** Who acts when nobody signed in: the event's source, in a readable length. */
    static String actor(String source) {
        return source.length() > 100 ? source.substring(0, 100) : source;
    }

    private void insert(
            InboundEvent event, Arrival arrival, Fate fate, @Nullable String reason, @Nullable Long ticket) {
        Instant now = clock.instant();
        jdbc.sql("""
                insert into inbox (source, event_id, type, subject, transport, received_at, occurred_at, result, reason,
                  ticket, payload)
                values (:source, :id, :type, :subject, :transport, :now, :occurred, :result, :reason, :ticket, :payload)
                """)
                .param("source", event.source())
                .param("id", event.id())
                .param("type", event.type().length() > 120 ? event.type().substring(0, 120) : event.type())
                .param("subject", event.subject())
                .param("transport", arrival.transport())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("occurred", (event.time() == null ? now : event.time()).atOffset(ZoneOffset.UTC))
                .param("result", fate.name())
                .param("reason", reason)
                .param("ticket", ticket)
                .param("payload", json.writeValueAsBytes(event.data()))
                .update();
    }

    private static <T> T require(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("Expected a result of the transaction");
        }
        return value;
    }

    private record Parked(InboundEvent event) {}
}
