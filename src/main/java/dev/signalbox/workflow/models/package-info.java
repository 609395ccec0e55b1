/** Flows, tables and forms as files: checked at a gate that fails closed, released with who and why, taken back. */
@NamedInterface("models")
@NullMarked
package dev.signalbox.workflow.models;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
