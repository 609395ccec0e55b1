package dev.signalbox.workflow.engine;

import dev.signalbox.clock.ProductClock;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Keeps the engine's clock on the product's, and wakes its timers when time jumps. */
@Component
class EngineClock {

    private final ProcessEngine engine;

    EngineClock(ProcessEngine engine) {
        this.engine = engine;
    }

    @EventListener
    void on(ProductClock.Moved moved) {
        ClockUtil.offset(moved.offset().toMillis());
        var executor = ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getJobExecutor();
        if (executor.isActive()) {
            executor.jobWasAdded();
        }
    }
}
