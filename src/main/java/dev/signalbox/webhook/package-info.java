/** Tells systems without Kafka what happens, by signed HTTP requests: who wants which events, and what became of each. */
@ApplicationModule(allowedDependencies = {"ticket", "access", "audit", "customer", "messaging"})
@NullMarked
package dev.signalbox.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
