/** The lead's board: what burns, what waits for a decision, who carries how much, what is left of the plans. */
@NullMarked
package dev.signalbox.web.board;

import org.jspecify.annotations.NullMarked;
