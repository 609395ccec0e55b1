/** Servers and product processes that can be started, paused, cut off and killed; for the fault runs and the benchmark. */
@NullMarked
package dev.signalbox.kit;

import org.jspecify.annotations.NullMarked;
