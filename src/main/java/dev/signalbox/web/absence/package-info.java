/** Who stands in for whom: entered by the person or a lead, with the days. */
@NullMarked
package dev.signalbox.web.absence;

import org.jspecify.annotations.NullMarked;
