/** One customer: its services' health, what it bought, what is agreed, and its tickets. */
@NullMarked
package dev.signalbox.web.customerpage;

import org.jspecify.annotations.NullMarked;
