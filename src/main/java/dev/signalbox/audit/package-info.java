/** Who changed what, when and why: append-only rows for data, rights, plans, calendars, models, sign-ins and exports. */
@ApplicationModule(allowedDependencies = "ticket")
@NullMarked
package dev.signalbox.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
