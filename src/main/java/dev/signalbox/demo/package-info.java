/** A sample world to look at and to try things on; off in production. */
@ApplicationModule(
        allowedDependencies = {
            "ticket",
            "workflow",
            "customer",
            "entitlement",
            "microsoft",
            "clock",
            "web :: frame",
            "web :: security"
        })
@NullMarked
package dev.signalbox.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
