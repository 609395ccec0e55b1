package dev.signalbox.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;

class NotKnownNowTest {

    @Test
    void aWrongPasswordIs401() throws Exception {
        MockHttpServletResponse answer = answerTo(new BadCredentialsException("wrong"));

        assertThat(answer.getStatus()).isEqualTo(401);
        assertThat(answer.getHeader("WWW-Authenticate")).startsWith("Basic realm=\"Signalbox\"");
    }

    @Test
    void aDatabaseThatIsAwayIs503AndNoWordAgainstThePassword() throws Exception {
        MockHttpServletResponse answer = answerTo(
                new InternalAuthenticationServiceException("no connection", new IllegalStateException("down")));

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeader("Retry-After")).isEqualTo("5");
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
        assertThat(answer.getContentAsString()).contains("\"status\":503");
    }

    private static MockHttpServletResponse answerTo(AuthenticationException refused) throws Exception {
        MockHttpServletResponse answer = new MockHttpServletResponse();
        new NotKnownNow().commence(new MockHttpServletRequest(), answer, refused);
        return answer;
    }
}
