package dev.signalbox.support;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lets a ticket's timers fire when a test says so, and plans run dry. */
@TestComponent
public class Timers {

    private final RuntimeService runtime;
    private final ManagementService management;
    private final JdbcClient jdbc;

    Timers(RuntimeService runtime, ManagementService management, JdbcClient jdbc) {
        this.runtime = runtime;
        this.management = management;
        this.jdbc = jdbc;
    }

    /** Fires the timer that stands on {@code activityId} of one of the ticket's processes. */
    public void fire(String ticket, String activityId) {
        for (ProcessInstance process : runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(ticket)
                .list()) {
            Job job = management
                    .createJobQuery()
                    .processInstanceId(process.getId())
                    .activityId(activityId)
                    .singleResult();
            if (job != null) {
                management.executeJob(job.getId());
                return;
            }
        }
        throw new AssertionError("Expected a timer on " + activityId + " of ticket " + ticket);
    }

    /** Others use up the plan's incidents. */
    public void exhaust(String partner, String vehicle) {
        balance(partner, vehicle, 0);
    }

    public void refill(String partner, String vehicle) {
        balance(partner, vehicle, 5);
    }

    /** Somebody corrected the diagnosis meanwhile: it no longer stands. */
    public void forgetDiagnosis(String ticket) {
        jdbc.sql("update ticket set diagnosis_complete = false where number = :number")
                .param("number", Long.valueOf(ticket))
                .update();
    }

    /** The ticket began before its flow could take it to another stage. */
    public void forgetMoving(String ticket) {
        jdbc.sql("delete from process_wait where ticket = :number and message = 'ticket.moved'")
                .param("number", Long.valueOf(ticket))
                .update();
    }

    private void balance(String partner, String vehicle, int incidents) {
        jdbc.sql("update support_plan set incidents_remaining = :n where partner_id = :partner and vehicle = :vehicle")
                .param("n", incidents)
                .param("partner", partner)
                .param("vehicle", vehicle)
                .update();
    }
}
