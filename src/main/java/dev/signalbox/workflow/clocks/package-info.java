/** A ticket's clocks in the running product: its story read from the timeline, alarms, and what is done about them. */
@NamedInterface("clocks")
@NullMarked
package dev.signalbox.workflow.clocks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
