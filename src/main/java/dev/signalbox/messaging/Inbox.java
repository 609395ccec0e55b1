package dev.signalbox.messaging;

import dev.signalbox.messaging.EventResult.Fate;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.PartnerEvent;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.TimelineEntry;
import dev.signalbox.workflow.Reaction;
import io.cloudevents.jackson.JsonFormat;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
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
    private final MeterRegistry meters;
    private final ApplicationEventPublisher events;
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
            MeterRegistry meters,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.schemas = schemas;
        this.senders = senders;
        this.reactions = reactions;
        this.deadLetters = deadLetters;
        this.properties = properties;
        this.meters = meters;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Applies the event once; trouble that passes is thrown to the caller, who comes again. */
    EventResult receive(InboundEvent event, Arrival arrival, String actor) {
        EventResult result = received(event, arrival, actor);
        counted(result, arrival);
        return result;
    }

    /** Where the event would go: everything is done as for good, and taken back. */
    EventResult tried(InboundEvent event, Arrival arrival, String actor) {
        try {
            return require(transaction.execute(status -> {
                status.setRollbackOnly();
                return once(event, arrival, actor);
            }));
        } catch (Refused refused) {
            return new EventResult(
                    event.source(), event.id(), event.type(), Fate.REJECTED, null, refused.getMessage(), null);
        } catch (TransientDataAccessException
                | NonTransientDataAccessResourceException
                | CannotCreateTransactionException passing) {
            throw passing;
        } catch (RuntimeException fault) {
            return new EventResult(event.source(), event.id(), event.type(), Fate.DEAD, null, fault.toString(), null);
        }
    }

    private void counted(EventResult result, Arrival arrival) {
        meters.counter(
                        "signalbox.messaging.events",
                        "result",
                        result.result().name().toLowerCase(Locale.ROOT),
                        "transport",
                        arrival.transport().toLowerCase(Locale.ROOT))
                .increment();
        LOG.debug(
                "Event {} of {} by {} is {}: {}",
                result.id(),
                result.source(),
                arrival.transport(),
                result.result(),
                result.reason());
    }

    private EventResult received(InboundEvent event, Arrival arrival, String actor) {
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
                jdbc.sql("""
                        update inbox set duplicates = duplicates + 1, last_seen_at = :now
                        where source = :source and event_id = :id""")
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("source", event.source())
                        .param("id", event.id())
                        .update();
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
        TicketNumber ticket = reaction.ticket();
        Instant until = fate == Fate.PARKED ? clock.instant().plus(properties.parkTtl(event.type())) : null;
        jdbc.sql("""
                update inbox set result = :result, reason = :reason, ticket = :ticket, park_until = :until,
                  waits_for = :waits, step = (select t.state from ticket t where t.number = :ticket),
                  payload = case when :result = 'PARKED' then payload else null end
                where source = :source and event_id = :id""")
                .param("result", fate.name())
                .param("reason", reaction.reason())
                .param("ticket", ticket == null ? null : ticket.value())
                .param("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
                .param("waits", fate != Fate.PARKED ? null : ticket == null ? "ticket.requested" : plain(event.type()))
                .param("source", event.source())
                .param("id", event.id())
                .update();
        return new EventResult(
                event.source(),
                event.id(),
                event.type(),
                fate,
                ticket == null ? null : ticket.toString(),
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

    /**
     * Ends parked events whose time is over: each is kept with the dead letters, so that it can be sent again once
     * something waits for it, and announced.
     *
     * @return how many, at most {@code most}
     */
    int expire(int most) {
        return require(transaction.execute(status -> {
            List<Late> late = jdbc.sql("""
                            select * from inbox where result = 'PARKED' and park_until <= :now order by id
                            fetch next :most rows only for update skip locked""")
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("most", most)
                    .query((row, i) ->
                            new Late(parked(row), row.getObject("ticket", Long.class), row.getString("waits_for")))
                    .list();
            late.forEach(this::expired);
            return late.size();
        }));
    }

    private void expired(Late late) {
        InboundEvent event = late.event();
        String reason = "Nothing waited for " + late.waitsFor() + " in time";
        jdbc.sql("""
                update inbox set result = 'EXPIRED', reason = :reason, payload = null
                where source = :source and event_id = :id""")
                .param("reason", reason)
                .param("source", event.source())
                .param("id", event.id())
                .update();
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
        Arrival arrival = new Arrival(
                "PARKED",
                null,
                null,
                null,
                null,
                List.of(Outbox.Header.of("content-type", JsonFormat.CONTENT_TYPE)),
                json.writeValueAsBytes(structured),
                null,
                null);
        deadLetters.keep(arrival, event, "Expired: " + reason);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("source", event.source());
        told.put("id", event.id());
        told.put("type", event.type());
        told.put("waitedFor", String.valueOf(late.waitsFor()));
        if (late.ticket() != null) {
            told.put("ticket", late.ticket().toString());
        }
        events.publishEvent(new PartnerEvent("event.expired", event.id(), told));
        meters.counter("signalbox.messaging.events", "result", "expired", "transport", "parked")
                .increment();
    }

    /** An inbound type without prefix and version. */
    static String plain(String type) {
        return type.replaceFirst("^dev[.]signalbox[.]", "").replaceFirst("[.]v[0-9]+$", "");
    }

    private InboundEvent parked(ResultSet row) throws SQLException {
        return new InboundEvent(
                row.getString("source"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("subject"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                json.readTree(row.getBytes("payload")),
                List.of());
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
                .query((row, i) -> new Parked(parked(row)))
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

    private record Late(
            InboundEvent event,
            @Nullable Long ticket,
            @Nullable String waitsFor) {}
}
