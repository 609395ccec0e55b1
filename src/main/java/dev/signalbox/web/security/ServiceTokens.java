package dev.signalbox.web.security;

import dev.signalbox.access.ServiceAccount;
import dev.signalbox.access.ServiceAccounts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets systems in that bring a token of a service account: {@code Authorization: Bearer sbx_…}. */
@Component
class ServiceTokens extends OncePerRequestFilter {

    private static final String BEARER = "Bearer ";

    private final ServiceAccounts accounts;

    ServiceTokens(ServiceAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            chain.doFilter(request, response);
            return;
        }
        Optional<ServiceAccount> account;
        try {
            account = accounts.byToken(header.substring(BEARER.length()).strip());
        } catch (DataAccessException | TransactionException away) {
            NotKnownNow.answer(response, away);
            return;
        }
        if (account.isEmpty()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Signalbox\", error=\"invalid_token\"");
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                Caller.of(account.get()), null, List.of(new SimpleGrantedAuthority("ROLE_PRODUCER"))));
        SecurityContextHolder.setContext(context);
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    /** Part of the API's security chain only. */
    @Configuration(proxyBeanMethods = false)
    static class NotByItself {

        @Bean
        FilterRegistrationBean<ServiceTokens> tokensOnlyInTheChain(ServiceTokens filter) {
            FilterRegistrationBean<ServiceTokens> registration = new FilterRegistrationBean<>(filter);
            registration.setEnabled(false);
            return registration;
        }
    }
}
