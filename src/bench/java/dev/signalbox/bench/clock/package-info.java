/** How long the ledger of a ticket takes. */
@NullMarked
package dev.signalbox.bench.clock;

import org.jspecify.annotations.NullMarked;
