/** What moves while somebody looks: tickets that changed, and who else is there. */
@NullMarked
package dev.signalbox.web.live;

import org.jspecify.annotations.NullMarked;
