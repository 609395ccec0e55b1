package dev.signalbox.support;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.nio.file.Files;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.web.context.ContextLoaderListener;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/**
 * A provider of OpenID Connect on a loopback port: Spring's authorization server with a login page. Everybody whose
 * claims a test sets may sign in, with the password {@code there}.
 */
public final class SignInProvider implements AutoCloseable {

    private static final Map<String, Map<String, Object>> CLAIMS = new ConcurrentHashMap<>();

    private final Tomcat tomcat = new Tomcat();

    public SignInProvider(int port, String client, String secret, String redirect) {
        AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
        context.register(Settings.class);
        context.addBeanFactoryPostProcessor(beans -> {
            beans.registerSingleton(
                    "authorizationServerSettings",
                    AuthorizationServerSettings.builder()
                            .issuer("http://127.0.0.1:" + port)
                            .build());
            beans.registerSingleton("clients", client(client, secret, redirect));
        });
        try {
            tomcat.setBaseDir(Files.createTempDirectory("sign-in-provider").toString());
            tomcat.setPort(port);
            tomcat.setSilent(true);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            tomcat.addContext("", null)
                    .addServletContainerInitializer(
                            (none, servlets) -> {
                                servlets.addListener(new ContextLoaderListener(context));
                                servlets.addServlet("dispatcher", new DispatcherServlet(context))
                                        .addMapping("/");
                                servlets.addFilter(
                                                "springSecurityFilterChain",
                                                new DelegatingFilterProxy("springSecurityFilterChain", context))
                                        .addMappingForUrlPatterns(null, false, "/*");
                            },
                            null);
            tomcat.start();
        } catch (IOException | LifecycleException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What the provider says of {@code person} from now on. */
    public void says(String person, Map<String, Object> claims) {
        CLAIMS.put(person, claims);
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static RegisteredClientRepository client(String id, String secret, String redirect) {
        return new InMemoryRegisteredClientRepository(RegisteredClient.withId(id)
                .clientId(id)
                .clientSecret("{noop}" + secret)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(redirect)
                .scope("openid")
                .scope("profile")
                .build());
    }

    @EnableWebMvc
    @EnableWebSecurity
    static class Settings {

        @Bean
        @Order(1)
        SecurityFilterChain endpoints(HttpSecurity http) throws Exception {
            return http.oauth2AuthorizationServer(server -> {
                        http.securityMatcher(server.getEndpointsMatcher());
                        server.oidc(Customizer.withDefaults());
                    })
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .exceptionHandling(
                            refused -> refused.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
                    .build();
        }

        @Bean
        @Order(2)
        SecurityFilterChain login(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .formLogin(Customizer.withDefaults())
                    .build();
        }

        @Bean
        UserDetailsService people() {
            return name -> User.withUsername(name)
                    .password("{noop}there")
                    .disabled(!CLAIMS.containsKey(name))
                    .roles("PERSON")
                    .build();
        }

        @Bean
        JWKSource<SecurityContext> keys() throws NoSuchAlgorithmException {
            var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            return new ImmutableJWKSet<>(new JWKSet(new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                    .privateKey((RSAPrivateKey) pair.getPrivate())
                    .keyID(UUID.randomUUID().toString())
                    .build()));
        }

        @Bean
        JwtDecoder tokens(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims() {
            return token -> {
                if (Set.of(OidcParameterNames.ID_TOKEN)
                        .contains(token.getTokenType().getValue())) {
                    CLAIMS.getOrDefault(token.getPrincipal().getName(), Map.of())
                            .forEach(token.getClaims()::claim);
                }
            };
        }
    }
}
