/** What a ticket is: number, state, append-only timeline, messages. Knows no engine, no broker and no HTTP. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.signalbox.ticket;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
