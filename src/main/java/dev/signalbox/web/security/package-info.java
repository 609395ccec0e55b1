/** Who may see or do what, decided in one place. */
@NullMarked
package dev.signalbox.web.security;

import org.jspecify.annotations.NullMarked;
