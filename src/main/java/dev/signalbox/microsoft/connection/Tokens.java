package dev.signalbox.microsoft.connection;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
import org.springframework.security.oauth2.client.RefreshTokenOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Tokens by connection, customer tenant and service, kept in memory until shortly before they end. */
final class Tokens {

    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final Duration EARLY = Duration.ofMinutes(1);
    private static final Authentication OURSELVES =
            new AnonymousAuthenticationToken("signalbox", "signalbox", AuthorityUtils.createAuthorityList("NONE"));

    private final Clock clock;
    private final ClientCredentialsOAuth2AuthorizedClientProvider provider =
            new ClientCredentialsOAuth2AuthorizedClientProvider();
    private final RefreshTokenOAuth2AuthorizedClientProvider userProvider =
            new RefreshTokenOAuth2AuthorizedClientProvider();
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
        RestClientRefreshTokenTokenResponseClient userEndpoint = new RestClientRefreshTokenTokenResponseClient();
        userEndpoint.setRestClient(client);
        userProvider.setAccessTokenResponseClient(userEndpoint);
        userProvider.setClockSkew(EARLY);
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
            Path userFile = service == MicrosoftService.PARTNER_CENTER ? app.partnerCenterTokenFile() : null;
            if (userFile != null) {
                entry.client = ofUser(connection, app, tenant, before, userFile);
                return entry.client.getAccessToken().getTokenValue();
            }
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

    /** A user's token by the kept refresh token; a newer one of those takes its place in the file, as long as it can. */
    private OAuth2AuthorizedClient ofUser(
            String connection,
            MicrosoftProperties.Tenant app,
            String tenant,
            @Nullable OAuth2AuthorizedClient before,
            Path file) {
        String kept = read(file, connection);
        OAuth2AuthorizedClient held = before == null
                ? new OAuth2AuthorizedClient(
                        registration(
                                connection,
                                app,
                                tenant,
                                MicrosoftService.PARTNER_CENTER,
                                AuthorizationGrantType.REFRESH_TOKEN),
                        OURSELVES.getName(),
                        // one that is over, so that the first is fetched
                        new OAuth2AccessToken(
                                OAuth2AccessToken.TokenType.BEARER,
                                "none",
                                Instant.EPOCH,
                                Instant.EPOCH.plusSeconds(1)),
                        new OAuth2RefreshToken(kept, null))
                : before;
        OAuth2AuthorizedClient now;
        try {
            now = userProvider.authorize(OAuth2AuthorizationContext.withAuthorizedClient(held)
                    .principal(OURSELVES)
                    .attribute(
                            OAuth2AuthorizationContext.REQUEST_SCOPE_ATTRIBUTE_NAME,
                            new String[] {app.scope(MicrosoftService.PARTNER_CENTER)})
                    .build());
        } catch (OAuth2AuthorizationException refused) {
            throw failed(refused);
        }
        if (now == null) {
            return held;
        }
        OAuth2RefreshToken newer = now.getRefreshToken();
        if (newer != null && !newer.getTokenValue().equals(kept)) {
            write(file, newer.getTokenValue(), connection);
        }
        return now;
    }

    private static String read(Path file, String connection) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new CallFailed(
                    CallFailed.Reason.UNAUTHORISED,
                    "The file %s of signalbox.microsoft.tenants.%s.partner-center-token-file cannot be read"
                            .formatted(file, connection));
        }
    }

    private static void write(Path file, String token, String connection) {
        try {
            Files.writeString(file, token);
        } catch (IOException readOnly) {
            // the one before stays good until it ends by itself, after ninety days
            LOG.warn("The newer Partner Center token of {} cannot be kept in {}", connection, file);
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
        return registration(connection, app, tenant, service, AuthorizationGrantType.CLIENT_CREDENTIALS);
    }

    private static ClientRegistration registration(
            String connection,
            MicrosoftProperties.Tenant app,
            String tenant,
            MicrosoftService service,
            AuthorizationGrantType grant) {
        return ClientRegistration.withRegistrationId(key(connection, tenant, service))
                .clientId(app.clientId())
                .clientSecret(app.secret(connection))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(grant)
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
