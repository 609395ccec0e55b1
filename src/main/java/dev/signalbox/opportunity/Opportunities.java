package dev.signalbox.opportunity;

import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.PartnerEvent;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All opportunities. Each is told once when it is noted, and each time its state changes. */
@Component
public class Opportunities {

    private final JdbcClient jdbc;
    private final Tickets tickets;
    private final Audit audit;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Opportunities(JdbcClient jdbc, Tickets tickets, Audit audit, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.tickets = tickets;
        this.audit = audit;
        this.clock = clock;
        this.events = events;
    }

    /** Notes {@code wanted} for the ticket's customer, by whoever acts. */
    public Opportunity note(TicketNumber number, NewOpportunity wanted) {
        Ticket ticket = tickets.lock(number)
                .orElseThrow(() -> new IllegalStateException("Expected ticket " + number + " to exist"));
        Optional<Opportunity> before = byKey(wanted.key());
        if (before.isPresent()) {
            return same(before.get(), number, wanted);
        }
        if (wanted.productFamily() == null && wanted.service() == null) {
            throw new Refused("productFamily", "a product family, or the name of a service in \"service\"", "nothing");
        }
        Instant now = clock.instant();
        Opportunity noted = new Opportunity(
                UUID.randomUUID().toString(),
                number,
                ticket.customerId(),
                ticket.partnerId(),
                wanted.productFamily(),
                wanted.service(),
                wanted.note(),
                Opportunity.State.NOTED,
                Occasion.current().actor(),
                now,
                now);
        jdbc.sql("""
                insert into opportunity (id, ticket, customer_id, partner_id, product_family, service, note, state,
                  noted_by, noted_at, changed_at, request_key)
                values (:id, :ticket, :customer, :partner, :family, :service, :note, :state, :by, :now, :now, :request)
                """)
                .param("id", noted.id())
                .param("ticket", number.value())
                .param("customer", noted.customerId())
                .param("partner", noted.partnerId())
                .param("family", noted.productFamily())
                .param("service", noted.service())
                .param("note", noted.note())
                .param("state", noted.state().name())
                .param("by", noted.notedBy())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("request", wanted.key())
                .update();
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("opportunityId", noted.id());
        data.put("productFamily", noted.productFamily());
        tickets.record(number, TimelineType.OPPORTUNITY_NOTED, data, Map.of());
        events.publishEvent(new PartnerEvent("opportunity.noted", noted.id(), told(noted)));
        return noted;
    }

    /** Changes the state; nothing happens where it is that already. */
    public Opportunity become(String id, Opportunity.State state, @Nullable String reason) {
        Opportunity before = jdbc.sql("select * from opportunity where id = :id for update")
                .param("id", id)
                .query((row, i) -> opportunity(row))
                .single();
        if (before.state() == state) {
            return before;
        }
        jdbc.sql("update opportunity set state = :state, changed_at = :now where id = :id")
                .param("state", state.name())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
        audit.keep(Change.of("opportunity.changed", "opportunities", id)
                .of(before.partnerId(), before.customerId())
                .from(Map.of("state", before.state().name()))
                .to(Map.of("state", state.name()))
                .because(reason));
        Opportunity after = find(id).orElseThrow();
        events.publishEvent(new PartnerEvent("opportunity.changed", id, told(after)));
        return after;
    }

    public Optional<Opportunity> find(String id) {
        return jdbc.sql("select * from opportunity where id = :id")
                .param("id", id)
                .query((row, i) -> opportunity(row))
                .optional();
    }

    /** Opportunities, the newest first. */
    public Page<Opportunity> page(OpportunityFilter filter, int page, int size) {
        Map<String, Object> params = params(filter);
        String where = " where 1 = 1"
                + String.join("", params.keySet().stream().map(CONDITIONS::get).toList());
        List<Opportunity> items = jdbc.sql("select * from opportunity" + where
                        + " order by number desc offset :offset rows fetch next :size rows only")
                .params(params)
                .param("offset", (long) page * size)
                .param("size", size)
                .query((row, i) -> opportunity(row))
                .list();
        long total = jdbc.sql("select count(*) from opportunity" + where)
                .params(params)
                .query(Long.class)
                .single();
        return new Page<>(items, page, size, total);
    }

    private static final Map<String, String> CONDITIONS = Map.of(
            "partner", " and partner_id = :partner",
            "customer", " and customer_id = :customer",
            "ticket", " and ticket = :ticket",
            "state", " and state = :state");

    private static Map<String, Object> params(OpportunityFilter filter) {
        Map<String, Object> params = new LinkedHashMap<>();
        if (filter.partnerId() != null) {
            params.put("partner", filter.partnerId());
        }
        if (filter.customerId() != null) {
            params.put("customer", filter.customerId());
        }
        if (filter.ticket() != null) {
            params.put("ticket", filter.ticket().value());
        }
        if (filter.state() != null) {
            params.put("state", filter.state().name());
        }
        return params;
    }

    private Optional<Opportunity> byKey(@Nullable String key) {
        return key == null
                ? Optional.empty()
                : jdbc.sql("select * from opportunity where noted_by = :by and request_key = :wanted")
                        .param("by", Occasion.current().actor())
                        .param("wanted", key)
                        .query((row, i) -> opportunity(row))
                        .optional();
    }

    private static Opportunity same(Opportunity before, TicketNumber ticket, NewOpportunity wanted) {
        boolean same = before.ticket().equals(ticket)
                && Objects.equals(before.productFamily(), wanted.productFamily())
                && Objects.equals(before.service(), wanted.service())
                && before.note().equals(wanted.note());
        if (!same) {
            throw new Refused("Idempotency-Key", "the body that came with this key before", "another body");
        }
        return before;
    }

    /** Ids and codes; what people wrote is read by the API. */
    private static Map<String, Object> told(Opportunity one) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("opportunityId", one.id());
        data.put("ticket", one.ticket().toString());
        data.put("customerId", one.customerId());
        data.put("partnerId", one.partnerId());
        if (one.productFamily() != null) {
            data.put("productFamily", one.productFamily());
        }
        data.put("state", one.state().name());
        return data;
    }

    private static Opportunity opportunity(ResultSet row) throws SQLException {
        return new Opportunity(
                row.getString("id"),
                new TicketNumber(row.getLong("ticket")),
                row.getString("customer_id"),
                row.getString("partner_id"),
                row.getString("product_family"),
                row.getString("service"),
                row.getString("note"),
                Opportunity.State.valueOf(row.getString("state")),
                row.getString("noted_by"),
                row.getObject("noted_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}
