/**
 * Drives the product from outside while processes and servers are killed, paused, cut off and starved, and compares what
 * was sent with what the API and the outgoing topic say. Shares no code with the product.
 */
@NullMarked
package dev.signalbox.faults;

import org.jspecify.annotations.NullMarked;
