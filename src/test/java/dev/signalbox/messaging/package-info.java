@NullMarked
package dev.signalbox.messaging;

import org.jspecify.annotations.NullMarked;
