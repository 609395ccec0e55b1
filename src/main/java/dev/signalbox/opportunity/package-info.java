/** Needs for new services that are noticed on tickets, told to whoever sells. */
@ApplicationModule(allowedDependencies = {"ticket", "audit"})
@NullMarked
package dev.signalbox.opportunity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
