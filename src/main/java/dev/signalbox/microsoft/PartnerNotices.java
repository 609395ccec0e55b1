package dev.signalbox.microsoft;

import dev.signalbox.customer.Customer;
import dev.signalbox.customer.Customers;
import dev.signalbox.microsoft.connection.CallFailed;
import dev.signalbox.microsoft.connection.Connection;
import dev.signalbox.microsoft.connection.Connections;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.PartnerEvent;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Partner Center tells by webhook. A notice is kept first and followed up outside its request: it names a resource,
 * and what that looks like now is read from Microsoft. Names: Partner Center webhook events (2023).
 */
@Component
public class PartnerNotices {

    private static final Logger LOG = LoggerFactory.getLogger(PartnerNotices.class);
    private static final Pattern SUBSCRIPTION = Pattern.compile("/customers/([^/?]+)/subscriptions/([^/?]+)");
    private static final Pattern INVOICE = Pattern.compile("/invoices/([^/?]+)");
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_URI = 2000;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Connections connections;
    private final Customers customers;
    private final Relationships relationships;
    private final FraudEvents fraud;
    private final Turns turns;
    private final NoticeProperties properties;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    PartnerNotices(
            JdbcClient jdbc,
            Clock clock,
            Connections connections,
            Customers customers,
            Relationships relationships,
            FraudEvents fraud,
            Turns turns,
            NoticeProperties properties,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.connections = connections;
        this.customers = customers;
        this.relationships = relationships;
        this.fraud = fraud;
        this.turns = turns;
        this.properties = properties;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** A body that is no notice. */
    public static class Unreadable extends RuntimeException {
        Unreadable(String message) {
            super(message);
        }
    }

    public boolean knows(String connection) {
        return connections.named(connection).isPresent();
    }

    /** Keeps a notice whose signature was checked; one that comes again is the same. */
    public void keep(String connection, byte[] body) {
        JsonNode notice;
        try {
            notice = JsonMapper.shared().readTree(body);
        } catch (JacksonException malformed) {
            throw new Unreadable("Expected JSON, found something else");
        }
        String name = text(notice, "EventName");
        String uri = text(notice, "ResourceUri");
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new Unreadable("Expected EventName of at most 100 characters");
        }
        if (uri.length() > LONGEST_URI) {
            throw new Unreadable("Expected ResourceUri of at most 2000 characters");
        }
        Instant changed = AzureSupport.time(notice.path("ResourceChangeUtcDate"));
        byte[] content =
                (connection + "\n" + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        try {
            jdbc.sql("""
                    insert into partner_notice (id, connection, name, resource_uri, changed_at, received_at, state, due_at)
                    values (:id, :connection, :name, :uri, :changed, :now, 'WAITING', :now)""")
                    .param("id", Digests.of(content))
                    .param("connection", connection)
                    .param("name", Texts.onOneLine(name))
                    .param("uri", Texts.onOneLine(uri))
                    .param("changed", changed == null ? null : at(changed))
                    .param("now", at(clock.instant()))
                    .update();
        } catch (DuplicateKeyException again) {
            LOG.debug("Partner Center told {} again", name);
        }
    }

    private static String text(JsonNode notice, String field) {
        return notice.path(field).isString() ? notice.path(field).stringValue() : "";
    }

    /** The latest ones first; of one partner's connections where one is named. */
    public Page<PartnerNotice> page(@Nullable String partnerId, int page, int size) {
        List<String> visible = connections.all().stream()
                .filter(connection ->
                        partnerId == null || connection.partnerId().equals(partnerId))
                .map(Connection::name)
                .toList();
        if (visible.isEmpty()) {
            return new Page<>(List.of(), page, size, 0);
        }
        List<PartnerNotice> items = jdbc.sql("""
                        select * from partner_notice where connection in (:visible) order by received_at desc, id
                        offset :from rows fetch next :size rows only""")
                .param("visible", visible)
                .param("from", (long) page * size)
                .param("size", size)
                .query((row, i) -> read(row))
                .list();
        long total = jdbc.sql("select count(*) from partner_notice where connection in (:visible)")
                .param("visible", visible)
                .query(Long.class)
                .single();
        return new Page<>(items, page, size, total);
    }

    @Scheduled(initialDelay = 8_000, fixedDelay = 2_000)
    void work() {
        try {
            boolean more = true;
            while (more) {
                more = followNext();
            }
            reconcile();
        } catch (RuntimeException passing) {
            LOG.warn("Partner Center's notices are looked at again: {}", passing.toString());
        }
    }

    /** Follows up the notice that waits longest; false where none is due. */
    boolean followNext() {
        Optional<PartnerNotice> taken = take();
        taken.ifPresent(this::follow);
        return taken.isPresent();
    }

    /** After ten attempts Partner Center stops telling, so what it tells is read now and then as well. */
    void reconcile() {
        for (Connection connection : connections.all()) {
            String turn = "relationships/" + connection.name();
            if (!turns.take(turn, clock.instant(), properties.takenFor())) {
                continue;
            }
            try {
                relationships.follow(connection);
            } catch (CallFailed failed) {
                LOG.info(
                        "The delegated admin relationships of {} cannot be read: {}",
                        connection.name(),
                        failed.getMessage());
            }
            turns.done(turn, clock.instant().plus(properties.relationshipsEvery()));
        }
    }

    private void follow(PartnerNotice notice) {
        Optional<Connection> connection = connections.named(notice.connection());
        if (connection.isEmpty()) {
            end(notice, "FAILED", "There is no connection " + notice.connection() + " any more");
            return;
        }
        try {
            meaning(notice, connection.get());
        } catch (CallFailed failed) {
            String words = String.valueOf(failed.getMessage());
            if (notice.attempts() >= properties.giveUpAfter()) {
                LOG.warn("Partner Center's notice {} of {} is left: {}", notice.name(), notice.connection(), words);
                end(notice, "FAILED", words);
            } else {
                later(notice, failed.retryAfter().orElse(properties.pause(notice.attempts())), words);
            }
        }
    }

    private void meaning(PartnerNotice notice, Connection connection) {
        switch (notice.name()) {
            case "granular-admin-relationship-approved",
                    "granular-admin-relationship-activated",
                    "granular-admin-relationship-terminated",
                    "granular-admin-relationship-expired",
                    "granular-admin-access-assignment-created",
                    "granular-admin-access-assignment-activated",
                    "granular-admin-access-assignment-updated",
                    "granular-admin-access-assignment-deleted" -> {
                int told = relationships.follow(connection);
                end(notice, "DONE", told + " customers' access changed");
            }
            case "azure-fraud-event-detected" -> {
                FraudEvents.Told told = fraud.follow(connection, notice);
                end(notice, told.tickets() > 0 ? "DONE" : "FAILED", told.words());
            }
            case "subscription-updated" -> subscriptionUpdated(notice, connection);
            case "invoice-ready" -> invoiceReady(notice, connection);
            case "test-created" -> end(notice, "DONE", "A test of Partner Center's");
            default -> end(notice, "IGNORED", "Nothing follows from it");
        }
    }

    private void subscriptionUpdated(PartnerNotice notice, Connection connection) {
        Matcher named = SUBSCRIPTION.matcher(notice.resourceUri());
        if (!named.find()) {
            end(notice, "FAILED", "The link names no customer and subscription");
            return;
        }
        Optional<Customer> customer = customers.byTenant(named.group(1)).filter(known -> known.partnerId()
                .equals(connection.partnerId()));
        if (customer.isEmpty()) {
            end(notice, "IGNORED", "No customer of ours has the tenant " + named.group(1));
            return;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("customerId", customer.get().id());
        data.put("partnerId", connection.partnerId());
        data.put("subscription", Texts.cut(named.group(2), 100));
        tell(notice, new PartnerEvent("subscription.updated", customer.get().tenantId(), data));
    }

    private void invoiceReady(PartnerNotice notice, Connection connection) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("partnerId", connection.partnerId());
        Matcher named = INVOICE.matcher(notice.resourceUri());
        if (named.find()) {
            data.put("invoice", Texts.cut(named.group(1), 100));
        }
        tell(notice, new PartnerEvent("invoice.ready", connection.partnerId(), data));
    }

    private void tell(PartnerNotice notice, PartnerEvent told) {
        transaction.executeWithoutResult(status -> {
            if (end(notice, "DONE", "Told as " + told.type())) {
                events.publishEvent(told);
            }
        });
    }

    private Optional<PartnerNotice> take() {
        Instant now = clock.instant();
        return jdbc.sql("""
                        select id from partner_notice where state = 'WAITING' and due_at <= :now
                          and (taken_until is null or taken_until <= :now)
                        order by due_at fetch first 5 rows only""").param("now", at(now)).query(String.class).list().stream()
                .filter(id -> jdbc.sql("""
                                        update partner_notice set taken_until = :until, attempts = attempts + 1
                                        where id = :id and state = 'WAITING'
                                          and (taken_until is null or taken_until <= :now)""")
                                .param("until", at(now.plus(properties.takenFor())))
                                .param("id", id)
                                .param("now", at(now))
                                .update()
                        == 1)
                .findFirst()
                .map(id -> jdbc.sql("select * from partner_notice where id = :id")
                        .param("id", id)
                        .query((row, i) -> read(row))
                        .single());
    }

    private boolean end(PartnerNotice notice, String state, String outcome) {
        return jdbc.sql("""
                        update partner_notice set state = :state, outcome = :outcome, taken_until = null
                        where id = :id and state = 'WAITING'""")
                        .param("state", state)
                        .param("outcome", Texts.cut(outcome, 500))
                        .param("id", notice.id())
                        .update()
                == 1;
    }

    private void later(PartnerNotice notice, Duration after, String outcome) {
        jdbc.sql("""
                update partner_notice set due_at = :due, outcome = :outcome, taken_until = null
                where id = :id and state = 'WAITING'""")
                .param("due", at(clock.instant().plus(after)))
                .param("outcome", Texts.cut(outcome, 500))
                .param("id", notice.id())
                .update();
    }

    private static PartnerNotice read(ResultSet row) throws SQLException {
        OffsetDateTime changed = row.getObject("changed_at", OffsetDateTime.class);
        return new PartnerNotice(
                row.getString("id"),
                row.getString("connection"),
                row.getString("name"),
                row.getString("resource_uri"),
                changed == null ? null : changed.toInstant(),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getString("state"),
                row.getInt("attempts"),
                row.getString("outcome"));
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
