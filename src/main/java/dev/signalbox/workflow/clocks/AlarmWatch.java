package dev.signalbox.workflow.clocks;

import dev.signalbox.clock.ProductClock;
import dev.signalbox.customer.HoursPut;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Looks at clocks whose alarm is due, in a lane of its own: no event, import or other bulk work waits in front of it, and
 * what a change of a calendar made stale is computed only while no alarm is due. How late an alarm is looked at is a
 * metric; the truth does not depend on it.
 */
@Component
class AlarmWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AlarmWatch.class);
    private static final long IDLE_MILLIS = 500;

    private final Alarms alarms;
    private final AlarmRows rows;
    private final ClockProperties properties;
    private final Clock clock;
    private final Timer lateness;
    private final Semaphore bell = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;

    AlarmWatch(Alarms alarms, AlarmRows rows, ClockProperties properties, Clock clock, MeterRegistry metrics) {
        this.alarms = alarms;
        this.rows = rows;
        this.properties = properties;
        this.clock = clock;
        this.lateness = Timer.builder("signalbox.clock.alarm.lateness")
                .description("How long after its time an alarm was looked at")
                .publishPercentiles(0.5, 0.99)
                .register(metrics);
        Gauge.builder("signalbox.clock.stale", rows, AlarmRows::countStale)
                .description("Tickets whose clocks wait to be computed anew after a change of calendars or targets")
                .register(metrics);
    }

    @EventListener
    void on(ProductClock.Moved moved) {
        bell.release();
    }

    @EventListener
    void on(HoursPut put) {
        boolean everywhere = put.partnerId() == null;
        boolean contract = put.kind().equals("contracts");
        rows.makeStale(everywhere ? null : put.partnerId(), contract ? put.customerId() : null, contract);
        bell.release();
    }

    private void run() {
        while (running) {
            try {
                if (!work() && bell.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException trouble) {
                if (running) {
                    LOG.warn("Alarms not looked at, trying again: {}", trouble.toString());
                    rest();
                }
            }
        }
    }

    private void rest() {
        try {
            new Semaphore(0).tryAcquire(IDLE_MILLIS * 4, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether there may be more to do at once */
    private boolean work() {
        List<AlarmRows.Due> due = rows.due(properties.batch());
        if (!due.isEmpty()) {
            List<AlarmRows.Due> done =
                    look(due.stream().map(AlarmRows.Due::ticket).toList());
            done.forEach(one -> {
                Duration late = Duration.between(one.at(), clock.instant());
                lateness.record(late.isNegative() ? Duration.ZERO : late);
            });
            return !done.isEmpty();
        }
        List<Long> stale = rows.stale(properties.batch());
        return !stale.isEmpty() && !look(stale).isEmpty();
    }

    private List<AlarmRows.Due> look(List<Long> tickets) {
        try {
            return alarms.look(tickets);
        } catch (RuntimeException trouble) {
            if (tickets.size() == 1) {
                LOG.warn("Clocks of ticket {} not computed, trying again in five minutes", tickets.getFirst(), trouble);
                alarms.postpone(tickets.getFirst());
                return List.of();
            }
            // one of them is at fault; the others are not to wait for it
            return tickets.stream().flatMap(one -> look(List.of(one)).stream()).toList();
        }
    }

    @Override
    public void start() {
        running = true;
        Thread started = new Thread(this::run, "clock-alarms");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    @Override
    public void stop() {
        running = false;
        bell.release();
        Thread stopping = thread;
        if (stopping != null) {
            try {
                stopping.join(5_000);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
