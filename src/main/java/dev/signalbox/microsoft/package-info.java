/** What Microsoft shows and takes: service health, the case package, where and in which form a case is filed. */
@ApplicationModule(allowedDependencies = {"ticket", "customer", "access"})
@NullMarked
package dev.signalbox.microsoft;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
