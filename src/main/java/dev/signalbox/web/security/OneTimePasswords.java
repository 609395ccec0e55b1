package dev.signalbox.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Who came with a one-time password may do one thing through the API: choose another password. */
final class OneTimePasswords extends OncePerRequestFilter {

    private static final String CHOOSING = "/api/account/password";
    private static final byte[] PROBLEM = """
            {"type":"about:blank","title":"Choose a password","status":403,"detail":"The one-time password is good for \
            POST /api/account/password only","errors":[]}""".getBytes(StandardCharsets.UTF_8);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        boolean held = authentication != null
                && authentication.getPrincipal() instanceof SignedIn signedIn
                && signedIn.oneTime()
                && !request.getRequestURI().equals(CHOOSING);
        if (held) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            response.setContentType("application/problem+json");
            response.getOutputStream().write(PROBLEM);
            return;
        }
        chain.doFilter(request, response);
    }
}
