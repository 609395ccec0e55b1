/** The work list: which tickets there are, nearest due first. */
@NullMarked
package dev.signalbox.web.worklist;

import org.jspecify.annotations.NullMarked;
