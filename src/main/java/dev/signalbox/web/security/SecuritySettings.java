package dev.signalbox.web.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Signing in: HTTP Basic without a session for the API, a form with a session and CSRF tokens for the pages. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SignInProperties.class)
class SecuritySettings {

    private static final String CONTENT_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none';"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    @Bean
    @Order(1)
    SecurityFilterChain api(HttpSecurity http, ServiceTokens tokens, SignInThrottle throttle) throws Exception {
        return http.securityMatcher("/api/**", "/actuator/**", "/asyncapi.yaml", "/schemas/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers(EndpointRequest.to("health"))
                        .permitAll()
                        // Microsoft has no account with us; its signature is checked where the notice is taken
                        .requestMatchers(HttpMethod.POST, "/api/microsoft/partner-center/*")
                        .permitAll()
                        .requestMatchers(EndpointRequest.toAnyEndpoint())
                        .hasAnyRole("OPERATOR", "MANAGER")
                        .anyRequest()
                        .authenticated())
                .httpBasic(basic -> basic.authenticationEntryPoint(new NotKnownNow()))
                .addFilterBefore(tokens, BasicAuthenticationFilter.class)
                .addFilterBefore(new SignInGate(throttle), ServiceTokens.class)
                .addFilterAfter(new OneTimePasswords(), BasicAuthenticationFilter.class)
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pages(
            HttpSecurity http,
            NamesInSessions names,
            SignInThrottle throttle,
            OAuth2ClientProperties providers,
            ClientRegistrationRepository clients,
            OAuth2AuthorizedClientRepository noTokens,
            OidcPeople people)
            throws Exception {
        if (!providers.getRegistration().isEmpty()) {
            http.oauth2Login(login -> login.loginPage("/login")
                    .clientRegistrationRepository(clients)
                    .authorizedClientRepository(noTokens)
                    .defaultSuccessUrl("/", false)
                    .userInfoEndpoint(info -> info.oidcUserService(people))
                    .failureHandler(SecuritySettings::byProvider)
                    .withObjectPostProcessor(new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                        @Override
                        public <F extends OAuth2AuthorizationRequestRedirectFilter> F postProcess(F leading) {
                            leading.setAuthenticationFailureHandler(SecuritySettings::byProvider);
                            return leading;
                        }
                    }));
        }
        return http.authorizeHttpRequests(requests -> requests
                        // the rest of a stream whose beginning was allowed
                        .dispatcherTypeMatchers(DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(
                                "/login",
                                "/assets/**",
                                "/status/**",
                                "/favicon.ico",
                                "/v3/api-docs/**",
                                "/swagger-ui/**",
                                "/swagger-ui.html",
                                "/error")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .formLogin(form -> form.loginPage("/login")
                        .defaultSuccessUrl("/", false)
                        // Spring's own handler would keep the exception in the session
                        .failureHandler((request, response, wrong) -> response.sendRedirect("/login?error"))
                        .permitAll())
                .securityContext(context -> context.securityContextRepository(names))
                .addFilterBefore(new SignInGate(throttle), UsernamePasswordAuthenticationFilter.class)
                .addFilterAfter(new ChooseFirst(), UsernamePasswordAuthenticationFilter.class)
                .logout(logout -> logout.logoutSuccessUrl("/login?out"))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_POLICY)))
                .build();
    }

    /** Says on the page whether the provider's people have no access here, or the provider did not answer as it should. */
    private static void byProvider(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException wrong)
            throws IOException {
        response.sendRedirect(
                wrong instanceof OAuth2AuthenticationException refused
                                && refused.getError().getErrorCode().equals(OidcPeople.NO_ACCESS)
                        ? "/login?noaccess"
                        : "/login?provider");
    }

    /** Lets controllers name the {@link Caller} as a parameter. */
    @Configuration(proxyBeanMethods = false)
    static class CallerParameter implements WebMvcConfigurer, HandlerMethodArgumentResolver {

        @Override
        public void addArgumentResolvers(java.util.List<HandlerMethodArgumentResolver> resolvers) {
            resolvers.add(this);
        }

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Caller.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binder) {
            var authentication = SecurityContextHolder.getContext().getAuthentication();
            if (authentication != null && authentication.getPrincipal() instanceof SignedIn signedIn) {
                return signedIn.caller();
            }
            if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
                return caller;
            }
            throw new IllegalStateException("Expected somebody to be signed in");
        }
    }
}
