@NullMarked
package dev.signalbox;

import org.jspecify.annotations.NullMarked;
