/** Minutes worked on tickets, what the contract says is chargeable of them, and the monthly statement of it. */
@ApplicationModule(allowedDependencies = {"ticket", "customer", "clock"})
@NullMarked
package dev.signalbox.work;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
