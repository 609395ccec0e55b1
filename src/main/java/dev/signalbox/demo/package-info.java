/** A sample world to look at and to try things on; off in production. */
@ApplicationModule(
        allowedDependencies = {
            "ticket",
            "access",
            "workflow",
            "customer",
            "entitlement",
            "microsoft",
            "microsoft :: connection",
            "clock",
            "web :: frame"
        })
@NullMarked
package dev.signalbox.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
