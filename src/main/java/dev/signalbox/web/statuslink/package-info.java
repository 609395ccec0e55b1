/** Where one ticket stands, for whoever holds its link and need not sign in. */
@NullMarked
package dev.signalbox.web.statuslink;

import org.jspecify.annotations.NullMarked;
