/** The only room that runs processes: start, correlate, tasks, the steps that flows may call, deployments. */
@ApplicationModule(
        allowedDependencies = {"ticket", "decision", "customer", "entitlement", "microsoft", "clock", "audit"})
@NullMarked
package dev.signalbox.workflow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
