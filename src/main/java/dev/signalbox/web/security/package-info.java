/** Who may see or do what, decided in one place. */
@NamedInterface("security")
@NullMarked
package dev.signalbox.web.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
