/** Partners, customers, contacts, contracts, subscriptions, delegated access, and the support statement. */
@ApplicationModule(allowedDependencies = "clock")
@NullMarked
package dev.signalbox.customer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
