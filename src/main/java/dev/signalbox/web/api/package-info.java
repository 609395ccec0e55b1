/** The HTTP API of the outer contract. */
@NullMarked
package dev.signalbox.web.api;

import org.jspecify.annotations.NullMarked;
