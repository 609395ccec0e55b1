/** Reports for leads and managers: what became of the promises, whose the time was, and what a change would move. */
@NullMarked
package dev.signalbox.web.reports;

import org.jspecify.annotations.NullMarked;
