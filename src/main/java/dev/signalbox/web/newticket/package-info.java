/** Filing a new ticket by hand. */
@NullMarked
package dev.signalbox.web.newticket;

import org.jspecify.annotations.NullMarked;
