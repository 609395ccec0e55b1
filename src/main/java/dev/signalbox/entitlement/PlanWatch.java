package dev.signalbox.entitlement;

import dev.signalbox.ticket.PartnerEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Says in time that a plan ends or runs low, each once, and ends plans by their date. Any node may look; the plan's row
 * is the lock, so that one of them does it.
 */
@Component
class PlanWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PlanWatch.class);
    private static final String EXPIRING = "EXPIRING_SOON";
    private static final String LOW = "LOW";

    private final Plans plans;
    private final EntitlementProperties properties;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private volatile boolean running;

    PlanWatch(
            Plans plans,
            EntitlementProperties properties,
            JdbcClient jdbc,
            Clock clock,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.plans = plans;
        this.properties = properties;
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Scheduled(fixedDelayString = "${signalbox.entitlement.watch-every:PT30S}")
    void run() {
        if (!running) {
            return;
        }
        try {
            look();
        } catch (RuntimeException passing) {
            LOG.warn("Plans are looked at again: {}", passing.toString());
        }
    }

    void look() {
        Instant now = clock.instant();
        List<String> worth = jdbc.sql("""
                        select id from support_plan where status = 'ACTIVE' and (valid_to < :soon
                          or incidents_remaining <= :low
                          or exists (select 1 from plan_warning w where w.plan_id = id and w.kind = 'LOW'))
                        order by id""")
                .param("soon", now.plus(properties.expiringWithin()).atOffset(ZoneOffset.UTC))
                .param("low", properties.lowAt())
                .query(String.class)
                .list();
        worth.forEach(id -> transaction.executeWithoutResult(status -> lookAt(id, now)));
    }

    private void lookAt(String id, Instant now) {
        boolean mine = jdbc.sql("select id from support_plan where id = :id for update skip locked")
                .param("id", id)
                .query(String.class)
                .optional()
                .isPresent();
        if (!mine) {
            return;
        }
        SupportPlan plan = plans.find(id).orElseThrow();
        Instant end = plan.validTo();
        Integer left = plan.incidentsRemaining();
        if (plan.status().equals("EXPIRED")) {
            if (plans.expire(id)) {
                say("entitlement.expired", plan, end, left);
            }
            return;
        }
        if (plan.status().equals("NOT_ACTIVATED")) {
            return;
        }
        if (end != null && end.isBefore(now.plus(properties.expiringWithin())) && first(id, EXPIRING, end.toString())) {
            say("entitlement.expiring-soon", plan, end, left);
        }
        boolean low = left != null && left <= properties.lowAt();
        if (!low) {
            jdbc.sql("delete from plan_warning where plan_id = :plan and kind = 'LOW'")
                    .param("plan", id)
                    .update();
        } else if (first(id, LOW, "incidents")) {
            say("entitlement.low", plan, end, left);
        }
    }

    private boolean first(String plan, String kind, String about) {
        int known = jdbc.sql("""
                        select count(*) from plan_warning where plan_id = :plan and kind = :kind and about = :about""")
                .param("plan", plan)
                .param("kind", kind)
                .param("about", about)
                .query(Integer.class)
                .single();
        if (known > 0) {
            return false;
        }
        jdbc.sql("insert into plan_warning values (:plan, :kind, :about, :at)")
                .param("plan", plan)
                .param("kind", kind)
                .param("about", about)
                .param("at", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .update();
        return true;
    }

    private void say(String type, SupportPlan plan, @Nullable Instant end, @Nullable Integer left) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("planId", plan.id());
        data.put("partnerId", plan.partnerId());
        data.put("vehicle", plan.vehicle());
        if (left != null) {
            data.put("incidentsRemaining", left);
        }
        if (end != null) {
            data.put("validTo", end.toString());
        }
        events.publishEvent(new PartnerEvent(type, plan.id(), data));
    }

    @Override
    public void start() {
        transaction.executeWithoutResult(status -> plans.sealAll());
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
