/** One ticket: where it is, what happened, and the form of its current step. */
@NullMarked
package dev.signalbox.web.ticketpage;

import org.jspecify.annotations.NullMarked;
