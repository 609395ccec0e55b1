/** What the pages are made of, on one page: tokens as the style sheet has them, and the parts in every state. */
@NullMarked
package dev.signalbox.web.design;

import org.jspecify.annotations.NullMarked;
