/** Real neighbours for tests: PostgreSQL, a Kafka process, and the product as a process of its own. */
@NullMarked
package dev.signalbox.support;

import org.jspecify.annotations.NullMarked;
