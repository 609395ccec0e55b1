/** The BPMN engine, set up lean and locked: what a model may say, and what is noted when a token moves. */
@NullMarked
package dev.signalbox.workflow.engine;

import org.jspecify.annotations.NullMarked;
