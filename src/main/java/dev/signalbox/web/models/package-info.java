/** The pages of flows, tables and forms: what is in force, what changed, a new release and the way back. */
@NullMarked
package dev.signalbox.web.models;

import org.jspecify.annotations.NullMarked;
