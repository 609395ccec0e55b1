package dev.signalbox.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Turns away whoever guesses passwords before one more is looked at: 429 for the API, a word on the page. */
final class SignInGate extends OncePerRequestFilter {

    private static final byte[] PROBLEM = """
            {"type":"about:blank","title":"Too many wrong passwords","status":429,"detail":"Wait, then try again",\
            "errors":[]}""".getBytes(StandardCharsets.UTF_8);

    private final SignInThrottle throttle;
    private final BasicAuthenticationConverter basic = new BasicAuthenticationConverter();

    SignInGate(SignInThrottle throttle) {
        this.throttle = throttle;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean page = request.getRequestURI().equals("/login");
        String account = page ? byPage(request) : byBasic(request);
        if (account == null || !throttle.holds(account, request.getRemoteAddr())) {
            chain.doFilter(request, response);
            return;
        }
        if (page) {
            response.sendRedirect("/login?later");
            return;
        }
        response.setStatus(429);
        response.setHeader(
                HttpHeaders.RETRY_AFTER, Long.toString(throttle.longest().toSeconds()));
        response.setContentType("application/problem+json");
        response.getOutputStream().write(PROBLEM);
    }

    private static @Nullable String byPage(HttpServletRequest request) {
        return request.getMethod().equals("POST") ? request.getParameter("username") : null;
    }

    private @Nullable String byBasic(HttpServletRequest request) {
        try {
            var given = basic.convert(request);
            return given == null ? null : given.getName();
        } catch (org.springframework.security.core.AuthenticationException unreadable) {
            // told by the filter whose work it is
            return null;
        }
    }
}
