/** E-mail: what customers are told goes out, threaded and once, and so do pages; what they answer comes back. */
@ApplicationModule(allowedDependencies = {"ticket", "access", "customer", "audit", "messaging"})
@NullMarked
package dev.signalbox.mail;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
