package dev.signalbox.entitlement;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The plans that partners hold, and what became of their incidents. A balance never falls below zero. */
@Component
public class Plans {

    private final JdbcClient jdbc;
    private final Clock clock;

    Plans(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** All plans of a partner, each with the status it has by its dates now. */
    public List<SupportPlan> held(String partnerId) {
        Instant now = clock.instant();
        return jdbc.sql("select * from support_plan where partner_id = :partner order by vehicle, id")
                .param("partner", partnerId)
                .query((row, i) -> {
                    OffsetDateTime from = row.getObject("valid_from", OffsetDateTime.class);
                    OffsetDateTime to = row.getObject("valid_to", OffsetDateTime.class);
                    SupportPlan plan = new SupportPlan(
                            row.getString("id"),
                            partnerId,
                            row.getString("vehicle"),
                            row.getString("name"),
                            row.getString("status"),
                            row.getString("access_id"),
                            row.getString("contract_id"),
                            row.getObject("incidents_remaining", Integer.class),
                            from == null ? null : from.toInstant(),
                            to == null ? null : to.toInstant());
                    return plan.asOf(now);
                })
                .list();
    }

    /** The plan of this vehicle that serves best: active before others, then the larger balance. */
    public Optional<SupportPlan> planFor(String partnerId, String vehicle) {
        return held(partnerId).stream()
                .filter(plan -> plan.vehicle().equals(vehicle))
                .max(Comparator.comparing((SupportPlan plan) -> plan.status().equals("ACTIVE"))
                        .thenComparing(plan ->
                                plan.incidentsRemaining() == null ? Integer.MAX_VALUE : plan.incidentsRemaining()));
    }

    /**
     * Sets an incident aside for the ticket; false where none is left. A ticket holds one reservation: the same vehicle
     * asked for again is granted without a second incident, another vehicle gives the first one back.
     */
    @Transactional
    public boolean reserve(String partnerId, String vehicle, String ticket, Instant at) {
        Optional<String> reserved = reservation(ticket);
        if (reserved.isPresent()) {
            if (vehicleOf(reserved.get()).equals(vehicle)) {
                return true;
            }
            release(ticket, "another vehicle was chosen", at);
        }
        Optional<SupportPlan> plan =
                planFor(partnerId, vehicle).filter(one -> one.status().equals("ACTIVE"));
        if (plan.isEmpty()) {
            return false;
        }
        String id = plan.get().id();
        lock(id);
        if (reservation(ticket).isPresent()) {
            return true;
        }
        int taken = jdbc.sql("""
                        update support_plan set incidents_remaining = incidents_remaining - 1
                        where id = :id and (incidents_remaining is null or incidents_remaining > 0)""").param("id", id).update();
        if (taken == 1) {
            enter(id, ticket, "RESERVED", -1, "set aside before filing", at);
        }
        return taken == 1;
    }

    /** Uses up what the ticket has reserved. */
    @Transactional
    public void consume(String ticket, Instant at) {
        reservation(ticket).ifPresent(plan -> {
            lock(plan);
            if (reservation(ticket).isPresent()) {
                enter(plan, ticket, "CONSUMED", 0, "case filed", at);
            }
        });
    }

    /** Gives back what the ticket has reserved and not used; false where there is nothing to give back. */
    @Transactional
    public boolean release(String ticket, String reason, Instant at) {
        Optional<String> plan = reservation(ticket);
        if (plan.isEmpty()) {
            return false;
        }
        lock(plan.get());
        if (reservation(ticket).isEmpty()) {
            return false;
        }
        jdbc.sql("update support_plan set incidents_remaining = incidents_remaining + 1 where id = :id")
                .param("id", plan.get())
                .update();
        enter(plan.get(), ticket, "REFUNDED", 1, reason, at);
        return true;
    }

    /** Everything that became of a partner's incidents, oldest first. */
    public List<LedgerEntry> entries(String partnerId) {
        return jdbc.sql("""
                        select e.*, p.vehicle from entitlement_entry e join support_plan p on p.id = e.plan_id
                        where p.partner_id = :partner order by e.id""")
                .param("partner", partnerId)
                .query((row, i) -> new LedgerEntry(
                        row.getLong("id"),
                        partnerId,
                        row.getString("plan_id"),
                        row.getString("vehicle"),
                        row.getString("ticket"),
                        row.getString("kind"),
                        row.getInt("incidents"),
                        row.getString("reason"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }

    // What a ticket has reserved is read again behind this lock, so that two callers at once never count it twice
    private void lock(String plan) {
        jdbc.sql("select id from support_plan where id = :id for update")
                .param("id", plan)
                .query(String.class)
                .single();
    }

    private String vehicleOf(String plan) {
        return jdbc.sql("select vehicle from support_plan where id = :id")
                .param("id", plan)
                .query(String.class)
                .single();
    }

    /** The plan whose newest entry for the ticket is a reservation. */
    private Optional<String> reservation(String ticket) {
        return jdbc
                .sql("select plan_id, kind from entitlement_entry where ticket = :ticket order by id desc")
                .param("ticket", ticket)
                .query((row, i) -> row.getString("kind").equals("RESERVED") ? row.getString("plan_id") : "")
                .list()
                .stream()
                .findFirst()
                .filter(plan -> !plan.isEmpty());
    }

    private void enter(String plan, String ticket, String kind, int incidents, String reason, Instant at) {
        jdbc.sql("""
                insert into entitlement_entry (plan_id, ticket, kind, incidents, reason, at)
                values (:plan, :ticket, :kind, :incidents, :reason, :at)""")
                .param("plan", plan)
                .param("ticket", ticket)
                .param("kind", kind)
                .param("incidents", incidents)
                .param("reason", reason)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Makes the plan, or changes it where it is there; the balance of a plan that is there stays. */
    public void put(SupportPlan plan) {
        int changed = bind(jdbc.sql("""
                                update support_plan set partner_id = :partner, vehicle = :vehicle, name = :name,
                                  status = :status, access_id = :access, contract_id = :contract, valid_from = :from,
                                  valid_to = :to where id = :id"""), plan).update();
        if (changed == 0) {
            bind(jdbc.sql("""
                                    insert into support_plan (id, partner_id, vehicle, name, status, access_id, contract_id,
                                      incidents_remaining, valid_from, valid_to)
                                    values (:id, :partner, :vehicle, :name, :status, :access, :contract, :remaining, :from,
                                      :to)"""), plan)
                    .param("remaining", plan.incidentsRemaining())
                    .update();
        }
    }

    private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, SupportPlan plan) {
        return statement
                .param("id", plan.id())
                .param("partner", plan.partnerId())
                .param("vehicle", plan.vehicle())
                .param("name", plan.name())
                .param("status", plan.status())
                .param("access", plan.accessId())
                .param("contract", plan.contractId())
                .param("from", at(plan.validFrom()))
                .param("to", at(plan.validTo()));
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
