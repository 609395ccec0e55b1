/** Support plans and the incident ledger: reserve, consume, give back. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.signalbox.entitlement;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
