/** The only room that knows HTTP and HTML: the API, one package per page, and who may see or do what. */
@ApplicationModule(
        allowedDependencies = {
            "ticket",
            "access",
            "audit",
            "masterdata",
            "workflow",
            "workflow :: models",
            "workflow :: clocks",
            "messaging",
            "webhook",
            "mail",
            "decision",
            "customer",
            "work",
            "opportunity",
            "entitlement",
            "microsoft",
            "microsoft :: connection",
            "clock"
        })
@NullMarked
package dev.signalbox.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
