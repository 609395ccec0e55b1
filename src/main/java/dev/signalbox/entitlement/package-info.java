/** Support plans and the incident ledger: reserve, consume, give back, end, adjust. */
@ApplicationModule(allowedDependencies = {"ticket", "access", "audit"})
@NullMarked
package dev.signalbox.entitlement;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
