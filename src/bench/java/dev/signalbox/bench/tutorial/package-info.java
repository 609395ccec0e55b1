/**
 * The tutorial baseline: the product's own flows and tables on the same engine, used the way tutorials use it. History
 * full, one transaction an event, business objects as serialized variables, correlation by variable, an asynchronous
 * continuation before every service task, and the starter's defaults everywhere.
 */
@NullMarked
package dev.signalbox.bench.tutorial;

import org.jspecify.annotations.NullMarked;
