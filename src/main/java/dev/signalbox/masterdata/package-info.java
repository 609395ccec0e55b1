/**
 * The partner's own data: each kind of it described once, then put one by one, imported, listed and exported in the
 * same form.
 */
@ApplicationModule(allowedDependencies = {"ticket", "audit", "access", "customer", "entitlement", "clock"})
@NullMarked
package dev.signalbox.masterdata;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
