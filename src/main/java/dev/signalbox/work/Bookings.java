package dev.signalbox.work;

import dev.signalbox.clock.DueTimes;
import dev.signalbox.customer.Customers;
import dev.signalbox.customer.Delivery;
import dev.signalbox.customer.Price;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Refused;
import dev.signalbox.ticket.Ticket;
import dev.signalbox.ticket.TicketNumber;
import dev.signalbox.ticket.Tickets;
import dev.signalbox.ticket.TimelineType;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All minutes booked. Nothing here changes or removes an entry; a mistake is taken back by a counter-entry. */
@Component
public class Bookings {

    /** Somebody may have been on the telephone before there was a ticket. */
    private static final Duration BEFORE_THE_TICKET = Duration.ofDays(1);

    private static final String SELECT =
            "select w.*, c.id as corrected_by from work w left join work c on c.corrects = w.id";

    private final JdbcClient jdbc;
    private final Tickets tickets;
    private final Customers customers;
    private final Clock clock;

    Bookings(JdbcClient jdbc, Tickets tickets, Customers customers, Clock clock) {
        this.jdbc = jdbc;
        this.tickets = tickets;
        this.customers = customers;
        this.clock = clock;
    }

    /** Books {@code wanted} for whoever acts, under the contract's row for the ticket at that time. */
    public Work book(TicketNumber number, NewWork wanted) {
        Ticket ticket = tickets.lock(number)
                .orElseThrow(() -> new IllegalStateException("Expected ticket " + number + " to exist"));
        Optional<Work> before = byKey(wanted.key());
        if (before.isPresent()) {
            return same(before.get(), ticket, wanted);
        }
        Instant now = clock.instant();
        Instant at = wanted.at() == null ? now : wanted.at();
        if (at.isAfter(now) || at.isBefore(ticket.createdAt().minus(BEFORE_THE_TICKET))) {
            throw new Refused(
                    "at", "a time from " + ticket.createdAt().minus(BEFORE_THE_TICKET) + " to now, " + now, at);
        }
        Optional<Delivery> row = delivery(ticket, at);
        boolean chargeable = row.map(Delivery::chargeable).orElse(false);
        if (Boolean.TRUE.equals(wanted.chargeable()) && !chargeable) {
            throw new Refused("chargeable", "false or nothing, because the contract includes this work", true);
        }
        boolean waived = chargeable && Boolean.FALSE.equals(wanted.chargeable());
        if (waived && (wanted.note() == null || wanted.note().isBlank())) {
            throw new Refused("note", "the reason why chargeable work is not charged", "nothing");
        }
        Work booked = new Work(
                UUID.randomUUID().toString(),
                number,
                ticket.customerId(),
                ticket.partnerId(),
                wanted.minutes(),
                at,
                now,
                Occasion.current().actor(),
                wanted.note(),
                row.map(Delivery::id).orElse(null),
                row.map(Delivery::party).orElse(null),
                chargeable && !waived,
                waived,
                chargeable && !waived ? row.map(Delivery::price).orElse(null) : null,
                null,
                null,
                null);
        keep(booked, wanted.key());
        return booked;
    }

    /** Takes {@code id} back by an entry of as many minutes below 0, under the same agreement, dated now. */
    public Work correct(String id, String reason) {
        Work wrong = find(id).orElseThrow(() -> new IllegalStateException("Expected work " + id + " to exist"));
        tickets.lock(wrong.ticket());
        wrong = find(id).orElseThrow();
        if (wrong.corrects() != null || wrong.correctedBy() != null) {
            throw new NotToCorrect(wrong);
        }
        Instant now = clock.instant();
        Work counter = new Work(
                UUID.randomUUID().toString(),
                wrong.ticket(),
                wrong.customerId(),
                wrong.partnerId(),
                -wrong.minutes(),
                now,
                now,
                Occasion.current().actor(),
                null,
                wrong.deliveryId(),
                wrong.party(),
                wrong.chargeable(),
                wrong.waived(),
                wrong.price(),
                wrong.id(),
                reason,
                null);
        keep(counter, null);
        return counter;
    }

    /** The ticket's entries, oldest first. */
    public List<Work> of(TicketNumber ticket) {
        return jdbc.sql(SELECT + " where w.ticket = :ticket order by w.number")
                .param("ticket", ticket.value())
                .query((row, i) -> work(row))
                .list();
    }

    public Optional<Work> find(String id) {
        return jdbc.sql(SELECT + " where w.id = :id")
                .param("id", id)
                .query((row, i) -> work(row))
                .optional();
    }

    /**
     * The customer's work done from {@code from} to {@code to}, and all earlier work at a price for each case on the same
     * tickets, oldest first.
     */
    List<Work> forStatement(String customerId, Instant from, Instant to) {
        return jdbc.sql(SELECT + """
                         where w.customer_id = :customer and w.at < :to and (w.at >= :from or w.unit = 'CASE'
                          and w.ticket in (select o.ticket from work o
                            where o.customer_id = :customer and o.at >= :from and o.at < :to))
                        order by w.at, w.number""")
                .param("customer", customerId)
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", to.atOffset(ZoneOffset.UTC))
                .query((row, i) -> work(row))
                .list();
    }

    private Optional<Delivery> delivery(Ticket ticket, Instant at) {
        boolean within = customers
                .contract(ticket.customerId())
                .map(contract -> DueTimes.within(at, contract.hours()))
                .orElse(true);
        return customers.delivery(
                ticket.customerId(), ticket.productFamily(), ticket.partnerFixExhausted() ? "SECOND" : "FIRST", within);
    }

    private Optional<Work> byKey(@Nullable String key) {
        return key == null
                ? Optional.empty()
                : jdbc.sql(SELECT + " where w.actor = :actor and w.request_key = :wanted")
                        .param("actor", Occasion.current().actor())
                        .param("wanted", key)
                        .query((row, i) -> work(row))
                        .optional();
    }

    private static Work same(Work before, Ticket ticket, NewWork wanted) {
        boolean same = before.ticket().equals(ticket.number())
                && before.minutes() == wanted.minutes()
                && Objects.equals(before.note(), wanted.note());
        if (!same) {
            throw new Refused("Idempotency-Key", "the body that came with this key before", "another body");
        }
        return before;
    }

    private void keep(Work work, @Nullable String key) {
        Price price = work.price();
        jdbc.sql("""
                insert into work (id, ticket, customer_id, partner_id, minutes, at, booked_at, actor, note, delivery_id,
                  party, chargeable, waived, amount, currency, unit, corrects, reason, request_key)
                values (:id, :ticket, :customer, :partner, :minutes, :at, :booked, :actor, :note, :delivery, :party,
                  :chargeable, :waived, :amount, :currency, :unit, :corrects, :reason, :request)""")
                .param("id", work.id())
                .param("ticket", work.ticket().value())
                .param("customer", work.customerId())
                .param("partner", work.partnerId())
                .param("minutes", work.minutes())
                .param("at", work.at().atOffset(ZoneOffset.UTC))
                .param("booked", work.bookedAt().atOffset(ZoneOffset.UTC))
                .param("actor", work.by())
                .param("note", work.note())
                .param("delivery", work.deliveryId())
                .param("party", work.party())
                .param("chargeable", work.chargeable())
                .param("waived", work.waived())
                .param("amount", price == null ? null : price.amount())
                .param("currency", price == null ? null : price.currency().getCurrencyCode())
                .param("unit", price == null ? null : price.per().name())
                .param("corrects", work.corrects())
                .param("reason", work.reason())
                .param("request", key)
                .update();
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("workId", work.id());
        data.put("minutes", work.minutes());
        data.put("at", work.at().toString());
        data.put("chargeable", work.chargeable());
        data.put("deliveryId", work.deliveryId());
        data.put("corrects", work.corrects());
        tickets.record(work.ticket(), TimelineType.WORK_BOOKED, data, Map.of());
    }

    private static Work work(ResultSet row) throws SQLException {
        BigDecimal amount = row.getBigDecimal("amount");
        return new Work(
                row.getString("id"),
                new TicketNumber(row.getLong("ticket")),
                row.getString("customer_id"),
                row.getString("partner_id"),
                row.getInt("minutes"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getObject("booked_at", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("note"),
                row.getString("delivery_id"),
                row.getString("party"),
                row.getBoolean("chargeable"),
                row.getBoolean("waived"),
                amount == null
                        ? null
                        : new Price(
                                amount,
                                Currency.getInstance(row.getString("currency")),
                                Price.Per.valueOf(row.getString("unit"))),
                row.getString("corrects"),
                row.getString("reason"),
                row.getString("corrected_by"));
    }
}
