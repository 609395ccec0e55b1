/** The only room that knows Kafka and CloudEvents: inbox, outbox, dead letters. */
@ApplicationModule(
        allowedDependencies = {"ticket", "workflow", "workflow :: models", "access", "customer", "microsoft"})
@NullMarked
package dev.signalbox.messaging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
