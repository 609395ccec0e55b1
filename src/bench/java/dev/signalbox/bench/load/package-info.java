/** Leads tickets through the product and through the tutorial baseline, and reads from the system what each costs. */
@NullMarked
package dev.signalbox.bench.load;

import org.jspecify.annotations.NullMarked;
