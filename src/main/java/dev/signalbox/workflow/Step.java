package dev.signalbox.workflow;

import dev.signalbox.ticket.TicketNumber;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Something a flow does for one ticket. */
interface Step {

    void on(TicketNumber ticket, DelegateExecution execution);

    /** As the engine calls it; the ticket is a process variable. */
    static JavaDelegate of(Step step) {
        return execution ->
                step.on(new TicketNumber(Long.parseLong(String.valueOf(execution.getVariable("ticket")))), execution);
    }
}
