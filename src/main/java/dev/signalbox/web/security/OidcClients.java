package dev.signalbox.web.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientPropertiesMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;

/** The sign-in providers of the configuration. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({OidcSettings.class, OAuth2ClientProperties.class})
class OidcClients {

    /** Asks each provider about itself when somebody first signs in there: one that is away keeps nobody else out. */
    @Bean
    ClientRegistrationRepository clientRegistrations(OAuth2ClientProperties properties) {
        Map<String, ClientRegistrationRepository> providers = new HashMap<>();
        properties.getRegistration().forEach((id, registration) -> {
            OAuth2ClientProperties only = new OAuth2ClientProperties();
            only.getRegistration().put(id, registration);
            only.getProvider().putAll(properties.getProvider());
            providers.put(
                    id,
                    new SupplierClientRegistrationRepository(() -> new InMemoryClientRegistrationRepository(
                            new OAuth2ClientPropertiesMapper(only).asClientRegistrations())));
        });
        return id -> {
            ClientRegistrationRepository provider = providers.get(id);
            return provider == null ? null : provider.findByRegistrationId(id);
        };
    }

    /** We ask who somebody is and nothing on their behalf, so no token is kept. */
    @Bean
    OAuth2AuthorizedClientRepository noTokens() {
        return new OAuth2AuthorizedClientRepository() {

            @Override
            public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                    String registration, Authentication who, HttpServletRequest request) {
                return null;
            }

            @Override
            public void saveAuthorizedClient(
                    OAuth2AuthorizedClient client,
                    Authentication who,
                    HttpServletRequest request,
                    HttpServletResponse response) {
                // no use for it
            }

            @Override
            public void removeAuthorizedClient(
                    String registration, Authentication who, HttpServletRequest request, HttpServletResponse response) {
                // none is kept
            }
        };
    }
}
