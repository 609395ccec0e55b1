/** E-mail: what customers are told goes out, threaded and once; what they answer comes back onto the ticket. */
@ApplicationModule(allowedDependencies = {"ticket", "customer", "audit", "messaging"})
@NullMarked
package dev.signalbox.mail;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
