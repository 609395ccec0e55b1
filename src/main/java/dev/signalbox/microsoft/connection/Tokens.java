package dev.signalbox.microsoft.connection;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.ClientCredentialsOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Tokens by connection, customer tenant and service, kept in memory until shortly before they end. */
final class Tokens {

    private static final Duration EARLY = Duration.ofMinutes(1);
    private static final Authentication OURSELVES =
            new AnonymousAuthenticationToken("signalbox", "signalbox", AuthorityUtils.createAuthorityList("NONE"));

    private final Clock clock;
    private final ClientCredentialsOAuth2AuthorizedClientProvider provider =
            new ClientCredentialsOAuth2AuthorizedClientProvider();
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /** One lock for each token, so that it is fetched once however many need it. */
    private static final class Held {
        private @Nullable OAuth2AuthorizedClient client;
    }

    Tokens(MicrosoftProperties properties, HttpClient http, Clock clock) {
        this.clock = clock;
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(properties.readTimeout());
        RestClient client = RestClient.builder()
                .requestFactory(requests)
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .requestInterceptor(passingTrouble())
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build();
        RestClientClientCredentialsTokenResponseClient endpoint = new RestClientClientCredentialsTokenResponseClient();
        endpoint.setRestClient(client);
        provider.setAccessTokenResponseClient(endpoint);
        // by the machine's time, as the library stamps tokens
        provider.setClockSkew(EARLY);
    }

    /** What is no answer to our credentials is told apart from a refusal. */
    private ClientHttpRequestInterceptor passingTrouble() {
        return (request, body, execution) -> {
            ClientHttpResponse response = execution.execute(request, body);
            int status = response.getStatusCode().value();
            if (status == 429) {
                throw new CallFailed(
                        CallFailed.Reason.THROTTLED,
                        "The sign-in service asks to wait",
                        status,
                        RetryAfter.read(response.getHeaders().getFirst("Retry-After"), clock.instant())
                                .orElse(null));
            }
            if (status >= 500) {
                throw new CallFailed(CallFailed.Reason.BROKEN, "The sign-in service answered " + status, status, null);
            }
            return response;
        };
    }

    /** A token that is still good for a while. */
    String token(String connection, MicrosoftProperties.Tenant app, String tenant, MicrosoftService service) {
        Held entry = held.computeIfAbsent(key(connection, tenant, service), key -> new Held());
        synchronized (entry) {
            OAuth2AuthorizedClient before = entry.client;
            OAuth2AuthorizationContext.Builder asked = before == null
                    ? OAuth2AuthorizationContext.withClientRegistration(registration(connection, app, tenant, service))
                    : OAuth2AuthorizationContext.withAuthorizedClient(before);
            OAuth2AuthorizedClient now;
            try {
                now = provider.authorize(asked.principal(OURSELVES).build());
            } catch (OAuth2AuthorizationException refused) {
                entry.client = null;
                throw failed(refused);
            }
            // null says that the one before is still good
            entry.client = now == null ? before : now;
            return Objects.requireNonNull(entry.client).getAccessToken().getTokenValue();
        }
    }

    /** Drops this very token, which was refused; one that somebody fetched meanwhile stays. */
    void forget(String connection, String tenant, MicrosoftService service, String refused) {
        Held entry = held.computeIfAbsent(key(connection, tenant, service), key -> new Held());
        synchronized (entry) {
            if (entry.client != null
                    && entry.client.getAccessToken().getTokenValue().equals(refused)) {
                entry.client = null;
            }
        }
    }

    private static ClientRegistration registration(
            String connection, MicrosoftProperties.Tenant app, String tenant, MicrosoftService service) {
        return ClientRegistration.withRegistrationId(key(connection, tenant, service))
                .clientId(app.clientId())
                .clientSecret(app.secret(connection))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenUri(app.loginUrl() + "/" + tenant + "/oauth2/v2.0/token")
                .scope(app.scope(service))
                .build();
    }

    /** The library words trouble on the way as a refusal too; what lies beneath tells them apart. */
    private static CallFailed failed(OAuth2AuthorizationException refused) {
        for (Throwable cause = refused.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CallFailed known) {
                return known;
            }
            if (cause instanceof ResourceAccessException) {
                return new CallFailed(
                        CallFailed.Reason.UNREACHABLE, "The sign-in service does not answer: " + Texts.brief(cause));
            }
            if (cause instanceof RestClientException) {
                return new CallFailed(
                        CallFailed.Reason.UNREADABLE, "The sign-in service answered no token: " + Texts.brief(cause));
            }
        }
        return new CallFailed(CallFailed.Reason.UNAUTHORISED, told(refused));
    }

    private static String told(OAuth2AuthorizationException refused) {
        String description = refused.getError().getDescription();
        return Texts.oneLine("Sign-in refused: " + refused.getError().getErrorCode()
                + (description == null ? "" : ", " + description));
    }

    private static String key(String connection, String tenant, MicrosoftService service) {
        return connection + "/" + tenant + "/" + service;
    }
}
