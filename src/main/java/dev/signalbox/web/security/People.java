package dev.signalbox.web.security;

import dev.signalbox.access.Absences;
import dev.signalbox.access.Accounts;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authentication.event.AuthenticationFailureServiceExceptionEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Tells Spring Security of the accounts, and the audit of who signed in and who failed to. */
@Component
class People implements UserDetailsService {

    private final Accounts accounts;
    private final Absences absences;
    private final SignInThrottle throttle;

    People(Accounts accounts, Absences absences, SignInThrottle throttle) {
        this.accounts = accounts;
        this.absences = absences;
        this.throttle = throttle;
    }

    @Override
    public UserDetails loadUserByUsername(String username) {
        return accounts.known(username)
                .filter(known -> known.hash() != null)
                .map(known ->
                        SignedIn.of(known, absences.standsFor(known.account().id())))
                .orElseThrow(() -> new UsernameNotFoundException("No such account"));
    }

    @EventListener
    void right(AuthenticationSuccessEvent event) {
        throttle.succeeded(event.getAuthentication().getName(), address(event.getAuthentication()));
    }

    @EventListener
    void signedIn(InteractiveAuthenticationSuccessEvent event) {
        Authentication who = event.getAuthentication();
        accounts.signedIn(who.getName(), true, byProvider(who) ? "provider" : "page");
    }

    @EventListener
    void failed(AbstractAuthenticationFailureEvent event) {
        if (event instanceof AuthenticationFailureServiceExceptionEvent) {
            // nobody could look, and nothing can be kept of it
            return;
        }
        if (byProvider(event.getAuthentication())) {
            // the provider keeps guessers away from its passwords
            accounts.signedIn("unknown", false, "provider");
            return;
        }
        throttle.failed(event.getAuthentication().getName(), address(event.getAuthentication()));
        accounts.signedIn(event.getAuthentication().getName(), false, "password");
    }

    private static boolean byProvider(Authentication who) {
        return who instanceof OAuth2LoginAuthenticationToken || who instanceof OAuth2AuthenticationToken;
    }

    private static String address(Authentication who) {
        return who.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
    }
}
