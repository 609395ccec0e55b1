/** Evaluates DMN decisions and records each with inputs, matched rules and outputs, so that every one can be explained. */
@ApplicationModule(allowedDependencies = "ticket")
@NullMarked
package dev.signalbox.decision;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
