/** How quick the desk's pages are over a hundred thousand open tickets, and what each asks of the database. */
@NullMarked
package dev.signalbox.bench.desk;

import org.jspecify.annotations.NullMarked;
