package dev.signalbox.entitlement;

import dev.signalbox.access.Seal;
import dev.signalbox.audit.Audit;
import dev.signalbox.audit.Change;
import dev.signalbox.ticket.Occasion;
import dev.signalbox.ticket.Page;
import dev.signalbox.ticket.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The plans that partners hold, and what became of their incidents. A balance never falls below zero, and each change of
 * it is a line of the ledger.
 */
@Component
public class Plans {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Seal seal;
    private final Audit audit;

    Plans(JdbcClient jdbc, Clock clock, Seal seal, Audit audit) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.seal = seal;
        this.audit = audit;
    }

    /** All plans of a partner, each with the status it has by its dates now. */
    public List<SupportPlan> held(String partnerId) {
        return jdbc.sql("select * from support_plan where partner_id = :partner order by vehicle, id")
                .param("partner", partnerId)
                .query((row, i) -> plan(row))
                .list();
    }

    public Optional<SupportPlan> find(String id) {
        return jdbc.sql("select * from support_plan where id = :id")
                .param("id", id)
                .query((row, i) -> plan(row))
                .optional();
    }

    private SupportPlan plan(ResultSet row) throws SQLException {
        return new SupportPlan(
                        row.getString("id"),
                        row.getString("partner_id"),
                        row.getString("vehicle"),
                        row.getString("name"),
                        row.getString("status"),
                        seal.open(row.getString("access_id")),
                        seal.open(row.getString("contract_id")),
                        row.getObject("incidents_remaining", Integer.class),
                        instant(row, "valid_from"),
                        instant(row, "valid_to"))
                .asOf(clock.instant());
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
        Optional<String> reserved = newest(ticket, "RESERVED");
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
        if (newest(ticket, "RESERVED").isPresent()) {
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
        newest(ticket, "RESERVED").ifPresent(plan -> {
            lock(plan);
            if (newest(ticket, "RESERVED").isPresent()) {
                enter(plan, ticket, "CONSUMED", 0, "case filed", at);
            }
        });
    }

    /** Gives back what the ticket has reserved and not used; false where there is nothing to give back. */
    @Transactional
    public boolean release(String ticket, String reason, Instant at) {
        return giveBack(ticket, "RESERVED", reason, at);
    }

    /** Gives back what the ticket's case has used up; false where it has used nothing, or got it back already. */
    @Transactional
    public boolean refund(String ticket, String reason, Instant at) {
        return giveBack(ticket, "CONSUMED", reason, at);
    }

    /** What the ledger last said of the ticket: {@code RESERVED}, {@code CONSUMED} or {@code REFUNDED}. */
    public Optional<String> standing(String ticket) {
        return jdbc.sql(
                        "select kind from entitlement_entry where ticket = :ticket order by id desc fetch first 1 row only")
                .param("ticket", ticket)
                .query(String.class)
                .optional();
    }

    private boolean giveBack(String ticket, String standing, String reason, Instant at) {
        Optional<String> plan = newest(ticket, standing);
        if (plan.isEmpty()) {
            return false;
        }
        lock(plan.get());
        if (newest(ticket, standing).isEmpty()) {
            return false;
        }
        jdbc.sql("update support_plan set incidents_remaining = incidents_remaining + 1 where id = :id")
                .param("id", plan.get())
                .update();
        enter(plan.get(), ticket, "REFUNDED", 1, reason, at);
        return true;
    }

    /**
     * Changes the balance by hand, because Microsoft's count differs or incidents were bought.
     *
     * @throws Refused where the plan is unlimited, or less than nothing would be left
     */
    @Transactional
    public SupportPlan adjust(String planId, int incidents, String reason) {
        lock(planId);
        SupportPlan plan = find(planId).orElseThrow();
        Integer left = plan.incidentsRemaining();
        if (left == null) {
            throw new Refused("incidents", "a plan that counts incidents", plan.id() + " is unlimited");
        }
        if (incidents == 0 || left + (long) incidents < 0 || left + (long) incidents > 1_000_000) {
            throw new Refused("incidents", "a number other than 0, at least -" + left + ", for " + left, incidents);
        }
        set(planId, left + incidents);
        enter(planId, null, "ADJUSTED", incidents, reason, clock.instant());
        audit.keep(Change.of("support-plan.adjusted", "support-plans", planId)
                .of(plan.partnerId(), null)
                .from(Map.of("incidentsRemaining", left))
                .to(Map.of("incidentsRemaining", left + incidents))
                .because(reason));
        return find(planId).orElseThrow();
    }

    /** The balance was put with the plan's other data: the ledger says so. */
    @EventListener
    void on(BalancePut put) {
        Integer before = put.before();
        Integer after = put.after();
        String reason = before == null
                ? after == null ? "unlimited" : "put as " + after + ", unlimited before"
                : after == null ? "put as unlimited, " + before + " before" : "put as " + after;
        int difference = (after == null ? 0 : after) - (before == null ? 0 : before);
        enter(put.planId(), null, "ADJUSTED", difference, reason, clock.instant());
    }

    /** Takes what is left of a plan that is over; nothing where it is not, or nothing is left. */
    @Transactional
    public boolean expire(String planId) {
        lock(planId);
        SupportPlan plan = find(planId).orElseThrow();
        Integer left = plan.incidentsRemaining();
        Instant end = plan.validTo();
        if (left == null || left == 0 || end == null || end.isAfter(clock.instant())) {
            return false;
        }
        set(planId, 0);
        enter(planId, null, "EXPIRED", -left, "the plan ended on " + end, clock.instant());
        return true;
    }

    private void set(String planId, int balance) {
        jdbc.sql("update support_plan set incidents_remaining = :n where id = :id")
                .param("n", balance)
                .param("id", planId)
                .update();
    }

    /** Everything that became of a partner's incidents, oldest first. */
    public List<LedgerEntry> entries(String partnerId) {
        return jdbc.sql(ENTRY + " where p.partner_id = :partner order by e.id")
                .param("partner", partnerId)
                .query((row, i) -> entry(row))
                .list();
    }

    /** Everything that became of a plan's incidents, newest first. */
    public Page<LedgerEntry> ledger(String planId, int page, int size) {
        List<LedgerEntry> items = jdbc.sql(ENTRY
                        + " where e.plan_id = :plan order by e.id desc offset :offset rows fetch next :size rows only")
                .param("plan", planId)
                .param("offset", (long) page * size)
                .param("size", size)
                .query((row, i) -> entry(row))
                .list();
        long total = jdbc.sql("select count(*) from entitlement_entry where plan_id = :plan")
                .param("plan", planId)
                .query(Long.class)
                .single();
        return new Page<>(items, page, size, total);
    }

    /** How many incidents of the plan are set aside for tickets whose case is not filed yet. */
    public int reserved(String planId) {
        return jdbc.sql("""
                        select count(*) from entitlement_entry e where e.plan_id = :plan and e.kind = 'RESERVED'
                        and not exists (select 1 from entitlement_entry later where later.ticket = e.ticket
                          and later.id > e.id)""").param("plan", planId).query(Integer.class).single();
    }

    private static final String ENTRY =
            "select e.*, p.vehicle, p.partner_id from entitlement_entry e join support_plan p on p.id = e.plan_id";

    private static LedgerEntry entry(ResultSet row) throws SQLException {
        return new LedgerEntry(
                row.getLong("id"),
                row.getString("partner_id"),
                row.getString("plan_id"),
                row.getString("vehicle"),
                row.getString("ticket"),
                row.getString("kind"),
                row.getInt("incidents"),
                row.getObject("balance", Integer.class),
                row.getString("reason"),
                row.getString("actor"),
                row.getObject("at", OffsetDateTime.class).toInstant());
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

    /** The plan of the ticket's newest entry, where that entry is of this kind. */
    private Optional<String> newest(String ticket, String kind) {
        return jdbc
                .sql("select plan_id, kind from entitlement_entry where ticket = :ticket order by id desc")
                .param("ticket", ticket)
                .query((row, i) -> row.getString("kind").equals(kind) ? row.getString("plan_id") : "")
                .list()
                .stream()
                .findFirst()
                .filter(plan -> !plan.isEmpty());
    }

    private void enter(String plan, @Nullable String ticket, String kind, int incidents, String reason, Instant at) {
        jdbc.sql("""
                insert into entitlement_entry (plan_id, ticket, kind, incidents, balance, reason, actor, at)
                select id, cast(:ticket as varchar(20)), :kind, :incidents, incidents_remaining, :reason, :actor,
                  cast(:at as timestamp with time zone) from support_plan where id = :plan""")
                .param("plan", plan)
                .param("ticket", ticket)
                .param("kind", kind)
                .param("incidents", incidents)
                .param("reason", reason.length() > 255 ? reason.substring(0, 255) : reason)
                .param("actor", Occasion.current().actor())
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

    /** Seals access and contract ids that an earlier version kept in clear, and proves that the key opens the others. */
    void sealAll() {
        jdbc.sql(
                        "select id, access_id, contract_id from support_plan where access_id is not null or contract_id is not null")
                .query((row, i) -> List.of(
                        row.getString("id"),
                        String.valueOf(row.getString("access_id")),
                        String.valueOf(row.getString("contract_id"))))
                .list()
                .forEach(plan -> {
                    for (int i = 1; i < plan.size(); i++) {
                        seal.open(plan.get(i));
                        if (!plan.get(i).equals("null") && !Seal.isSealed(plan.get(i))) {
                            jdbc.sql("update support_plan set " + (i == 1 ? "access_id" : "contract_id")
                                            + " = :sealed where id = :id")
                                    .param("sealed", seal.close(plan.get(i)))
                                    .param("id", plan.getFirst())
                                    .update();
                        }
                    }
                });
    }

    private JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, SupportPlan plan) {
        return statement
                .param("id", plan.id())
                .param("partner", plan.partnerId())
                .param("vehicle", plan.vehicle())
                .param("name", plan.name())
                .param("status", plan.status())
                .param("access", seal.close(plan.accessId()))
                .param("contract", seal.close(plan.contractId()))
                .param("from", at(plan.validFrom()))
                .param("to", at(plan.validTo()));
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime found = row.getObject(column, OffsetDateTime.class);
        return found == null ? null : found.toInstant();
    }
}
