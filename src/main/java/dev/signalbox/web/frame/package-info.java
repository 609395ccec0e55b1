/** What every page shows around its own content: queues, search, who is signed in. */
@NamedInterface("frame")
@NullMarked
package dev.signalbox.web.frame;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
