package dev.signalbox.web.security;

import dev.signalbox.access.Accounts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Looks at the account again with every page: what was changed by an operator holds at once, an account switched off is
 * out, and a one-time password leads to the page on which another is chosen.
 */
@Component
class StillThere extends OncePerRequestFilter {

    private static final String CHOOSING = "/account/password";

    private final Accounts accounts;

    StillThere(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/assets/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication before = SecurityContextHolder.getContext().getAuthentication();
        if (before == null || !(before.getPrincipal() instanceof SignedIn known)) {
            chain.doFilter(request, response);
            return;
        }
        Optional<SignedIn> now = accounts.known(known.getUsername())
                .filter(account -> account.hash() != null)
                .map(SignedIn::of)
                .filter(SignedIn::isEnabled);
        if (now.isEmpty()) {
            HttpSession session = request.getSession(false);
            if (session != null) {
                session.invalidate();
            }
            SecurityContextHolder.clearContext();
            response.sendRedirect("/login");
            return;
        }
        if (now.get().oneTime() && !request.getRequestURI().equals(CHOOSING)) {
            response.sendRedirect(CHOOSING);
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                now.get(), null, now.get().getAuthorities()));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }
}
