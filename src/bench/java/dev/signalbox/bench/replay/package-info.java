/** Drives a running product with a real incident log, through its outer interface only, and compares what comes out. */
@NullMarked
package dev.signalbox.bench.replay;

import org.jspecify.annotations.NullMarked;
