/** Calls to Microsoft's services: configured partner tenants, tokens, limits, and what keeps a broken service off us. */
@NamedInterface("connection")
@NullMarked
package dev.signalbox.microsoft.connection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
