/** Time: the product's clock, service hours and due times. Pure functions but for the clock itself. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.signalbox.clock;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
