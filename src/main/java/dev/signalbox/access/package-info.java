/** Who there is and what each may do: roles, accounts of people, service accounts of systems with their tokens. */
@ApplicationModule(allowedDependencies = {"ticket", "audit"})
@NullMarked
package dev.signalbox.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
