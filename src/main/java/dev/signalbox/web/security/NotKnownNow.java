package dev.signalbox.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.www.BasicAuthenticationEntryPoint;

/**
 * Asks for a login, but says 503 where nobody can be known because the database is away: a 401 would tell a right
 * password to be wrong, and its sender to give up.
 */
class NotKnownNow extends BasicAuthenticationEntryPoint {

    private static final Logger LOG = LoggerFactory.getLogger(NotKnownNow.class);
    private static final String PROBLEM = """
            {"type":"about:blank","title":"Try again","status":503,"detail":"The database cannot be reached right now","errors":[]}""";

    NotKnownNow() {
        setRealmName("Signalbox");
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        if (refused instanceof InternalAuthenticationServiceException) {
            answer(response, refused);
        } else {
            super.commence(request, response, refused);
        }
    }

    static void answer(HttpServletResponse response, Exception trouble) throws IOException {
        LOG.warn("Answered 503, nobody can be known: {}", trouble.toString());
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader(HttpHeaders.RETRY_AFTER, "5");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(PROBLEM.getBytes(StandardCharsets.UTF_8));
    }
}
