package dev.signalbox.web.security;

import dev.signalbox.access.Absences;
import dev.signalbox.access.Accounts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.stereotype.Component;

/**
 * A session keeps nothing but the account's name. Who that is and what it may do is looked up with every page, so that
 * what an operator changed holds at once on every node, and an account switched off is out.
 */
@Component
class NamesInSessions implements SecurityContextRepository {

    private static final String NAME = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

    private final Accounts accounts;
    private final Absences absences;

    NamesInSessions(Accounts accounts, Absences absences) {
        this.accounts = accounts;
        this.absences = absences;
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        return new Deferred(request);
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return loadDeferredContext(holder.getRequest()).get();
    }

    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        Authentication who = context.getAuthentication();
        if (who == null || who instanceof AnonymousAuthenticationToken) {
            HttpSession session = request.getSession(false);
            if (session != null) {
                session.removeAttribute(NAME);
            }
            return;
        }
        request.getSession().setAttribute(NAME, who.getName());
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return name(request) != null;
    }

    private static @Nullable String name(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(NAME) instanceof String name ? name : null;
    }

    private SecurityContext read(HttpServletRequest request) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        Optional.ofNullable(name(request))
                .flatMap(accounts::known)
                .filter(Accounts.Known::usable)
                .map(known ->
                        SignedIn.of(known, absences.standsFor(known.account().id())))
                .filter(SignedIn::isEnabled)
                .ifPresent(who -> context.setAuthentication(
                        UsernamePasswordAuthenticationToken.authenticated(who, null, who.getAuthorities())));
        return context;
    }

    private final class Deferred implements DeferredSecurityContext {

        private final HttpServletRequest request;
        private @Nullable SecurityContext context;

        private Deferred(HttpServletRequest request) {
            this.request = request;
        }

        @Override
        public SecurityContext get() {
            SecurityContext found = context;
            if (found == null) {
                found = read(request);
                context = found;
            }
            return found;
        }

        @Override
        public boolean isGenerated() {
            return get().getAuthentication() == null;
        }
    }
}
