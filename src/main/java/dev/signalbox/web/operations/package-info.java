/** For operators: what came in and could not be applied, what waits, what stands still, and how to set it right. */
@NullMarked
package dev.signalbox.web.operations;

import org.jspecify.annotations.NullMarked;
